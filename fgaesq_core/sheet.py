"""DiffToken made sound: a frame at its working size as rows, none dropped, each with the position it has."""

from collections.abc import Collection
from math import isqrt

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fgaesq_core.cells import (
    CELL,
    PATCH,
    Floats,
    block_means,
    normalised,
    product_means,
    quartered,
    squares,
    unit,
)
from fgaesq_core.halving import halved
from fgaesq_core.tokens import COARSE, FINE, FINE_CELLS, Tokeniser, Tokens
from fgaesq_core.working import Pixels, grey

# Differences that are this near to each other are the same: what noise leaves must not choose the cells.
_LEVELS = 250
_QUARTERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def room(rows: int) -> tuple[int, int]:
    """How many cells a frame may have for a network of so many rows, and how many of them are kept sharp.

    A quarter of the rows stays free: three to two is then exactly 16 by 24 cells of the published 512 rows.
    """
    fine = min(FINE_CELLS, rows // 8)
    return min(rows * 3 // 4, rows - 1 - 3 * fine), fine


def sharpest(different: Floats, pixels: Pixels, count: int) -> tuple[int, ...]:
    """The cells to be kept sharp, ascending: those that differ most, `different` having shape (rows, columns).

    Where they differ alike, those that lose most by being shrunk.
    """
    levels, lost = np.round(different * _LEVELS).reshape(-1), _lost_detail(pixels).reshape(-1)
    ranked = np.lexsort((np.arange(len(levels)), -lost, -levels))
    return tuple(sorted(int(cell) for cell in ranked[:count]))


class Sheet:
    """A frame cut into whole cells, each shrunk once, however often the frame is compared."""

    def __init__(self, pixels: Pixels, tokeniser: Tokeniser) -> None:
        self._tokeniser = tokeniser
        self._pixels = pixels
        self._grid = (pixels.shape[0] // CELL, pixels.shape[1] // CELL)
        places = np.argwhere(np.ones(self._grid, bool))
        self._shrunk = normalised(halved(pixels))
        self._positions = tokeniser.positions(places, self._grid)

    def tokens(self, fine: Collection[int]) -> Tokens:
        """Rows with just these cells kept sharp."""
        rows, columns = self._grid
        coarse = np.ones(rows * columns, bool)
        coarse[list(fine)] = False
        places = np.argwhere(~coarse.reshape(self._grid))
        sharp = quartered(self._cells(places))
        quarters = (2 * places[:, None] + _QUARTERS).reshape(-1, 2)
        sharp_positions = self._tokeniser.positions(quarters, (2 * rows, 2 * columns))
        return Tokens(
            np.concatenate([self._shrunk[coarse], sharp]),
            np.concatenate([self._tokeniser.table[:1], self._positions[coarse], sharp_positions]),
            np.repeat([COARSE, FINE], [int(coarse.sum()), len(sharp)]),
            fine_cells=tuple(sorted(fine)),
        )

    def _cells(self, places: NDArray[np.intp]) -> Floats:
        """The cells at such rows and columns, normalised, shape (n, 3, 32, 32)."""
        rows, columns = self._grid
        split = self._pixels.reshape(rows, CELL, columns, CELL, 3)
        chosen = split[places[:, 0], :, places[:, 1]].transpose(0, 3, 1, 2)
        unit_range: Floats = np.ascontiguousarray(chosen).astype(np.float32)
        unit_range /= 255
        return normalised(unit_range)


def overview(picture: Image.Image, tokeniser: Tokeniser) -> Tokens:
    """Rows of an RGB picture as CLIP itself sees one: a small square, one patch for each learned position."""
    side = isqrt(len(tokeniser.table) - 1) * PATCH
    small = picture.resize((side, side), Image.Resampling.BICUBIC, reducing_gap=3.0)
    patches = squares(normalised(unit(small)), PATCH).reshape(-1, 3, PATCH, PATCH)
    return Tokens(patches, tokeniser.table, np.full(len(patches), COARSE))


def _lost_detail(pixels: Pixels) -> Floats:
    """How much of its brightness each cell loses when every two by two pixels become one, shape (rows, columns)."""
    full = grey(pixels).astype(np.float32)
    halves = block_means(full, 2)
    return product_means(full, full, CELL) - product_means(halves, halves, CELL // 2)
