"""Sharpness of the subject: detail at the finest scale against detail four times as coarse.

Blur takes fine detail first, contrast and exposure scale both alike, and noise is taken off both, so the ratio tells
focus from all of these (the principle of re-blurring: Zhuo and Sim, Pattern Recognition 44, 2011). Taken by
direction, the ratio tells smear by motion from plain defocus.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.technical.detail import LEVELS, Detail

Tensors = NDArray[np.float64]

COARSE_BY = 2
DIRECTIONS = 12
HALF_SHARP = 4.0
"""Ratio that counts as a sharpness of 0.5; the edge between two flat areas, cut between pixels, reaches 1.5."""
FAINT = 0.02
"""Detail, relative to what the subject shows at the coarse scale, which is too faint to tell anything."""
SOFTEST = 0.005
NOISE_MARGIN = 1.25
"""Noise is taken off a quarter more than measured: what is left of it would pass for sharpness."""
MOST_MOTION = 4.0


@dataclass(frozen=True, slots=True)
class Bands:
    """Fine and coarse detail of one frame, free of noise: (3, TILES, TILES) tensors on a common scale.

    An edge has the same energy in both; `noise` is the noise power at the fine scale.
    """

    fine: Tensors
    coarse: Tensors
    noise: float


@dataclass(frozen=True, slots=True)
class Focus:
    """`sharpness`, 0..1; `directional`, 0..4: octaves between the sharpest and the most smeared direction."""

    sharpness: float
    directional: float


def bands(details: Sequence[Detail]) -> list[Bands]:
    """Bring frames to the finest scale which all of them show, so that their sizes do not decide.

    Frames more than four times as large as the smallest one are judged at a quarter of their size: below it,
    there is no telling focus from blur.
    """
    side = min(detail.side for detail in details)
    farthest = LEVELS - 1 - COARSE_BY
    shifts = [min(farthest, float(np.log2(detail.side / side))) for detail in details]
    return [
        Bands(_band(detail, shift), _band(detail, shift + COARSE_BY), float(_between(detail.noise, shift)))
        for detail, shift in zip(details, shifts, strict=True)
    ]


def focus(frame: Bands, weights: NDArray[np.float64]) -> Focus:
    """Sharpness and smear of one frame where `weights`, (TILES, TILES), say the subject is."""
    fine, coarse = ((weights * band).sum(axis=(1, 2)) for band in (frame.fine, frame.coarse))
    ratio = _ratio(fine[0] + fine[1], coarse[0] + coarse[1])
    by_direction = _ratio(_along(fine), _along(coarse))
    octaves = np.log2(by_direction.max() / by_direction.min())
    return Focus(float(ratio / (ratio + HALF_SHARP)), float(min(octaves, MOST_MOTION)))


def _band(detail: Detail, level: float) -> Tensors:
    noise = np.array([1, 1, 0])[:, None, None] * (NOISE_MARGIN * _between(detail.noise, level))
    return (_between(detail.tensors, level) - noise) / 2**level


def _between(levels: Tensors, level: float) -> Tensors:
    low = int(level)
    part = level - low
    return np.asarray(levels[low] if part == 0 else levels[low] * (1 - part) + levels[low + 1] * part)


def _along(tensor: Tensors) -> Tensors:
    angles = np.arange(DIRECTIONS) * (np.pi / DIRECTIONS)
    x, y = np.cos(angles), np.sin(angles)
    return np.asarray(x * x * tensor[0] + y * y * tensor[1] + 2 * x * y * tensor[2])


def _ratio(fine: Tensors, coarse: Tensors) -> Tensors:
    return np.asarray((np.maximum(fine, 0) + SOFTEST * FAINT) / (np.maximum(coarse, 0) + FAINT))
