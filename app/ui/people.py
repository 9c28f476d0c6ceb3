"""Brings the people of a series together: who looks for faces, the view that shows them, and what others ask of it."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.face_looking import Reader
from app.analysis.face_shelf import FaceState
from app.analysis.shoot import PhotoSeries, Shoot
from app.cancel import CancelToken
from app.library.photo import PhotoId
from app.ui.face_finder import FaceFinder
from app.ui.face_matrix_view import FaceMatrixView
from app.ui.jobs import Jobs, Lane, once

# Faces smaller than this share of the largest stand further back.
_AS_LARGE = 0.8
# So long the people of the last series stay until those of this one are known: most often they are by then, and what
# is beside them need not move to and fro.
_PATIENCE_MS = 150

Place = tuple[float, float]


class Shelf(Protocol):
    """Where the models for faces are, as a `FaceShelf` is."""

    def state(self) -> FaceState: ...
    def load(self) -> Reader: ...


class People(QObject):
    """Shows the people of the series somebody is at, and nothing where there are none.

    `wanted` brings a photo and the place of a face in it, two shares, None where the person is not in that frame.
    `looking_changed` tells whether faces are looked for at all, `eyes_changed` that more is known of closed eyes.
    `failed` carries the AppError of models that cannot be used.
    """

    wanted = Signal(object, object)
    looking_changed = Signal(bool)
    eyes_changed = Signal()
    failed = Signal(object)

    def __init__(
        self, shoot: Shoot, jobs: Jobs, finder: FaceFinder, view: FaceMatrixView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shoot, self._jobs, self._finder, self._view = shoot, jobs, finder, view
        self._at: PhotoId | None = None
        self._looking = False
        self._asked: CancelToken | None = None
        self._later = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._later.timeout.connect(self._show_known)
        finder.matched.connect(self._show)
        finder.looked.connect(self._on_looked)
        finder.failed.connect(self._on_failed)
        view.frame_clicked.connect(self.wanted)

    @property
    def looking(self) -> bool:
        """Whether faces are looked for."""
        return self._looking

    def use(self, shelf: Shelf) -> None:
        """Look for faces if the models are there, else no more; to be asked again when models came or went."""
        if self._asked is not None:
            self._asked.cancel()
        # Whether they are there stands on a disk, which may be slow.
        self._asked = self._jobs.start(
            Lane.SHELF, once(shelf.state), lambda state: self._on_state(shelf, state), failed=self._on_failed
        )

    def follow(self, photo: PhotoId | None) -> None:
        """Tell where somebody is; None where a folder is left, which ends all work for it."""
        self._at = photo if photo in self._shoot else None
        if self._at is None:
            self._finder.stop()
        self._finder.set_near(self._at)
        self._view.set_current(self._at)
        self._show()

    def series_changed(self) -> None:
        """Look again at who is in the series, after photos were grouped anew."""
        self.follow(self._at)

    def set_busy(self, busy: bool) -> None:
        """Whether photos are prepared or scored: then only the series somebody is at is looked at."""
        self._finder.set_only_near(busy)

    def interest(self, photo: PhotoId) -> Place | None:
        """The face that matters most in a photo, for looking at it closely; None where nobody is known to be."""
        found = self._finder.faces(photo)
        if found is None or not found.faces:
            return None
        # The largest; of those about as large, whom the camera saw best.
        largest = max(face.height for face in found.faces)
        near = [face for face in found.faces if face.height >= _AS_LARGE * largest]
        return max(near, key=lambda face: (face.sharpness, face.certainty)).middle

    def eyes_closed(self, photo: PhotoId) -> bool | None:
        """Whether somebody who matters has closed eyes; None while that is not known."""
        return self._finder.eyes_closed(photo)

    def asleep(self) -> frozenset[PhotoId]:
        """The photos in which somebody who matters has closed eyes, as far as that is known: what a filter asks for."""
        return self._finder.asleep()

    # -- what comes back

    def _on_state(self, shelf: Shelf, state: FaceState) -> None:
        self._asked = None
        self._finder.use(_LoadedOnce(shelf.load) if state.ready else None)
        self._set_looking(state.ready)

    def _on_failed(self, error: object) -> None:
        self._set_looking(False)
        self.failed.emit(error)

    def _on_looked(self, _: object) -> None:
        self.eyes_changed.emit()

    def _set_looking(self, looking: bool) -> None:
        changed, self._looking = looking != self._looking, looking
        self._show()
        if changed:
            self.looking_changed.emit(looking)

    def _show(self, _: object = None) -> None:
        series = self._series()
        if self._looking and series is not None and self._finder.matrix(series) is None and self._finder.busy:
            self._later.start()
        else:
            self._show_known()

    def _show_known(self) -> None:
        self._later.stop()
        series = self._series()
        self._view.show_matrix(self._finder.matrix(series) if series is not None and self._looking else None)
        self._view.set_current(self._at)

    def _series(self) -> PhotoSeries | None:
        place = self._shoot.series_of(self._at) if self._at is not None and self._at in self._shoot else None
        return None if place is None else self._shoot.series[place]


class _LoadedOnce:
    """Loads the models when they are first needed; belongs to the thread that looks for faces."""

    def __init__(self, load: Callable[[], Reader]) -> None:
        self._load = load
        self._reader: Reader | None = None

    def __call__(self) -> Reader:
        if self._reader is None:
            self._reader = self._load()
        return self._reader
