"""Whether lines that should be level or upright are: a histogram of the directions of straight edges."""

import numpy as np

from fgaesq_core.cells import Floats
from fgaesq_core.craft.planes import Planes, edged

BINS = 360
"""Bins of half a degree; the first begins at a quarter turn to the left of upright."""

_PER_DEGREE = BINS / 180
_SMOOTHING = 5
_STRAIGHT = 0.8
_NEAR = 15


def directions(seen: Planes) -> Floats:
    """Weights of edges by the direction across them, shape (BINS,), summing to 1; zeros for a picture without any.

    Directions are those of the smoothed structure tensor (Bigun and Granlund, ICCV 1987) at half size, and only edges
    count that are straight over several pixels.
    """
    # A quarter of a second to import: who only reads rankings that are known need not pay it.
    from scipy import ndimage

    across, down = _gradients(edged(seen.luma[1]))
    xx, yy, xy = (ndimage.uniform_filter(part, _SMOOTHING) for part in (across * across, down * down, across * down))
    unlike, twice = xx - yy, 2 * xy
    strength = np.sqrt(unlike * unlike + twice * twice)
    straightness = strength / (xx + yy + np.float32(1e-5))
    straight = straightness > _STRAIGHT
    angles = np.arctan2(twice[straight], unlike[straight]) / 2
    weights = np.sqrt(strength[straight]) * straightness[straight] ** 2
    places = ((angles / np.pi + 0.5) * BINS).astype(np.int64) % BINS
    histogram = np.bincount(places, weights, BINS)
    return (histogram / max(histogram.sum(), 1e-6)).astype(np.float32)  # type: ignore[no-any-return]


def measures(histogram: Floats) -> list[Floats]:
    """How far off upright and level lines lie, and how many there are, in degrees and shares."""
    upright, level = histogram[_window(BINS // 2)], histogram[_window(0)]
    folded = smooth(histogram + np.roll(histogram, BINS // 2))[: BINS // 2]
    return [_offsets(upright), _offsets(level), _either(np.roll(folded, BINS // 4))]


def smooth(histogram: Floats) -> Floats:
    """The histogram with each bin shared among its neighbours within two degrees or so."""
    # A quarter of a second to import: who only reads rankings that are known need not pay it.
    from scipy import ndimage

    answer: Floats = ndimage.gaussian_filter1d(histogram, 2.0, mode="wrap")
    return answer


def _gradients(grown: Floats) -> tuple[Floats, Floats]:
    """Differences across and down by the weights with the least error of direction (Scharr, Heidelberg 2000)."""
    rows = 3 * (grown[:-2] + grown[2:]) + 10 * grown[1:-1]
    columns = 3 * (grown[:, :-2] + grown[:, 2:]) + 10 * grown[:, 1:-1]
    across: Floats = (rows[:, 2:] - rows[:, :-2]) * np.float32(1 / 16)
    down: Floats = (columns[2:] - columns[:-2]) * np.float32(1 / 16)
    return across, down


def _window(middle: int) -> np.ndarray:
    reach = int(_NEAR * _PER_DEGREE)
    return (np.arange(-reach, reach) + middle) % BINS


def _offsets(near: Floats) -> Floats:
    degrees = (np.arange(len(near)) + 0.5) / _PER_DEGREE - _NEAR
    total = float(near.sum()) + 1e-4
    softened = np.convolve(near, np.bartlett(7) / 3, "same")
    peak = degrees[int(np.argmax(softened))]
    height = float(softened.max()) / total
    mean, spread = float((near * degrees).sum()), float((near * np.abs(degrees)).sum())
    upright = float(softened[np.abs(degrees) < 1.5].sum()) / total
    told = [abs(mean) / total, abs(peak), height, total, spread / total, upright, abs(peak) * min(1, 8 * height)]
    return np.array(told, np.float32)


def _either(folded: Floats) -> Floats:
    """The same for a quarter turn, upright and level taken together and standing in the middle."""
    degrees = (np.arange(len(folded)) + 0.5) / _PER_DEGREE - 45
    total = float(folded.sum()) + 1e-6
    peak = degrees[int(np.argmax(folded))]
    height = float(folded.max()) / total
    near = [float(folded[np.abs(degrees) < width].sum()) / total for width in (1, 2, 4)]
    return np.array([abs(peak), height, *near, abs(peak) * min(1.0, 20 * height)], np.float32)
