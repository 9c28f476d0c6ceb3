"""Has the current photo compared with its rival, and then the rest of its series, away from the window."""

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.explaining import Explanation, Looks, PairKey, Unexplained, explain
from app.analysis.rival import Rival, rival_of
from app.analysis.shoot import Shoot
from app.cancel import CancelToken
from app.errors import AppError
from app.library.photo import Photo, PhotoId
from app.ui.jobs import Jobs, Lane
from app.ui.language import translate

# Who holds an arrow key down wants no comparison of each frame passed.
_REST_MS = 80
# Some 25 kB each.
_KEPT = 200
# Frames beside the current one whose comparison is made ready.
_AHEAD = 6


class Explainer(QObject):
    """Knows which two photos are compared, and what tells them apart as soon as that is measured."""

    changed = Signal()

    def __init__(self, shoot: Shoot, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shoot, self._jobs = shoot, jobs
        self._looks = Looks()
        self._asked: tuple[PhotoId, PhotoId | None] | None = None
        self._rival: Rival | None = None
        self._key: PairKey | None = None
        self._kept: OrderedDict[PairKey, Explanation | Unexplained] = OrderedDict()
        self._token: CancelToken | None = None
        self._trouble = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self._start)

    @property
    def rival(self) -> Rival | None:
        """Which photos are compared, and what the model says of them; None while there is no photo."""
        return self._rival

    @property
    def explanation(self) -> Explanation | None:
        """What tells this photo from the other, once it is known."""
        found = self._found()
        return found if isinstance(found, Explanation) else None

    def between(self, this: PhotoId, other: PhotoId) -> Explanation | None:
        """What tells any two photos apart, if it is known."""
        if this not in self._shoot or other not in self._shoot:
            return None
        found = self._kept.get((self._shoot.photo(this).digest, self._shoot.photo(other).digest))
        return found if isinstance(found, Explanation) else None

    @property
    def trouble(self) -> str:
        """Why the two cannot be compared, as one sentence; empty while nothing speaks against it."""
        found = self._found()
        if isinstance(found, Unexplained):
            said = translate("Explainer", "{name} cannot be compared: {reason}.")
            return said.format(name=found.path.name, reason=found.reason)
        return self._trouble

    @property
    def busy(self) -> bool:
        """Whether the comparison of the current pair is awaited."""
        return self._key is not None and self._found() is None and not self._trouble

    def look_at(self, this: PhotoId | None, other: PhotoId | None = None) -> None:
        """Compare a photo with its rival in its series, or with the `other` named."""
        self._asked = None if this is None else (this, other)
        self.refresh()

    def refresh(self) -> None:
        """Look again at who is compared with whom: marks, rankings, series or files may have changed."""
        rival = self._named()
        key = self._key_of(rival)
        if rival == self._rival and key == self._key:
            return
        is_other = key != self._key
        if is_other and self._key is not None and isinstance(self._found(), Unexplained):
            # The file may be there again when somebody comes back.
            del self._kept[self._key]
        self._rival, self._key = rival, key
        if is_other:
            self._trouble = ""
            self._cancel()
            if key is not None:
                self._later.start()
        self.changed.emit()

    def stop(self) -> None:
        """Give up what runs, and compare nothing until asked again."""
        self.look_at(None)

    def _named(self) -> Rival | None:
        if self._asked is None or not all(photo in self._shoot for photo in self._asked if photo is not None):
            return None
        return rival_of(self._shoot, *self._asked)

    def _key_of(self, rival: Rival | None) -> PairKey | None:
        if rival is None or rival.other is None:
            return None
        return self._shoot.photo(rival.this).digest, self._shoot.photo(rival.other).digest

    def _found(self) -> Explanation | Unexplained | None:
        return None if self._key is None else self._kept.get(self._key)

    def _cancel(self) -> None:
        self._later.stop()
        if self._token is not None:
            self._token.cancel()
            self._token = None

    def _start(self) -> None:
        if pairs := self._wanted():
            work = partial(explain, pairs=pairs, looks=self._looks)
            self._token = self._jobs.start(Lane.EXPLAIN, work, self._on_result, self._on_done, self._on_failed)

    def _wanted(self) -> list[tuple[Photo, Photo]]:
        """The pair that is looked at, then those one would come to next, as far as they are not known."""
        # Who holds one of the two steps through the series against it.
        held = self._asked[1] if self._asked is not None else None
        near = (rival_of(self._shoot, photo, held) for photo in self._near() if photo != held)
        rivals = [self._rival, *near]
        pairs: dict[PairKey, tuple[Photo, Photo]] = {}
        for rival in rivals:
            key = self._key_of(rival)
            if rival is None or rival.other is None or key is None or key in self._kept or key[::-1] in pairs:
                continue
            pairs[key] = (self._shoot.photo(rival.this), self._shoot.photo(rival.other))
        return list(pairs.values())

    def _near(self) -> list[PhotoId]:
        this = self._rival.this if self._rival is not None else None
        place = None if this is None else self._shoot.series_of(this)
        if this is None or place is None:
            return []
        frames = self._shoot.series[place].frames
        at = frames.index(this)
        nearest = sorted(range(len(frames)), key=lambda frame: (abs(frame - at), frame < at))
        return [frames[frame] for frame in nearest[1 : _AHEAD + 1]]

    def _on_result(self, result: Explanation | Unexplained) -> None:
        self._kept[result.key] = result
        self._kept.move_to_end(result.key)
        for key in list(self._kept)[: max(0, len(self._kept) - _KEPT)]:
            if key != self._key:
                del self._kept[key]
        if result.key == self._key:
            self.changed.emit()

    def _on_done(self, _: object) -> None:
        self._token = None

    def _on_failed(self, error: AppError) -> None:
        self._token = None
        self._trouble = error.sentence
        self.changed.emit()
