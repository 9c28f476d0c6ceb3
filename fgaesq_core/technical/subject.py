"""Where the subject of a series is: near the centre, where there is structure, where at least one frame is in focus.

All frames are judged at the same place, so a frame whose background is sharp instead of its subject gains nothing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.technical.detail import TILES
from fgaesq_core.technical.sharpness import Bands

Tiles = NDArray[np.float64]

CENTRE_WIDTH = 0.15
"""Standard deviation of the prior around the centre, as a share of width and height."""
ELSEWHERE = 0.03
QUIET = 4.0
"""Energy below which a tile is too flat to speak, in squared grey levels, for a frame without noise."""
NOISE_SHARE = 2.0
"""What the noisiest frame's noise power adds to that, for all frames."""


def subject(frames: Sequence[Bands]) -> Tiles:
    """Weights of the tiles, (TILES, TILES), relative to the tiles' own contrast.

    Weighted, the coarse detail of a structured subject comes near 1 whatever its contrast, and that of a flat
    picture near 0. The order of the frames has no influence, bit for bit.
    """
    quiet = QUIET + NOISE_SHARE * max(frame.noise for frame in frames)
    structure = _mean([_energy(frame.coarse) for frame in frames])
    trusted = structure / (structure + quiet)
    weights = np.sqrt(_in_focus(frames, quiet)) * trusted * _centre()
    return np.asarray(weights / (structure + quiet) / (weights.sum() + 1e-9))


def _in_focus(frames: Sequence[Bands], quiet: float) -> Tiles:
    """0..1: the best focus a tile has in any frame, relative to the sharpest tiles of the series."""
    best = np.max([_local(frame.fine) / (_local(frame.coarse) + quiet) for frame in frames], axis=0)
    return np.asarray(np.minimum(best / (np.percentile(best, 90) + 1e-9), 1))


def _local(band: Tiles) -> Tiles:
    # A quarter of a second to import: who only reads rankings that are known need not pay it.
    from scipy import ndimage

    return np.asarray(np.maximum(ndimage.uniform_filter(_energy(band), 3), 0))


def _energy(band: Tiles) -> Tiles:
    return np.asarray(np.maximum(band[0] + band[1], 0))


def _mean(maps: Sequence[Tiles]) -> Tiles:
    """The mean of frames' maps, summed in order of size so that the order of frames cannot show."""
    return np.asarray(np.sort(maps, axis=0).sum(axis=0) / len(maps))


def _centre() -> Tiles:
    offsets = ((np.arange(TILES) + 0.5) / TILES - 0.5) / CENTRE_WIDTH
    bell = np.exp(-0.5 * offsets**2)
    return np.asarray(ELSEWHERE + bell[:, None] * bell[None, :])
