"""What is kept of a scorer's answer to a question, and the figures that follow from many."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.ranking import Ranking
from train import metrics
from train.bootstrap import ROUNDS, Drawn, Figure, figure
from train.exam.series import TOLD, Case
from train.exam.tasks import Task
from train.samples import Pair

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of series that intervals follow from."""

    seed: int = 0
    rounds: int = ROUNDS

    def figure(self, statistic: Callable[[Drawn], float], count: int) -> Figure:
        """A statistic of so many series with its interval."""
        return figure(statistic, count, self.seed, self.rounds)


@dataclass(frozen=True)
class Mark:
    """The truth of a series, what the scorer said of it, and what each of the `RULES` did."""

    task: Task
    badness: tuple[float, ...]
    kinds: frozenset[str]
    ranking: Ranking
    rules: tuple[tuple[float, ...], ...]

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of frames that can be told apart."""
        found = []
        for one, other in combinations(range(len(self.badness)), 2):
            better, worse = sorted((one, other), key=lambda frame: self.badness[frame])
            if self.badness[worse] - self.badness[better] >= TOLD:
                found.append(Pair(better, worse, 1.0))
        return tuple(found)

    @cached_property
    def best(self) -> tuple[int, ...]:
        """The frames that nobody can tell from the best one."""
        least = min(self.badness)
        return tuple(frame for frame, badness in enumerate(self.badness) if badness < least + TOLD)

    @cached_property
    def right(self) -> Floats:
        """Shape (1 + rules, 2): pairs told rightly, and the top frame, by the scorer and then by each rule."""
        return np.array([self._right(scores) for scores in (self.ranking.scores, *self.rules)])

    def _right(self, scores: Sequence[float]) -> tuple[float, float]:
        return float(np.trace(metrics.confusion(scores, self.pairs))), metrics.top_share(scores, self.best)


def mark(case: Case, ranking: Ranking) -> Mark:
    """The mark for an answer."""
    return Mark(case.task, case.badness, case.kinds, ranking, case.rules)


@dataclass(frozen=True, slots=True)
class Rates:
    """Of one judge: the share of pairs told rightly, and of series whose top frame is one of the best."""

    pairs: Figure
    top: Figure


def rates(marks: Sequence[Mark], draws: Draws) -> tuple[Rates, ...]:
    """The rates of the scorer and then of each rule, over one mark or more; resampled by series."""
    right = np.array([one.right for one in marks])
    pairs = np.array([len(one.pairs) for one in marks], np.float64)
    return tuple(_rates(right[:, judge], pairs, draws) for judge in range(right.shape[1]))


def lead(marks: Sequence[Mark], rule: int, draws: Draws) -> Figure:
    """By how much the scorer's share of pairs exceeds that of a rule, both over the same draws of series."""
    gained = np.array([one.right[0, 0] - one.right[1 + rule, 0] for one in marks])
    pairs = np.array([len(one.pairs) for one in marks], np.float64)
    return draws.figure(lambda drawn: float(gained[drawn].sum() / pairs[drawn].sum()), len(marks))


def chance_of_top(marks: Iterable[Mark]) -> float:
    """How often lots would draw one of the best frames."""
    return float(np.mean([len(one.best) / len(one.badness) for one in marks]))


def mean_of(values: Sequence[float], draws: Draws, statistic: Callable[[Floats], float] = np.mean) -> Figure:
    """A statistic, the mean unless told, of a value for each series."""
    row = np.asarray(values, np.float64)
    return draws.figure(lambda drawn: float(statistic(row[drawn])), len(row))


def calibration(marks: Sequence[Mark], draws: Draws, scale: float) -> Figure:
    """Expected calibration error of the probability that the top frame is given.

    It is held against the probability that a judge finds this frame the best whose odds are e to 1 for a difference in
    badness of `scale`; for a scale of 0, against whether the frame is the very best one.
    """
    sure = np.array([max(one.ranking.p_best) for one in marks])
    true = np.array([_truth(one.badness, scale)[int(np.argmax(one.ranking.p_best))] for one in marks])
    return draws.figure(lambda drawn: metrics.calibration_error(sure[drawn], true[drawn]), len(marks))


def _truth(badness: Sequence[float], scale: float) -> Floats:
    row = np.asarray(badness, np.float64)
    row = row - row.min()
    odds = np.exp(-row / scale) if scale else (row == 0).astype(np.float64)
    shares: Floats = odds / odds.sum()
    return shares


def _rates(right: Floats, pairs: Floats, draws: Draws) -> Rates:
    def of_pairs(drawn: Drawn) -> float:
        return float(right[drawn, 0].sum() / pairs[drawn].sum())

    return Rates(
        draws.figure(of_pairs, len(pairs)), draws.figure(lambda drawn: float(right[drawn, 1].mean()), len(pairs))
    )
