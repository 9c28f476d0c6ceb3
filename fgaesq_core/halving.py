"""Cells of a picture at half their size, all at once: what bicubic interpolation makes of each by itself."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.cells import CELL, PATCH, Floats
from fgaesq_core.working import Pixels

# The weights, in parts of 32, of the nearer and the farther two of four neighbours, halfway between them, for the
# parameter -0.75 that torch has (Keys, IEEE Transactions on Acoustics, Speech and Signal Processing 29, 1981).
_NEAR, _FAR = 19, 3
_PARTS = 32


def halved(pixels: Pixels) -> Floats:
    """Cells row by row, shape (n, 3, 16, 16), about 0 to 1, of a picture whose sides are multiples of 32."""
    height, width = pixels.shape[:2]
    rows = pixels.reshape(-1, 2, 3 * width).astype(np.int16)
    fewer = _between(rows[:, 0], rows[:, 1]).reshape(-1, width // 2, 2, 3)
    small = np.empty((height // CELL, width // CELL, 3, PATCH, PATCH), np.float32)
    for channel in range(3):
        left, right = (fewer[:, :, side, channel].astype(np.float32).T for side in (0, 1))
        values = _between(left, right).T.reshape(height // CELL, PATCH, width // CELL, PATCH)
        small[:, :, channel] = values.transpose(0, 2, 1, 3)
    small *= np.float32(1 / (255 * _PARTS**2))
    return small.reshape(-1, 3, PATCH, PATCH)


def _between(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    """Values halfway between the rows of both, which alternate; beyond its border each cell repeats its last row."""
    before, after = np.empty_like(first), np.empty_like(first)
    before[1:], after[:-1] = second[:-1], first[1:]
    before[::PATCH], after[PATCH - 1 :: PATCH] = first[::PATCH], second[PATCH - 1 :: PATCH]
    between: NDArray[Any] = first + second
    between *= _NEAR
    before += after
    before *= _FAR
    between -= before
    return between
