"""How far the person is, and how long the rest will take at this pace."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.analysis.shoot import Shoot

# Of fewer decisions one slow or hurried series would move the figure by more than a tenth.
_ENOUGH = 10
# The pace follows the person: what was an hour ago was another light, another subject or another mood.
_LATEST = 60
# An interval counts as at most so many usual ones. Looking hard at a series takes some times the usual, and must count,
# or the rest would be promised too early; a telephone call takes fifty times that and is no pace at all.
_AT_MOST = 5.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Series decided and left, photos picked, and the seconds the rest will take, None before that can be told."""

    decided: int
    left: int
    picks: int
    seconds_left: float | None


def pace(shoot: Shoot, decided_at: Sequence[float]) -> Pace:
    """The progress of a person who decided series at these times of this sitting, ascending, in seconds."""
    tally = shoot.tally()
    decided = len(tally.decided)
    left = len(shoot.series) - decided
    return Pace(decided, left, tally.picks, seconds_left(left, decided_at))


def seconds_left(left: int, decided_at: Sequence[float]) -> float | None:
    """How long so many series will take: the mean of the latest intervals, pauses cut down to five usual ones.

    Not the median: it forgets the series that take long, of which there will be more. None for too few decisions.
    """
    if not left:
        return 0.0
    if len(decided_at) < _ENOUGH:
        return None
    intervals = [later - earlier for earlier, later in pairwise(decided_at[-_LATEST - 1 :])]
    longest = _AT_MOST * statistics.median(intervals)
    return left * statistics.fmean(min(interval, longest) for interval in intervals)
