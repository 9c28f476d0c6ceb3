"""Noise, seen where there is nothing else: in the calmest blocks of the finest diagonal detail (Haar's HH band)."""

import numpy as np

from fgaesq_core.cells import Floats, block_means
from fgaesq_core.craft.planes import Planes, logs

_BLOCK = 8
_QUANTILES = (0.05, 0.15, 0.5)
_BANDS = ((0.0, 0.2), (0.2, 0.45), (0.45, 0.7), (0.7, 0.95))
_FEWEST = 4
_UNKNOWN = -10.0


def measures(seen: Planes) -> list[Floats]:
    """Noise of brightness and colours at two sizes, and of brightness by how bright it is there."""
    small = [seen.luma[1], block_means(seen.blue, 2)]
    told = [_calmest(plane) for plane in (seen.luma[0], seen.blue, seen.red, *small)]
    return [*told, _by_brightness(seen.luma[0])]


def diagonal(plane: Floats) -> Floats:
    """The HH band of a plane, shape (height / 2, width / 2); an odd row or column is left out."""
    even = plane[: plane.shape[0] // 2 * 2, : plane.shape[1] // 2 * 2]
    answer: Floats = (even[0::2, 0::2] - even[1::2, 0::2] - even[0::2, 1::2] + even[1::2, 1::2]) * np.float32(0.5)
    return answer


def blocks(plane: Floats, side: int = _BLOCK) -> Floats:
    """Means of whole blocks of a plane, what is left over at its border aside; all of a plane smaller than that."""
    height, width = (max(length // side * side, 0) for length in plane.shape)
    if not height * width:
        return np.full((1, 1), plane.mean(), np.float32)
    return block_means(plane[:height, :width], side)


def _calmest(plane: Floats) -> Floats:
    return logs(np.quantile(blocks(np.abs(diagonal(plane))), _QUANTILES).astype(np.float32))


def _by_brightness(luma: Floats) -> Floats:
    power, light = blocks(diagonal(luma) ** 2).ravel(), blocks(luma, 2 * _BLOCK).ravel()
    told = []
    for low, high in _BANDS:
        there = (light >= low) & (light < high)
        known = there.sum() > _FEWEST
        told += [float(logs(float(np.quantile(power[there], 0.1)))) if known else _UNKNOWN, float(there.mean())]
    return np.array(told, np.float32)
