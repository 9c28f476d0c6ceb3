"""Files that were refused: tried again once something about them is different, else ever more seldom."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.library.photo import PhotoId
from app.ui import sidecar_work
from app.ui.jobs import Jobs, Lane
from app.ui.sidecar_work import Refusal

_FIRST_MS = 60_000
_LAST_MS = 3_600_000


class Refusals(QObject):
    """Remembers them photo by photo; `due` carries the photos to try again."""

    due = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._refused: dict[PhotoId, list[Refusal]] = {}
        self.pause = QTimer(self, singleShot=True, interval=_FIRST_MS)
        self.pause.timeout.connect(lambda: self.due.emit(self.photos))

    @property
    def photos(self) -> frozenset[PhotoId]:
        """The photos whose marks are not all in their files."""
        return frozenset(self._refused)

    def note(self, tried: Collection[PhotoId] | None, refused: Sequence[Refusal]) -> None:
        """Some photos, or all if None, were written but for the files that were refused."""
        before = self.photos
        for photo in before if tried is None else before.intersection(tried):
            del self._refused[photo]
        found: dict[PhotoId, list[Refusal]] = defaultdict(list)
        for one in refused:
            found[one.photo].append(one)
        self._refused |= found
        if not self._refused:
            self.forget()
        elif self.photos == before == found.keys():
            self.pause.start(min(2 * self.pause.interval(), _LAST_MS))
        else:
            self.pause.start(_FIRST_MS)

    def look(self) -> None:
        """Somebody changed something in the folder: try again those files that are not as they were refused."""
        if self._refused:
            files = tuple(one for some in self._refused.values() for one in some)
            self._jobs.start(Lane.SIDECARS, partial(sidecar_work.other_now, files=files), self._on_other)

    def forget(self) -> None:
        """None is to be tried again."""
        self._refused.clear()
        self.pause.stop()
        self.pause.setInterval(_FIRST_MS)

    def _on_other(self, photos: frozenset[PhotoId]) -> None:
        if due := photos & self.photos:
            self.due.emit(due)
