"""From scores to the probability that a frame is the best of its series.

The model is Bradley and Terry's (Biometrika 39, 1952): x beats y with probability
1 / (1 + exp(-(score_x - score_y) / scale)). Its extension to n frames is Luce's choice axiom (Individual Choice
Behavior, 1959), p_i = exp(score_i / scale) / sum_j exp(score_j / scale): leaving frames out of a series never
changes the odds between those that stay. The scale belongs to the scorer: a difference of `scale * ln 3` is
seen as better three times in four.
"""

import math
from collections.abc import Sequence

from fgaesq_core.ranking import Ranking

SURE_ENOUGH = 0.6
"""Below this probability of beating the runner-up a best frame is called too close."""


def p_best(scores: Sequence[float], scale: float) -> tuple[float, ...]:
    """Probability of being the best for each of n scores, in their order; they sum to 1.

    Equal scores get equal probabilities, bit for bit, in any order of the scores.
    Raises ValueError for no scores, a score that is not finite, or a scale that is not positive.
    """
    _check(scores, scale)
    top = max(scores)
    weights = [math.exp((score - top) / scale) for score in scores]
    total = math.fsum(weights)
    return tuple(weight / total for weight in weights)


def p_better(score: float, other: float, scale: float) -> float:
    """Probability that the frame with `score` is preferred to the one with `other`, for a pair on its own."""
    _check((score, other), scale)
    gap = (score - other) / scale
    odds = math.exp(-abs(gap))
    return 1 / (1 + odds) if gap >= 0 else odds / (1 + odds)


def choose(scores: Sequence[float], scale: float) -> Ranking:
    """The ranking of a series of n >= 1 scores; raises ValueError as `p_best` does.

    The margin is the pairwise probability and not a difference of `p_best`, because the latter shrinks with the
    length of the series and says little for thirty frames of which one is clearly best.
    """
    chances = p_best(scores, scale)
    first, *rest = sorted(scores, reverse=True)
    margin = p_better(first, rest[0], scale) if rest else 1.0
    return Ranking(tuple(scores), chances, margin, margin < SURE_ENOUGH)


def _check(scores: Sequence[float], scale: float) -> None:
    if not scores:
        raise ValueError("there must be at least one score")
    if not all(math.isfinite(score) for score in scores):
        raise ValueError("scores must be finite")
    if not (math.isfinite(scale) and scale > 0):
        raise ValueError("the scale must be positive")
