"""What a scorer answers for one series."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of one series and how sure its best frame is; the tuples are in frame order.

    `scores` lie between 1 and 10 on the scorer's absolute scale. `p_best` is the probability that a frame is
    the best of its series and sums to 1. `margin` is the probability, 0.5 to 1, that the first frame of `order`
    beats the second when just these two are compared; it is 1 for a single frame. `too_close` says that this
    probability is too low to speak of a best frame. `maps`, where they were asked for, say how far each frame differs
    from the rest of the series, shape (rows, columns) of blocks over the whole frame, 0 to 1.
    """

    scores: tuple[float, ...]
    p_best: tuple[float, ...]
    margin: float
    too_close: bool
    maps: tuple[NDArray[np.float32], ...] = field(default=(), compare=False, repr=False)

    @property
    def order(self) -> tuple[int, ...]:
        """Frame indexes, best first; equal scores stand in frame order."""
        return tuple(sorted(range(len(self.scores)), key=lambda index: (-self.scores[index], index)))

    @property
    def best(self) -> int:
        """Index of the frame with the highest score."""
        return self.order[0]


@dataclass(frozen=True, slots=True)
class SeriesScores:
    """Scores of a series in frame order: `raw` are those each frame collected, `adjusted` the ones that rank.

    `maps` are those of `Ranking`.
    """

    raw: tuple[tuple[float, ...], ...]
    adjusted: tuple[float, ...]
    maps: tuple[NDArray[np.float32], ...] = field(default=(), compare=False, repr=False)
