"""Where the camera looks: a part of a photo, perhaps tilted, perhaps beside its subject."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from train.synth.subject import Place

_MOST_DEGREES = 10.0
_FINEST = 1.2
# How far the subject may lie off the middle of a frame, and how much farther it is when cut through the most.
_UNHARMED, _FARTHER = 0.2, 0.35


@dataclass(frozen=True, slots=True)
class View:
    """A part of a photo: its middle, its share of what would just fit, 0 to 1, and how far it is tilted, in degrees."""

    middle: Place
    share: float
    degrees: float = 0.0

    def pixels(self, photo: Image.Image, shape: float) -> float:
        """How many pixels of the photo it shows when it is `shape` times as wide as high."""
        width, height = _extent(self, photo, (shape, 1))
        return width * height


def tilted(view: View, severity: float, rng: np.random.Generator) -> View:
    """The view with the camera held askew, either way."""
    return replace(view, degrees=view.degrees + float(rng.choice([-1, 1])) * _MOST_DEGREES * severity)


def cut_off(view: View, severity: float, subject: Place, photo: Image.Image, size: tuple[int, int]) -> View:
    """The view moved until the subject lies at its border: across it for a severity of 1, if the photo is large enough.

    It moves towards the side on which the photo has most room; what came of it tells `severity_of_cut`.
    """
    width, height = (extent / full for extent, full in zip(_extent(view, photo, size), photo.size, strict=True))
    rooms = {
        (-1, 0): view.middle.across - width / 2,
        (1, 0): 1 - view.middle.across - width / 2,
        (0, -1): view.middle.down - height / 2,
        (0, 1): 1 - view.middle.down - height / 2,
    }
    (right, down), _ = max(rooms.items(), key=lambda item: item[1])
    towards = _UNHARMED + _FARTHER * severity
    across = subject.across + right * towards * width if right else view.middle.across
    along = subject.down + down * towards * height if down else view.middle.down
    return replace(view, middle=Place(across, along))


def severity_of_cut(subject: Place) -> float:
    """How severely a subject at this place of a frame is cut off, 0 to 1."""
    off_middle = max(abs(subject.across - 0.5), abs(subject.down - 0.5))
    return float(np.clip((off_middle - _UNHARMED) / _FARTHER, 0, 1))


def with_room(view: View, severity: float, photo: Image.Image, size: tuple[int, int]) -> View:
    """The view shrunk, where need be, so that none tilted by up to such a severity leaves the photo."""
    return replace(kept_inside(replace(view, degrees=_MOST_DEGREES * severity), photo, size), degrees=0.0)


def kept_inside(view: View, photo: Image.Image, size: tuple[int, int]) -> View:
    """The view moved, and shrunk where need be, until the photo fills all of it."""
    for _ in range(2):
        width, height = _extent(view, photo, size)
        turn = np.radians(abs(view.degrees))
        across = (width * np.cos(turn) + height * np.sin(turn)) / photo.width
        down = (width * np.sin(turn) + height * np.cos(turn)) / photo.height
        view = replace(view, share=view.share / max(1.0, across, down))
    half_across, half_down = min(across, 1) / 2, min(down, 1) / 2
    middle = Place(
        float(np.clip(view.middle.across, half_across, 1 - half_across)),
        float(np.clip(view.middle.down, half_down, 1 - half_down)),
    )
    return replace(view, middle=middle)


def seen(photo: Image.Image, view: View, size: tuple[int, int]) -> Image.Image:
    """What the view shows, at a width and height in pixels; the view has to lie inside the photo."""
    step = _extent(view, photo, size)[0] / size[0]
    if step > _FINEST:
        width, height = (max(1, round(side * _FINEST / step)) for side in photo.size)
        photo = photo.resize((width, height), Image.Resampling.HAMMING)
        step = _extent(view, photo, size)[0] / size[0]
    turn = np.radians(view.degrees)
    right, down = step * np.cos(turn), step * np.sin(turn)
    left = view.middle.across * photo.width - right * size[0] / 2 + down * size[1] / 2
    top = view.middle.down * photo.height - down * size[0] / 2 - right * size[1] / 2
    return photo.transform(
        size, Image.Transform.AFFINE, (right, -down, left, down, right, top), Image.Resampling.BICUBIC
    )


def within(place: Place, photo: Image.Image, view: View, size: tuple[int, int]) -> Place:
    """Where a place of the photo lies in what the view shows, tilting left aside."""
    width, height = _extent(view, photo, size)
    return Place(
        0.5 + (place.across - view.middle.across) * photo.width / width,
        0.5 + (place.down - view.middle.down) * photo.height / height,
    )


def _extent(view: View, photo: Image.Image, size: tuple[float, float]) -> tuple[float, float]:
    """Width and height, in pixels of the photo, of what the view shows."""
    scale = view.share * min(photo.width / size[0], photo.height / size[1])
    return size[0] * scale, size[1] * scale
