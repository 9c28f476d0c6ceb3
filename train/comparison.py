"""The series on which two judges disagree most: those by which an eye can tell which of them is better.

The idea is that of the maximum differentiation competition (Wang and Simoncelli, Journal of Vision 8(12):8, 2008): of
all that could be shown to people, that on which two models differ most says most about them with the fewest looks.
There stimuli are made for it; here they are chosen among series. Each judge names its best frame of a series. Where
these differ, each judge prefers its own in a comparison of just these two with a probability that follows from `p_best`
(by Luce's choice axiom, leaving out the other frames does not change the odds). The disagreement is the product of both
probabilities: 1/4 if neither is sure, 1 if both are certain of the opposite.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fgaesq_core.ranking import Ranking
from train.evaluation import Unjudged
from train.judging import Judge, Report, judged, unheard
from train.manifest import SeriesRecord


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A series, what both judges say of it, and how much they disagree, 0.25 to 1."""

    record: SeriesRecord
    first: Ranking
    second: Ranking
    degree: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The greatest disagreements of two judges, on how many series of all they name different frames, and failures."""

    judges: tuple[str, str]
    greatest: tuple[Disagreement, ...]
    different: int
    series: int
    unjudged: tuple[Unjudged, ...]


def compare(
    first: Judge, second: Judge, records: Sequence[SeriesRecord], most: int = 20, report: Report = unheard
) -> Comparison:
    """The series, at most so many, on which two judges disagree most, the greatest disagreement first.

    Pairs are not asked for: that is what the looking is for.
    """
    files = [record.images for record in records]
    told = zip(records, judged(first, files, report), judged(second, files, report), strict=True)
    found: list[Disagreement] = []
    unjudged: list[Unjudged] = []
    for record, one, other in told:
        if isinstance(one, str) or isinstance(other, str):
            unjudged.append(Unjudged(record.id, one if isinstance(one, str) else str(other)))
        elif one.best != other.best:
            found.append(Disagreement(record, one, other, disagreement(one, other)))
    found.sort(key=lambda each: (-each.degree, each.record.id))
    judges = (first.name, second.name)
    return Comparison(judges, tuple(found[:most]), len(found), len(records) - len(unjudged), tuple(unjudged))


def disagreement(one: Ranking, other: Ranking) -> float:
    """How sure two judges are of the opposite, 0.25 to 1; 0 if they name the same frame."""
    if one.best == other.best:
        return 0.0
    return _preference(one, one.best, other.best) * _preference(other, other.best, one.best)


def _preference(ranking: Ranking, frame: int, against: int) -> float:
    both = ranking.p_best[frame] + ranking.p_best[against]
    return ranking.p_best[frame] / both if both > 0 else 0.5
