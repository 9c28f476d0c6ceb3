"""From a photographer's marks to pairs of frames, inside one series.

A flag counts before stars: a pick is preferred to the rest, and everything to a reject. Between frames of the same flag
the one with more stars is preferred, the odds trebling with each star up to what a flag is worth. A pick and a reject
that were given in one stroke, as by the key that keeps one frame and rejects the rest, are the surest word. A mark that
was given while scores were shown may be that of the scores, so that a preference in which one takes part counts less.
What was said of two frames side by side outranks what their marks say of the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from train.samples import Pair

DECIDED, PICK_TO_REJECT, FLAGGED = 0.95, 0.9, 0.8
"""How sure a preference is: in one stroke; between the ends of the flags; between neighbouring flags."""

COMPARED = 0.9
"""How sure a preference is that was given to two frames side by side, as between the ends of the flags."""

_ODDS_OF_A_STAR = 3.0


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said of one frame: stars, 0 to 5; flag, -1 for reject, 1 for pick; when, in seconds, or None.

    `shown` says that scores were shown then, or that nobody knows whether they were.
    """

    stars: int = 0
    flag: int = 0
    at: float | None = None
    shown: bool = True

    @property
    def is_given(self) -> bool:
        """Whether the photographer has said anything of the frame, and be it that a mark was taken away again."""
        return bool(self.stars or self.flag) or self.at is not None


@dataclass(frozen=True, slots=True)
class Preference:
    """One frame of a series was preferred to another, both by index; `shown` is that of `Mark`."""

    better: int
    worse: int
    shown: bool = True


def with_preferences(pairs: Sequence[Pair], preferences: Sequence[Preference], trust: float = 1.0) -> tuple[Pair, ...]:
    """Pairs, with those that were compared side by side told by that alone; of several words the last counts.

    `trust`, 0 to 1, is for preferences given while scores were shown.
    """
    compared = {frozenset((one.better, one.worse)): one for one in preferences}
    others = [pair for pair in pairs if frozenset((pair.better, pair.worse)) not in compared]
    told = [
        Pair(one.better, one.worse, 0.5 + (trust if one.shown else 1.0) * (COMPARED - 0.5))
        for one in compared.values()
        if trust or not one.shown
    ]
    return (*others, *told)


def pairs_of(marks: Sequence[Mark], trust: float = 1.0) -> tuple[Pair, ...]:
    """The pairs that the marks of a series' frames tell apart, their probability 0.5 to 0.95.

    `trust`, 0 to 1, is for marks that were given while scores were shown; that in others is 1. The lower trust of two
    marks makes their preference so much surer than a coin. A frame without any mark takes that of the other.
    """
    pairs = []
    for one, other in combinations(range(len(marks)), 2):
        better, worse = sorted((one, other), key=lambda frame: (-marks[frame].flag, -marks[frame].stars))
        sure = _sureness(marks[better], marks[worse])
        if sure > 0.5:
            told = min(_trust(marks[frame], trust) for frame in (better, worse))
            pairs.append(Pair(better, worse, 0.5 + told * (sure - 0.5)))
    return tuple(pairs)


def is_decision(marks: Sequence[Mark]) -> bool:
    """Whether one stroke picked one of these frames and rejected all others, two frames at least."""
    flags = sorted(mark.flag for mark in marks)
    at_once = {mark.at for mark in marks}
    return len(marks) > 1 and flags == [-1] * (len(marks) - 1) + [1] and len(at_once) == 1 and None not in at_once


def _trust(mark: Mark, trust: float) -> float:
    return trust if mark.shown and mark.is_given else 1.0


def _sureness(better: Mark, worse: Mark) -> float:
    steps = better.flag - worse.flag
    if steps == 2:
        return DECIDED if better.at is not None and better.at == worse.at else PICK_TO_REJECT
    if steps:
        return FLAGGED
    return min(1 / (1 + _ODDS_OF_A_STAR ** -(better.stars - worse.stars)), PICK_TO_REJECT)
