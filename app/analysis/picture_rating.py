"""Scores pictures by a protocol of choice; those that cannot be read are left out and named.

Pictures are decoded when the model asks for them, so that a series of any length fits into memory.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image

from app.analysis.models import Scorer
from app.analysis.scoring import UnreadableFrameError, frame, out_of_room_named, rankings
from app.cancel import CancelToken
from app.library.photo import Skipped
from fgaesq_core import Frame
from fgaesq_core.ahead import in_threads
from fgaesq_core.errors import PictureError
from fgaesq_core.frames import picture
from fgaesq_core.names import Names
from fgaesq_core.ranking import SeriesScores

PUBLISHED, SINGLE = "published", "single"
SEEDED = (PUBLISHED, SINGLE)
"""The protocols that draw by lot; they want pictures at full size, for the published code reduces them in its way."""

# So many pictures of full size are held at once while the unreadable ones are looked for.
_MOST_THREADS = 4


@dataclass(frozen=True, slots=True)
class Rated:
    """What each picture that could be scored collected, in order; `scores` is None if there is none of them."""

    files: tuple[Path, ...]
    scores: SeriesScores | None
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Picture:
    """The file that shows a picture, those that may stand in for it, and its number in the names of its series."""

    files: tuple[Path, ...]
    number: int

    @property
    def path(self) -> Path:
        return self.files[0]


class PictureRater:
    """Scores series or single pictures; `decoded` is told of every file from any thread."""

    def __init__(self, scorer: Scorer, seed: int, token: CancelToken, decoded: Callable[[Path], None]) -> None:
        self._scorer = scorer
        self._seed = seed
        self._token = token
        self._decoded = decoded

    def rate(self, pictures: Sequence[tuple[Path, ...]], protocol: str, series: str = "") -> Rated:
        """Score pictures, each given by its file and those that may stand in for it; `series` is the folder's name.

        A published pair's id counts also the pictures that prove unreadable. Raises ModelError, Cancelled, AppError.
        """
        names = Names.of_files(series, [files[0].name for files in pictures])
        left = [_Picture(files, number) for files, number in zip(pictures, names.numbers, strict=True)]
        skipped: list[Skipped] = []
        while left:
            try:
                scores = self._scores(left, protocol, names.series)
            except UnreadableFrameError as error:
                failed = {error.path: error.reason, **self._unreadable(left, protocol)}
            except PictureError as error:
                failed = self._unfit(left, protocol) or {one.path: str(error) for one in left}
            else:
                return Rated(tuple(one.path for one in left), scores, tuple(skipped))
            skipped += [Skipped(path, reason) for path, reason in failed.items()]
            left = _without(left, failed)
        return Rated((), None, tuple(skipped))

    def rate_alone(self, pictures: Sequence[tuple[Path, ...]], protocol: str) -> Rated:
        """Score pictures that are compared with none: as series of one, or as the published code does it."""
        if protocol in SEEDED:
            return self.rate(pictures, SINGLE)
        files: list[Path] = []
        scores: list[float] = []
        skipped: list[Skipped] = []
        with closing(rankings(self._scorer, [one[:1] for one in pictures], self._token, protocol)) as results:
            for (path, *_), result in zip(pictures, results, strict=True):
                if isinstance(result, UnreadableFrameError):
                    skipped.append(Skipped(path, result.reason))
                else:
                    files.append(path)
                    scores.append(result.scores[0])
                self._decoded(path)
        found = SeriesScores(tuple((score,) for score in scores), tuple(scores))
        return Rated(tuple(files), found if files else None, tuple(skipped))

    def _scores(self, pictures: Sequence[_Picture], protocol: str, series: str) -> SeriesScores:
        names = Names(series, tuple(one.number for one in pictures))
        frames = [partial(self._told, one.path, self._frame(one, protocol)) for one in pictures]
        # The published code compares a picture that has no other with nothing.
        used = SINGLE if protocol == PUBLISHED and len(pictures) == 1 else protocol
        with out_of_room_named():
            return self._scorer.rate(frames, used, names=names, seed=self._seed)

    def _unreadable(self, pictures: Sequence[_Picture], protocol: str) -> dict[Path, str]:
        """All files that cannot be read: asking the scorer again after each would decode the others as often."""
        threads = min(_MOST_THREADS, os.cpu_count() or 1)
        with closing(in_threads(partial(self._problem, protocol), pictures, threads)) as problems:
            return {one.path: problem for one, problem in zip(pictures, problems, strict=True) if problem}

    def _problem(self, protocol: str, one: _Picture) -> str:
        try:
            picture(self._frame(one, protocol))
        except UnreadableFrameError as error:
            return error.reason
        return ""

    def _unfit(self, pictures: Sequence[_Picture], protocol: str) -> dict[Path, str]:
        """The pictures that are refused also without the others."""
        series = ([self._frame(one, protocol)] for one in pictures)
        with closing(self._scorer.rank_all(series, protocol)) as results:
            pairs = zip(pictures, results, strict=True)
            return {one.path: str(result) for one, result in pairs if isinstance(result, PictureError)}

    def _frame(self, one: _Picture, protocol: str) -> Frame:
        return frame(one.path, None if protocol in SEEDED else self._scorer.longest, self._token)

    def _told(self, path: Path, promised: Frame) -> Image.Image:
        found = picture(promised)
        self._decoded(path)
        return found


def _without(pictures: Sequence[_Picture], failed: Mapping[Path, str]) -> list[_Picture]:
    """The pictures left; where one that failed has a file to stand in for it, that takes its place."""
    tried = [_Picture(one.files[1:], one.number) if one.path in failed else one for one in pictures]
    return [one for one in tried if one.files]
