"""Which of two frames shows its subject sharper, and whether the other is smeared by motion."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.analysis.differences import Difference
from app.analysis.pair_framing import turn
from fgaesq_core.technical.detail import TILES, Detail
from fgaesq_core.technical.sharpness import DIRECTIONS, FAINT, SOFTEST, Bands, bands, focus
from fgaesq_core.technical.subject import subject

Tensors = NDArray[np.float64]

_ANGLES = np.arange(DIRECTIONS) * (np.pi / DIRECTIONS)


@dataclass(frozen=True, slots=True)
class Focus:
    """How two frames compare where their subject is, as both are seen by the first.

    `sharper`: octaves by which fine detail of the first is stronger. `along`, `across`: octaves by which fine
    detail of the second is stronger than that of the first, in the direction in which it lost most, and in that
    in which it lost least. `noise`: grey levels, of each.
    """

    sharper: float
    along: float
    across: float
    noise: tuple[float, float]


def focus_of(details: tuple[Detail, Detail], difference: Difference) -> Focus:
    """Compare two frames of which the first is the one `difference` is seen from."""
    first, second = bands(details)
    second = _moved(second, difference)
    known: NDArray[np.bool_] = np.isfinite(second.fine[0])
    first, second = _within(first, known), _within(second, known)
    weights = subject((first, second))
    sharp = [focus(each, weights).sharpness for each in (first, second)]
    ratios = [value / max(1 - value, 1e-6) for value in sharp]
    lost = np.log2(_by_direction(second, weights) / _by_direction(first, weights))
    noise = (first.noise**0.5, second.noise**0.5)
    return Focus(float(np.log2(ratios[0] / ratios[1])), float(lost.min()), float(lost.max()), noise)


def _moved(frame: Bands, difference: Difference) -> Bands:
    return Bands(_seen(frame.fine, difference), _seen(frame.coarse, difference), frame.noise)


def _seen(tensors: Tensors, difference: Difference) -> Tensors:
    """Tensors of the other frame's tiles as they lie in this one, and turned with it; not a number where it ends."""
    xx, yy, xy = (_laid(plane, difference) for plane in tensors)
    angle = np.radians(turn(difference))
    cos, sin = np.cos(angle), np.sin(angle)
    across = cos * cos * xx + sin * sin * yy + 2 * cos * sin * xy
    down = sin * sin * xx + cos * cos * yy - 2 * cos * sin * xy
    return np.stack([across, down, (cos * cos - sin * sin) * xy + cos * sin * (yy - xx)])


def _laid(plane: NDArray[np.float64], difference: Difference) -> NDArray[np.float64]:
    size = (TILES, TILES)
    way, blank = difference.way(size, size), float("nan")
    image = Image.fromarray(plane.astype(np.float32))
    there = image.transform(size, Image.Transform.AFFINE, way, Image.Resampling.BILINEAR, fillcolor=blank)
    return np.asarray(there, np.float64)


def _within(frame: Bands, known: NDArray[np.bool_]) -> Bands:
    return Bands(np.where(known, frame.fine, 0), np.where(known, frame.coarse, 0), frame.noise)


def _by_direction(frame: Bands, weights: Tensors) -> Tensors:
    """Fine detail in each direction, against coarse detail in all of them."""
    xx, yy, xy = (weights * frame.fine).sum((1, 2))
    coarse = float((weights * (frame.coarse[0] + frame.coarse[1])).sum())
    x, y = np.cos(_ANGLES), np.sin(_ANGLES)
    fine = np.maximum(x * x * xx + y * y * yy + 2 * x * y * xy, 0)
    return np.asarray((fine + FAINT * SOFTEST) / (max(coarse, 0) + FAINT))
