"""The working size of the frames of a series: one that all rows of a network have room for."""

import math
from collections.abc import Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fgaesq_core.cells import CELL

Pixels = NDArray[np.uint8]
"""An RGB picture, shape (height, width, 3)."""

Grey = NDArray[np.uint8]
"""Brightness of a picture at a working size, shape (height, width); both sides are multiples of 32."""

Grid = tuple[int, int]
"""Rows and columns of cells."""

# Frames whose sides are this alike are taken as the same shape, cut or rounded a little differently.
_SAME_SHAPE = 1.03
_UNSEEN_STRETCH = 1.03


def grids(sizes: Sequence[tuple[int, int]], cells: int) -> tuple[Grid, ...]:
    """For pictures of such (width, height) the grid of at most `cells` cells each is brought to, in their order.

    Pictures of nearly the same shape get the same grid, whatever their order and number of pixels.
    """
    shapes = [width / height for width, height in sizes]
    found: dict[float, Grid] = {}
    alike: list[float] = []
    for shape in [*sorted(shapes), math.inf]:
        if alike and shape > alike[0] * _SAME_SHAPE:
            found |= dict.fromkeys(alike, grid(median(alike), cells))
            alike = []
        alike.append(shape)
    return tuple(found[shape] for shape in shapes)


def grid(shape: float, cells: int) -> Grid:
    """The finest grid for pictures `shape` times as wide as high that stretches none by more than three per cent.

    Where there is none, as for a strip, it is the one that stretches least.
    """
    options = [(rows, min(max(1, round(rows * shape)), cells // rows)) for rows in range(1, cells + 1)]
    stretches = [abs(math.log(columns / rows / shape)) for rows, columns in options]
    most = max(min(stretches), math.log(_UNSEEN_STRETCH))
    fine = [option for option, stretch in zip(options, stretches, strict=True) if stretch <= most]
    return max(fine, key=lambda option: option[0] * option[1])


def grey(pixels: Pixels) -> Grey:
    """The brightness of a picture."""
    return np.asarray(Image.fromarray(pixels).convert("L"))


def brought_to(picture: Image.Image, size: Grid) -> Pixels:
    """The RGB picture at the size of a grid, enlarged where it is smaller."""
    target = (size[1] * CELL, size[0] * CELL)
    if picture.size != target:
        # It takes a third of the time of Lanczos's filter and leaves no rings about edges, which would count as detail.
        picture = picture.resize(target, Image.Resampling.HAMMING, reducing_gap=3.0)
    return np.asarray(picture)
