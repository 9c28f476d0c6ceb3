"""Where in a photo its finest detail is, as the place worth looking at closely until something better is known."""

import numpy as np
from numpy.typing import NDArray

_BLOCKS = 24
# How much less a block at the corner counts than the same in the middle: subjects rarely stand there.
_AT_THE_CORNER = 0.35


def sharp_place(grey: NDArray[np.uint8]) -> tuple[float, float] | None:
    """The place, as shares of width and height, around which most fine detail lies; None where there is none.

    `grey` is rows x columns of brightness. Detail is the energy of the five-point Laplacian in blocks, each blended
    with its neighbours, so that an area wins over a lone edge.
    """
    rows, columns = grey.shape
    if min(rows, columns) < 3 * _BLOCKS:
        return None
    energy = _blended(_in_blocks(np.square(_laplacian(grey.astype(np.float32)))))
    weighed = energy * _middle_first(energy.shape)
    if not weighed.max() > 0:
        return None
    row, column = np.unravel_index(int(np.argmax(weighed)), weighed.shape)
    return (float(column) + 0.5) / weighed.shape[1], (float(row) + 0.5) / weighed.shape[0]


def _laplacian(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    middle = grey[1:-1, 1:-1]
    return 4 * middle - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]


def _in_blocks(values: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = (side // _BLOCKS for side in values.shape)
    cut = values[: rows * _BLOCKS, : columns * _BLOCKS]
    means: NDArray[np.float32] = np.sqrt(cut.reshape(_BLOCKS, rows, _BLOCKS, columns).mean(axis=(1, 3)))
    return means


def _blended(blocks: NDArray[np.float32]) -> NDArray[np.float32]:
    padded = np.pad(blocks, 1, mode="edge")
    rows, columns = blocks.shape
    parts = [padded[y : y + rows, x : x + columns] for y in range(3) for x in range(3)]
    blended: NDArray[np.float32] = np.mean(parts, axis=0, dtype=np.float32)
    return blended


def _middle_first(shape: tuple[int, ...]) -> NDArray[np.float32]:
    down, across = np.meshgrid(*(np.linspace(-1, 1, side) for side in shape), indexing="ij")
    return np.float32(1.0) - np.float32(1 - _AT_THE_CORNER) * ((down**2 + across**2) / 2).astype(np.float32)
