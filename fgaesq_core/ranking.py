"""What a scorer answers for one series."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of one series and how sure its best frame is; the tuples are in frame order.

    `scores` lie between 1 and 10 on the scorer's absolute scale. `p_best` is the probability that a frame is
    the best of its series and sums to 1. `margin` is the probability, 0.5 to 1, that the first frame of `order`
    beats the second when just these two are compared; it is 1 for a single frame. `too_close` says that this
    probability is too low to speak of a best frame.
    """

    scores: tuple[float, ...]
    p_best: tuple[float, ...]
    margin: float
    too_close: bool

    @property
    def order(self) -> tuple[int, ...]:
        """Frame indexes, best first; equal scores stand in frame order."""
        return tuple(sorted(range(len(self.scores)), key=lambda index: (-self.scores[index], index)))

    @property
    def best(self) -> int:
        """Index of the frame with the highest score."""
        return self.order[0]
