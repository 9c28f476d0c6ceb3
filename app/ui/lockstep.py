"""Pictures that are looked at together: what one pane shows of its picture the others show of theirs."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject

from app.library.photo import PhotoId
from app.ui.linked_pane import LinkedPane
from app.ui.viewport import FIT, MOST_ZOOM, Stage, Viewport, fit_zoom


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of pictures of any size, as shares of their width and height.

    `length` is how many screen pixels the long side of the whole picture takes, None for a picture that fits.
    """

    length: float | None = None
    across: float = 0.5
    down: float = 0.5


def sight_of(view: Viewport, stage: Stage) -> Sight:
    """What a pane shows, said so that it holds for other pictures."""
    length = None if view.zoom is None else view.zoom * _longest(stage)
    return Sight(length, view.across, view.down)


def view_of(sight: Sight, stage: Stage) -> Viewport:
    """How a pane shows the same; a picture is never made smaller than what fits."""
    if sight.length is None:
        return Viewport(None, sight.across, sight.down)
    zoom = min(MOST_ZOOM, sight.length / _longest(stage))
    return Viewport(None if zoom <= fit_zoom(stage) * 1.001 else zoom, sight.across, sight.down)


def _longest(stage: Stage) -> float:
    return max(1.0, stage.picture_width, stage.picture_height)


class Lockstep(QObject):
    """Keeps panes together.

    One that was moved or zoomed alone stays so until the next common move, and stays shifted against the others until
    all are fit again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panes: list[LinkedPane] = []
        self._sight = Sight()
        self._alone: dict[PhotoId, Sight] = {}
        self._shifts: dict[PhotoId, tuple[float, float]] = {}

    def join(self, pane: LinkedPane) -> None:
        """Let one more pane take part, whenever it can be seen."""
        self._panes.append(pane)
        pane.viewport_changed.connect(partial(self._on_moved, pane))

    @property
    def is_fit(self) -> bool:
        """Whether the pictures are seen whole."""
        return self._sight.length is None

    def show(self, view: Viewport, like: LinkedPane) -> None:
        """Show in all panes what this one is to show."""
        self._sight = self._moved(sight_of(view, like.stage()), like.photo(), -1)
        self._alone.clear()
        self.renew()

    def fit(self) -> None:
        """Show all pictures whole, and forget which ones were shifted."""
        self._sight = Sight()
        self._alone.clear()
        self.renew()

    def forget_shifts(self) -> None:
        """No picture is apart from the others any more."""
        self._alone.clear()
        self._shifts.clear()

    def renew(self) -> None:
        """Show the same again, after panes changed their size or their photos."""
        if self.is_fit:
            self._shifts.clear()
        for pane in self._panes:
            photo = pane.photo()
            alone = None if photo is None else self._alone.get(photo)
            pane.set_viewport(view_of(alone or self._moved(self._sight, photo, 1), pane.stage()))

    def _on_moved(self, pane: LinkedPane, view: object) -> None:
        if not isinstance(view, Viewport):
            return
        if pane.alone:
            self._leave_alone(pane, view)
        else:
            # A picture that fits has no place in its middle that would be the others'.
            self.show(FIT if view.zoom is None else view, pane)

    def _leave_alone(self, pane: LinkedPane, view: Viewport) -> None:
        photo = pane.photo()
        if photo is None:
            return
        self._alone[photo] = sight_of(view, pane.stage())
        if view.zoom is not None and not self.is_fit:
            self._shifts[photo] = view.across - self._sight.across, view.down - self._sight.down

    def _moved(self, sight: Sight, photo: PhotoId | None, way: int) -> Sight:
        """What a pane is to show when all show this (way 1), or all are to show when the pane shows this (-1)."""
        across, down = (0.0, 0.0) if photo is None else self._shifts.get(photo, (0.0, 0.0))
        return replace(sight, across=sight.across + way * across, down=sight.down + way * down)
