"""The shoot of a folder as the library knows it, without a window: marks, series by hand, rankings."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.analysis.culling import by_model, by_pixels
from app.analysis.embedder import APPEARANCE, Embedded, Embedder
from app.analysis.grouping import GroupingSettings
from app.analysis.models import Scorer
from app.analysis.opening import Listed, Read, Remembered, Restored, Vanished, open_folder
from app.analysis.regrouping import Computed, evidence, regroup
from app.analysis.scoring import Ranked, rank_series
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.cancel import CancelToken
from app.library.hand_made import HandMade
from app.library.natural_order import natural_key
from app.library.photo import Photo, PhotoId, Skipped
from app.library.store import FolderState, Store

Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Judge:
    """Who ranks, and who tells likeness."""

    scorer: Scorer
    embedder: Embedder


@dataclass(frozen=True, slots=True, eq=False)
class FoundShoot:
    """A shoot, the frames a person chose to stand for their series, and the files that could not be read."""

    shoot: Shoot
    covers: frozenset[PhotoId]
    skipped: tuple[Skipped, ...]


def find_shoot(
    folder: Path,
    *,
    recursive: bool,
    database: Path,
    judge: Judge | None,
    report: Report,
    token: CancelToken,
    apart_from: Path | None = None,
) -> FoundShoot:
    """Read a folder as the window does, and what the library says of its photos; what is missing is computed and kept.

    Photos below `apart_from` are left out, as if they were not there. Without a judge every photo is a series of its
    own. `report(stage, done, total)` is called from this thread. Raises AppError, Cancelled.
    """
    search = _Search(folder, recursive, database, judge, report, token)
    search.read()
    if apart_from is not None and apart_from != folder and apart_from.is_relative_to(folder):
        search.leave_out(apart_from)
    if judge is None:
        photos = sorted(search.shoot.photos, key=lambda photo: natural_key(str(photo.path)))
        search.shoot.set_series(PhotoSeries(SeriesKind.SINGLE, (photo.id,)) for photo in photos)
    else:
        search.look(judge)
        search.group()
        search.rank(judge.scorer)
    return FoundShoot(search.shoot, search.made.covers, tuple(search.skipped))


class _Search:
    def __init__(
        self, folder: Path, recursive: bool, database: Path, judge: Judge | None, report: Report, token: CancelToken
    ) -> None:
        self._folder, self._recursive, self._database = folder, recursive, database
        self._report, self._token = report, token
        self.shoot, self.made, self.skipped = Shoot(), HandMade(), list[Skipped]()
        self._state = FolderState()
        if judge is not None:
            self.shoot.use_embedder(judge.embedder)

    def read(self) -> None:
        """Find what is in the folder, and what is remembered of it."""
        embedders = [one.id for one in self.shoot.embedders]
        done, total = 0, 0
        events = open_folder(
            self._token, folder=self._folder, database=self._database, recursive=self._recursive, embedders=embedders
        )
        for event in events:
            match event:
                case Remembered():
                    self.shoot.add(event.photos)
                    self._take(event.vectors)
                case Restored():
                    self._state, self.made = event.state, event.made
                    self.shoot.set_keywords(event.keywords)
                case Listed():
                    total = event.total
                case Read():
                    self.shoot.add(event.photos)
                    self._take(event.vectors)
                    self.made |= event.made
                    self.shoot.set_keywords(event.keywords)
                    self.skipped += event.skipped
                    done += event.count
                    self._report("Reading", min(done, total), total)
                case Vanished():
                    self.shoot.remove(event.photos)

    def leave_out(self, folder: Path) -> None:
        """Forget what lies in a folder."""
        self.shoot.remove([photo.id for photo in self.shoot.photos if photo.path.is_relative_to(folder)])
        self.skipped = [one for one in self.skipped if not one.path.is_relative_to(folder)]

    def look(self, judge: Judge) -> None:
        """Add and keep the vectors that are missing, by the embedding in use."""
        embedder = judge.embedder
        missing = [photo for photo in self.shoot.photos if self.shoot.vector(photo.id, embedder) is None]
        looks = by_pixels if embedder == APPEARANCE else partial(by_model, judge.scorer, self._token)
        with Store(self._database) as store, closing(looks([photo.path for photo in missing])) as results:
            for done, (photo, result) in enumerate(zip(missing, results, strict=True), 1):
                self._token.check()
                self._report("Preparing", done, len(missing))
                if isinstance(result, str):
                    self.skipped.append(Skipped(photo.path, result))
                    continue
                store.add_vectors(embedder.id, {photo.digest: result})
                self._take([Embedded(embedder.id, {photo.id: result})])

    def group(self) -> None:
        """Form the series as the window would."""
        settings = GroupingSettings()
        if self._state.gap is not None and self._state.likeness is not None:
            settings = GroupingSettings(self._state.gap, self._state.likeness)
        photos = self.shoot.photos
        known = evidence(photos, self.shoot.seen(photos))
        self.shoot.set_series(Computed(regroup(known, settings), known.rank).by_hand(self.made))

    def rank(self, scorer: Scorer) -> None:
        """Take the rankings that are known, and make those that are missing."""
        wanted = [self._photos(one) for one in self.shoot.series if one.kind is not SeriesKind.BRACKET]
        results = rank_series(
            self._token, series=wanted, load=lambda: scorer, database=self._database, at_most=len(wanted)
        )
        for done, result in enumerate(results, 1):
            self._report("Scoring", done, len(wanted))
            if isinstance(result, Ranked):
                self.shoot.set_ranking(result.frames, result.ranking)
            else:
                self.skipped.append(Skipped(result.path, result.reason))

    def _photos(self, series: PhotoSeries) -> tuple[Photo, ...]:
        return tuple(map(self.shoot.photo, series.frames))

    def _take(self, vectors: Sequence[Embedded]) -> None:
        for embedded in vectors:
            self.shoot.set_vectors(embedded)
