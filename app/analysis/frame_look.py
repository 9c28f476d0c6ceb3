"""What is measured of one frame by itself, kept small so that the frames of a series can be compared at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from fgaesq_core.craft.lines import directions
from fgaesq_core.craft.planes import planes
from fgaesq_core.craft.salience import small
from fgaesq_core.series import LONGEST
from fgaesq_core.technical.detail import Detail, detail
from fgaesq_core.technical.exposure import BLACK, WHITE
from fgaesq_core.working import brought_to, grid, grids

__all__ = ["LONGEST", "Clipping", "FrameLook", "look_at", "same_size"]

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]

# What a network of the published 512 rows has room for, so that places differ here where they differ for the scorer.
_CELLS = 384
# Levels that would be white, or black, at 0.13 EV more light, or about as much less: what lies between may clip or not.
_NEARLY_WHITE, _NEARLY_BLACK = 240, 7
# Specks of this many pixels are levelled out: a speck that clips is lost in a soft frame and is no lost highlight.
_SPECK = 4


@dataclass(frozen=True, slots=True)
class Clipping:
    """Shares of a frame, 0 to 1, that are lost at one end of the scale.

    `lost`: of its pixels. `surely`, `perhaps`: of its area without specks, by a strict and by a lenient bound.
    """

    lost: float
    surely: float
    perhaps: float


@dataclass(frozen=True, slots=True, eq=False)
class FrameLook:
    """One frame at the scorer's working size, and its measures.

    `pixels` (height, width, 3) is RGB at the working size, and `size` the (width, height) of the picture it was made
    of. `detail`, `highlights` (a channel at 250 or above) and `shadows` (every channel at 3 or below) were measured on
    that picture; `directions` (360,) are weights of straight edges by half degrees, and `small` (48, 48, 3) is the
    picture in CIE Lab, both of the working size.
    """

    pixels: Pixels
    size: tuple[int, int]
    detail: Detail
    highlights: Clipping
    shadows: Clipping
    directions: Floats
    small: Floats


def look_at(picture: Image.Image) -> FrameLook:
    """Measure an upright RGB picture; its long side is best at most LONGEST pixels, as the scorer decodes it."""
    pixels = brought_to(picture, grid(picture.width / picture.height, _CELLS))
    working = Image.fromarray(pixels)
    lines = directions(planes(working))
    return FrameLook(pixels, picture.size, detail(picture), *_clipping(picture), lines, small(working))


def same_size(one: FrameLook, other: FrameLook) -> tuple[Pixels, Pixels] | None:
    """Both frames at one working size; None where their shapes differ, so that no place has a counterpart."""
    first, second = grids((one.size, other.size), _CELLS)
    if first != second:
        return None
    return brought_to(Image.fromarray(one.pixels), first), brought_to(Image.fromarray(other.pixels), second)


def _clipping(picture: Image.Image) -> tuple[Clipping, Clipping]:
    fine, coarse = _brightest(picture), _brightest(picture.reduce(_SPECK))
    white = Clipping(1 - fine[WHITE - 1], 1 - coarse[WHITE - 1], 1 - coarse[_NEARLY_WHITE - 1])
    return white, Clipping(fine[BLACK], coarse[BLACK], coarse[_NEARLY_BLACK])


def _brightest(picture: Image.Image) -> list[float]:
    """The share of pixels whose brightest channel is at each of 256 levels or below."""
    red, green, blue = picture.split()
    counts = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    return [float(share) for share in np.cumsum(counts) / sum(counts)]
