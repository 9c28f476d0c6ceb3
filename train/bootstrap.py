"""How sure a figure is, from the series it was found on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 1000
SHARE = 0.95

Drawn = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, and the interval in which 95 % of the values lie that other draws of as many cases would give."""

    value: float
    low: float
    high: float


def figure(statistic: Callable[[Drawn], float], count: int, seed: int = 0, rounds: int = ROUNDS) -> Figure:
    """The statistic of `count` cases, one or more, which it gets by their numbers, and its percentile interval.

    Cases are drawn with replacement (Efron, Annals of Statistics 7, 1979): whole series and never frames or pairs,
    for those of one series are not independent. The same seed draws the same cases.
    """
    rng = np.random.default_rng(seed)
    values = [statistic(rng.integers(0, count, count)) for _ in range(rounds)]
    low, high = np.quantile(values, ((1 - SHARE) / 2, (1 + SHARE) / 2))
    return Figure(float(statistic(np.arange(count))), float(low), float(high))
