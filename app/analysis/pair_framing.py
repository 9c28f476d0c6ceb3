"""How two frames are aimed: how level each is, how close, and how near to the border each has its subject."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.differences import Difference
from app.analysis.frame_look import FrameLook
from fgaesq_core.craft.lines import BINS, smooth
from fgaesq_core.craft.overview import subjects
from fgaesq_core.craft.salience import SIDE
from fgaesq_core.registration import STILL, Motion

Floats = NDArray[np.float32]

_PER_DEGREE = BINS // 180
_NEAR = 15
# How far from the peak lines still count as those that lie level or upright.
_WIDTH = 1.5


@dataclass(frozen=True, slots=True)
class Level:
    """How far lines that should be level or upright are turned, in degrees: in each of two frames, clockwise.

    `share`, 0 to 1: of the straight edges within 15 degrees of level and upright, those that agree. `count`, 0 to 1:
    how many of all straight edges these are.
    """

    tilts: tuple[float, float]
    share: float
    count: float


def turn(difference: Difference) -> float:
    """By how many degrees what this frame shows is turned clockwise in the other."""
    return float(np.degrees(np.arctan2(difference.motion.turn, 1 + difference.motion.zoom)))


def level(first: FrameLook, second: FrameLook, turned: float) -> Level:
    """Find the level of both frames, of which the second shows everything turned by so many degrees."""
    aligned = first.directions + _rolled(second.directions, -turned * _PER_DEGREE)
    folded = smooth(aligned + np.roll(aligned, BINS // 2))
    reach = np.arange(-_NEAR * _PER_DEGREE, _NEAR * _PER_DEGREE)
    near, degrees = folded[reach % BINS], (reach + 0.5) / _PER_DEGREE
    peak = degrees[int(np.argmax(near))]
    around = np.abs(degrees - peak) <= _WIDTH
    total = float(near.sum())
    share = float(near[around].sum()) / max(total, 1e-9)
    tilt = float((near * degrees)[around].sum() / max(near[around].sum(), 1e-9))
    return Level((tilt, tilt + turned), share, total / max(float(folded.sum()) / 2, 1e-9))


def _rolled(histogram: Floats, bins: float) -> Floats:
    whole = int(np.floor(bins))
    part = bins - whole
    shared = np.roll(histogram, whole) * (1 - part) + np.roll(histogram, whole + 1) * part
    return shared.astype(np.float32)


def offsets(first: FrameLook, second: FrameLook, difference: Difference) -> NDArray[np.float32]:
    """How far three likely subjects lie off the middle of each frame, shape (2, 3), as shares of a side up to 1.

    `difference` is that of the first frame.
    """
    width, height = difference.size
    motion = difference.motion
    small = Motion(motion.right * SIDE / width, motion.down * SIDE / height, motion.turn, motion.zoom)
    return subjects([first.small, second.small], [STILL, small])[:, ::3]
