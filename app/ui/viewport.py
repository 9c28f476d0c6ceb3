"""Which part of a picture is seen, how large and where: values and arithmetic, without widgets.

All lengths are device pixels of the screen; places in a picture are shares of its width and height, 0 to 1.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

# A pixel as large as this shows nothing more when it grows.
MOST_ZOOM = 16.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """What a person has set: `zoom` in screen pixels per picture pixel, None to fit the picture into the pane.

    `across` and `down` name the place of the picture that stands in the middle of the pane.
    """

    zoom: float | None = None
    across: float = 0.5
    down: float = 0.5


FIT = Viewport()


@dataclass(frozen=True, slots=True)
class Stage:
    """The sizes of a picture and of the pane it is shown in; `margin` is kept free around a picture that fits."""

    picture_width: float
    picture_height: float
    pane_width: float
    pane_height: float
    margin: float = 0.0


def fit_zoom(stage: Stage) -> float:
    """The zoom at which the whole picture is seen; a small picture is not enlarged."""
    across = max(1.0, stage.pane_width - 2 * stage.margin) / max(1.0, stage.picture_width)
    down = max(1.0, stage.pane_height - 2 * stage.margin) / max(1.0, stage.picture_height)
    return min(across, down, 1.0)


def zoom_of(view: Viewport, stage: Stage) -> float:
    """The zoom in numbers, fit or not."""
    return fit_zoom(stage) if view.zoom is None else view.zoom


def placed(view: Viewport, stage: Stage) -> QRectF:
    """Where the picture lies in the pane; no ground shows where there is picture to be seen."""
    zoom = zoom_of(view, stage)
    width, height = stage.picture_width * zoom, stage.picture_height * zoom
    left = _start(view.across, width, stage.pane_width)
    top = _start(view.down, height, stage.pane_height)
    return QRectF(left, top, width, height)


def settled(view: Viewport, stage: Stage) -> Viewport:
    """The same sight, named by the place that does stand in the middle."""
    across, down = place_at(view, stage, QPointF(stage.pane_width / 2, stage.pane_height / 2))
    return replace(view, across=across, down=down)


def place_at(view: Viewport, stage: Stage, point: QPointF) -> tuple[float, float]:
    """The place of the picture under a point of the pane, the nearest one for a point beside it."""
    lies = placed(view, stage)
    across = (point.x() - lies.left()) / max(1e-9, lies.width())
    down = (point.y() - lies.top()) / max(1e-9, lies.height())
    return min(1.0, max(0.0, across)), min(1.0, max(0.0, down))


def zoomed(view: Viewport, stage: Stage, zoom: float, about: QPointF) -> Viewport:
    """Another zoom, with the place under a point of the pane kept under it as far as the picture's borders allow.

    Whatever is no larger than what fits becomes the fit, so that it fits the next picture too.
    """
    fit = fit_zoom(stage)
    zoom = min(zoom, MOST_ZOOM)
    across, down = place_at(view, stage, about)
    if zoom <= fit * 1.001:
        return replace(settled(view, stage), zoom=None)
    centre_x = across + (stage.pane_width / 2 - about.x()) / (stage.picture_width * zoom)
    centre_y = down + (stage.pane_height / 2 - about.y()) / (stage.picture_height * zoom)
    return settled(Viewport(zoom, centre_x, centre_y), stage)


def panned(view: Viewport, stage: Stage, right: float, down: float) -> Viewport:
    """The picture dragged by some pixels, as far as its borders allow."""
    zoom = zoom_of(view, stage)
    start = settled(view, stage)
    moved = replace(
        start,
        across=start.across - right / max(1.0, stage.picture_width * zoom),
        down=start.down - down / max(1.0, stage.picture_height * zoom),
    )
    return settled(moved, stage)


def _start(share: float, length: float, room: float) -> float:
    """Where a picture of this length begins along one side of the pane."""
    if length <= room:
        return (room - length) / 2
    return min(0.0, max(room - length, room / 2 - share * length))
