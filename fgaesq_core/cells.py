"""A picture as an array, and cut into the cells of 32 by 32 pixels by which two pictures are compared."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]

CELL = 32
PATCH = 16

_MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)[:, None, None]
_DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)[:, None, None]


def unit(image: Image.Image) -> Floats:
    """Pixels of an RGB picture between 0 and 1, shape (3, height, width)."""
    pixels: Floats = np.asarray(image, np.float32).transpose(2, 0, 1) / np.float32(255)
    return pixels


def normalised(pixels: Floats) -> Floats:
    """Pixels between 0 and 1 as CLIP was trained to see them, shape kept (Radford et al., ICML 2021)."""
    return (pixels - _MEAN) / _DEVIATION


def to_cells(pixels: Floats) -> Floats:
    """Cells of a picture of shape (3, height, width), shape (rows, columns, 3, 32, 32).

    Right and bottom are cut where that changes the smaller corner, else filled with zeros. A side without a rest
    counts as a rest of 1 and a lack of 1. A picture narrower than 16 pixels may have no cell at all.
    """
    height, width = pixels.shape[1:]
    down, across = height % CELL or 1, width % CELL or 1
    lack_down, lack_across = -height % CELL or 1, -width % CELL or 1
    if lack_down * lack_across > down * across:
        pixels = pixels[:, : height - height % CELL, : width - width % CELL]
    return squares(pixels, CELL)


def squares(pixels: Floats, side: int) -> Floats:
    """Squares of `side`, shape (rows, columns, 3, side, side), with zeros added right and bottom where they lack."""
    height, width = pixels.shape[1:]
    filled = np.pad(pixels, ((0, 0), (0, -height % side), (0, -width % side)))
    rows, columns = filled.shape[1] // side, filled.shape[2] // side
    return filled.reshape(3, rows, side, columns, side).transpose(1, 3, 0, 2, 4)


def block_means(values: NDArray[Any], side: int) -> Floats:
    """Means of blocks of `side` by `side`, shape (rows, columns), of values whose sides are multiples of that."""
    height, width = values.shape
    rows = values.astype(np.float32, copy=False).reshape(height // side, side, width)
    return _sums_beside(rows.sum(1), side) / np.float32(side**2)


def product_means(first: Floats, second: Floats, side: int) -> Floats:
    """Means of the products of two planes, in blocks as those of `block_means`."""
    height, width = first.shape
    shape = (height // side, side, width)
    rows: Floats = np.einsum("arx,arx->ax", first.reshape(shape), second.reshape(shape))
    return _sums_beside(rows, side) / np.float32(side**2)


def _sums_beside(rows: Floats, side: int) -> Floats:
    """Sums of every `side` values that lie beside each other in a row."""
    # NumPy sums few neighbours at a time slowly, and halves of long rows fast.
    while side % 2 == 0:
        rows, side = rows[:, ::2] + rows[:, 1::2], side // 2
    sums: Floats = rows if side == 1 else rows.reshape(len(rows), -1, side).sum(2)
    return sums


def shrunk(cells: Floats) -> Floats:
    """Cells of shape (n, 3, 32, 32) at half their size, by bicubic interpolation."""
    import torch

    small = torch.nn.functional.interpolate(torch.from_numpy(cells), (PATCH, PATCH), mode="bicubic")
    return small.numpy()


def quartered(cells: Floats) -> Floats:
    """The four quarters of each cell of shape (n, 3, 32, 32), cell by cell and row by row, shape (4 * n, 3, 16, 16)."""
    halves = CELL // PATCH
    split = cells.reshape(-1, 3, halves, PATCH, halves, PATCH).transpose(0, 2, 4, 1, 3, 5)
    return split.reshape(-1, 3, PATCH, PATCH)
