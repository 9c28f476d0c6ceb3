"""Which of two frames is brighter, by how much, and what each of them lost in its highlights and shadows."""

import numpy as np
from numpy.typing import NDArray

from app.analysis.differences import Pair
from fgaesq_core.cells import block_means
from fgaesq_core.divergence import BLOCK

_LEVELS = np.arange(256) / 255
# What light a level stands for (sRGB, IEC 61966-2-1).
_LIGHT = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4).astype(np.float32)
# Light of blocks that are neither lost in the noise nor near to clipping, where a tone curve flattens.
_DARKEST, _LIGHTEST = 0.01, 0.8
_FEWEST = 40


def stops(pair: Pair) -> float | None:
    """By how many EV the first frame is brighter: the median over blocks that both show; None if there are too few.

    It is light as sRGB has it: where a camera adds contrast, exposure itself differs by less.
    """
    first, second = (_light(grey) for grey in pair.greys)
    low, high = np.minimum(first, second), np.maximum(first, second)
    usable: NDArray[np.bool_] = pair.there & (low > _DARKEST) & (high < _LIGHTEST)
    if usable.sum() < _FEWEST:
        return None
    return float(np.median(np.log2(first[usable] / second[usable])))


def _light(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    return block_means(_LIGHT[grey], BLOCK)
