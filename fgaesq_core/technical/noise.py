"""Noise, measured where a frame is quietest.

A photograph nearly always has small patches without structure, and there all that is left is noise. The gradient's
power in the quietest patches is therefore taken as that of the noise (the principle of Pyatykh, Hesser and Zheng,
IEEE TIP 22, 2013, without their principal components), at each scale on its own, because noise that went through
a camera and a JPEG is not white.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

PATCH = 16
QUIET_SHARE = 0.05
QUIET_BIAS = 1.25
"""The quietest patches of pure white noise show less than its mean; this restores it."""
FEWEST = 20
SLOWEST_DECAY = 0.5
"""Halving a frame leaves a quarter of white noise's power and less than this of any; the rest is texture."""


def patches(plane: Plane, level: int) -> Plane:
    """Means over the patches of 16x16 pixels of the frame, of a map at `level` (0 to 4) halvings."""
    side = PATCH >> level
    height, width = plane.shape[0] // side, plane.shape[1] // side
    means: Plane = plane[: height * side, : width * side].reshape(height, side, width, side).mean(axis=(1, 3))
    return means


def noise_powers(powers: Sequence[Plane], light: Plane) -> list[float]:
    """Noise's power in the gradient at each level but the last, given all levels' power and luma in patches.

    Patches that are black or white are left out, since clipping hides noise; all are 0 when fewer than 20 of more
    remain. A smooth slope has four times the power at the next level, white noise a quarter: so they part.
    """
    height, width = np.min([plane.shape for plane in (*powers, light)], axis=0)
    usable = ((light > 8) & (light < 247))[:height, :width]
    count = int(usable.sum())
    if count < min(FEWEST, usable.size):
        return [0.0] * (len(powers) - 1)
    seen = [plane[:height, :width][usable] for plane in powers]
    quietest = np.argsort(seen[0], kind="stable")[: max(1, round(QUIET_SHARE * count))]
    found: list[float] = []
    for fine, coarse in pairwise(seen):
        power = max(0.0, float((fine[quietest] - coarse[quietest] / 4).mean()) * 16 / 15 * QUIET_BIAS)
        found.append(min(power, found[-1] * SLOWEST_DECAY) if found else power)
    return found
