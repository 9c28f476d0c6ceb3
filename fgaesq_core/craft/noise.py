"""Noise, seen where there is nothing else: in the calmest blocks of the finest diagonal detail (Haar's HH band)."""

import numpy as np

from fgaesq_core.cells import Floats, block_means
from fgaesq_core.craft.planes import Planes, logs
from fgaesq_core.craft.quantiles import quantiles

_BLOCK = 8
_QUANTILES = (0.05, 0.15, 0.5)
_BANDS = ((0.0, 0.2), (0.2, 0.45), (0.45, 0.7), (0.7, 0.95))
_FEWEST = 4
_UNKNOWN = -10.0


def measures(seen: Planes) -> list[Floats]:
    """Noise of brightness and colours at two sizes, and of brightness by how bright it is there."""
    finest = diagonal(seen.luma[0])
    small = [seen.luma[1], block_means(seen.blue, 2)]
    others = [_calmest(diagonal(plane)) for plane in (seen.blue, seen.red, *small)]
    streaks = [_streaks(plane) for plane in seen.luma[:2]]
    return [_calmest(finest), *others, *streaks, _by_brightness(finest, seen.luma[0])]


def diagonal(plane: Floats) -> Floats:
    """The HH band of a plane, shape (height / 2, width / 2); an odd row or column is left out."""
    height, width = (side // 2 * 2 for side in plane.shape)
    steps = plane[0:height:2] - plane[1:height:2]
    answer: Floats = steps[:, 0:width:2] - steps[:, 1:width:2]
    answer *= np.float32(0.5)
    return answer


def _streaks(plane: Floats) -> Floats:
    """Steps from row to row and from column to column where they are least: of lines through calm parts as well.

    The direction that shows more of them comes first.
    """
    height, width = (side // 2 * 2 for side in plane.shape)
    down = plane[0:height:2] - plane[1:height:2]
    across = plane[:, 0:width:2] - plane[:, 1:width:2]
    both = [down[:, 0:width:2] + down[:, 1:width:2], across[0:height:2] + across[1:height:2]]
    return np.sort([_calmest(steps) for steps in both], axis=0)[::-1].ravel()


def blocks(plane: Floats, side: int = _BLOCK) -> Floats:
    """Means of whole blocks of a plane, what is left over at its border aside; all of a plane smaller than that."""
    height, width = (max(length // side * side, 0) for length in plane.shape)
    if not height * width:
        return np.full((1, 1), plane.mean(), np.float32)
    return block_means(plane[:height, :width], side)


def _calmest(finest: Floats) -> Floats:
    return logs(quantiles(blocks(np.abs(finest)), _QUANTILES))


def _by_brightness(finest: Floats, luma: Floats) -> Floats:
    power, light = blocks(finest**2).ravel(), blocks(luma, 2 * _BLOCK).ravel()
    told = []
    for low, high in _BANDS:
        there = (light >= low) & (light < high)
        known = there.sum() > _FEWEST
        told += [float(logs(quantiles(power[there], (0.1,)))[0]) if known else _UNKNOWN, float(there.mean())]
    return np.array(told, np.float32)
