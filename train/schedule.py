"""What each step learns from, and how fast."""

import math
from dataclasses import dataclass
from enum import StrEnum

_FLOOR = 0.01


class Kind(StrEnum):
    """What a step learns from: series with an order, or single pictures with the scores of judges."""

    FINE = "fine"
    COARSE = "coarse"


class Sequel(StrEnum):
    """How fine and coarse batches follow each other (paper: arXiv 2603.03907, ablations of section 4)."""

    ALTERNATE = "alternate"
    COARSE_FIRST = "coarse-first"


@dataclass(frozen=True, slots=True)
class Schedule:
    """What each step learns from, given the kinds there are; `steps` is needed only for coarse first."""

    kinds: tuple[Kind, ...]
    sequel: Sequel = Sequel.ALTERNATE
    steps: int | None = None

    def turn(self, step: int) -> tuple[Kind, int]:
        """The kind of a step, counted from 0, and how many steps of that kind come before it."""
        if len(self.kinds) == 1:
            return self.kinds[0], step
        if self.sequel is Sequel.ALTERNATE:
            return (Kind.COARSE if step % 2 else Kind.FINE), step // 2
        half = self._half()
        return (Kind.COARSE, step) if step < half else (Kind.FINE, step - half)

    def _half(self) -> int:
        if self.steps is None:
            raise ValueError("coarse first needs the number of steps")
        return self.steps // 2


def rate(share: float, warm_up: float) -> float:
    """The learning rate, as a share of its peak, after a share of the run, 0 to 1.

    It rises in a straight line for the share `warm_up` and falls by half a cosine (Loshchilov and Hutter, ICLR 2017).
    """
    if share < warm_up:
        return _FLOOR + (1 - _FLOOR) * share / warm_up
    fallen = (share - warm_up) / (1 - warm_up)
    return _FLOOR + (1 - _FLOOR) * (1 + math.cos(math.pi * min(1.0, fallen))) / 2
