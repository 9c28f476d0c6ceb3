"""What may speak for one frame or against it: a measured difference, with its numbers and what it is worth."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum


class Cause(StrEnum):
    """What was measured."""

    SHARPNESS = "sharpness"
    MOTION = "motion"
    HORIZON = "horizon"
    HIGHLIGHTS = "highlights"
    SHADOWS = "shadows"
    NOISE = "noise"
    BORDER = "border"
    EXPOSURE = "exposure"
    TURN = "turn"
    SCALE = "scale"


class Verdict(IntEnum):
    """Whether what was measured speaks against this frame, for it, or only tells it from the other."""

    WORSE = -1
    DIFFERENT = 0
    BETTER = 1


@dataclass(frozen=True, slots=True)
class Reason:
    """One measured difference of this frame from the other.

    `difference` is that of this frame less the other, and `this` and `other` are the values of both where each has
    one by itself, else `difference` and 0. They count, by cause: SHARPNESS octaves of the energy of fine detail; MOTION
    octaves by which detail along the smear is weaker than across; HORIZON, TURN degrees, clockwise in TURN;
    HIGHLIGHTS, SHADOWS, BORDER, SCALE shares of 1 (of the pixels, of a side off the middle, of the size); NOISE grey
    levels of 255; EXPOSURE EV. `points` says how much it matters, 0 or more, in points of the technical score
    (`fgaesq_core.technical.scorer`) where that knows the cause.
    """

    cause: Cause
    verdict: Verdict
    difference: float
    this: float
    other: float
    points: float

    def mirrored(self) -> "Reason":
        """The same difference as the other frame has it."""
        this, other = (-self.difference, 0.0) if self.cause in _OF_BOTH else (self.other, self.this)
        return replace(self, verdict=Verdict(-self.verdict), difference=-self.difference, this=this, other=other)


# What only the two frames together have.
_OF_BOTH = frozenset((Cause.SHARPNESS, Cause.MOTION, Cause.EXPOSURE, Cause.TURN, Cause.SCALE))


def between_both(cause: Cause, verdict: Verdict, difference: float, points: float) -> Reason:
    """A difference of which neither frame has a value by itself."""
    return Reason(cause, verdict, difference, difference, 0.0, points)


def of_each(cause: Cause, verdict: Verdict, this: float, other: float, points: float) -> Reason:
    """A difference of the values that two frames have."""
    return Reason(cause, verdict, this - other, this, other, points)


def worse_if(worse: bool) -> Verdict:
    """The verdict where one of two frames is the worse one."""
    return Verdict.WORSE if worse else Verdict.BETTER


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Those that speak for or against a frame first, and each sort by how much it matters."""
    return tuple(sorted(reasons, key=lambda one: (one.verdict is Verdict.DIFFERENT, -one.points, one.cause)))
