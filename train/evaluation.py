"""How well judges agree with what is known of series and of single pictures, each beside the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.ranking import Ranking
from fgaesq_core.technical import TechnicalScorer
from train import metrics
from train.baselines import RULES
from train.bootstrap import ROUNDS, Drawn, Figure, figure
from train.judging import Judge, Report, judged, unheard
from train.manifest import Record, SeriesRecord, SingleRecord
from train.standing import Standing, standing

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Results:
    """The figures of one judge; None where there was nothing to find them on.

    `series_accuracy` and `series_srcc` are s-Acc and s-SRCC; `calibration` is the calibration error of `p_best`, of
    which less is better; `picture_srcc` and `picture_plcc` are correlations with the mean scores of single pictures.
    """

    judge: str
    pair_accuracy: Figure | None
    pair_f1: Figure | None
    series_accuracy: Figure | None
    series_srcc: Figure | None
    calibration: Figure | None
    picture_srcc: Figure | None
    picture_plcc: Figure | None


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A series or picture that one judge at least could not judge, so that none is judged by it, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found, and on how much: `ordered` counts the series whose pairs order all frames that they name."""

    results: tuple[Results, ...]
    series: int
    pairs: int
    ordered: int
    pictures: int
    unjudged: tuple[Unjudged, ...]
    seed: int
    rounds: int


def with_baselines(judges: Iterable[Judge]) -> tuple[Judge, ...]:
    """The judges, then the scorer `technical` and all rules that need no training."""
    return (*judges, TechnicalScorer(), *RULES)


def evaluate(
    judges: Sequence[Judge],
    records: Iterable[Record],
    seed: int = 0,
    rounds: int = ROUNDS,
    report: Report = unheard,
) -> Evaluation:
    """Judge all records by every judge, on those that all of them can judge; series without pairs are passed over.

    Repeated or contradictory pairs count as they stand, so series had better be calibrated before.
    """
    known = [record for record in records if isinstance(record, SingleRecord) or record.pairs]
    files = [record.images if isinstance(record, SeriesRecord) else (record.image,) for record in known]
    told = [judged(judge, files, report) for judge in judges]
    failed = _failed(told)
    left = [number for number in range(len(known)) if number not in failed]
    cases = _Cases([known[number] for number in left])
    rankings = [[one for number in left if isinstance(one := answers[number], Ranking)] for answers in told]
    results = tuple(cases.results(judge.name, said, seed, rounds) for judge, said in zip(judges, rankings, strict=True))
    unjudged = tuple(Unjudged(_name(known[number]), reason) for number, reason in sorted(failed.items()))
    return Evaluation(results, *cases.numbers(), unjudged, seed, rounds)


def _failed(told: Iterable[Sequence[Ranking | str]]) -> Mapping[int, str]:
    return {number: one for answers in told for number, one in enumerate(answers) if isinstance(one, str)}


def _name(record: Record) -> str:
    return record.id if isinstance(record, SeriesRecord) else str(record.image)


class _Cases:
    """What all judges are held to: records, and of series also what follows from their pairs."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = tuple(records)
        self._standings = [standing(one) if isinstance(one, SeriesRecord) else None for one in records]
        self._means = np.array([one.mean for one in records if isinstance(one, SingleRecord)])

    def numbers(self) -> tuple[int, int, int, int]:
        """How many series, pairs, series in order, and single pictures there are."""
        series = [record for record in self._records if isinstance(record, SeriesRecord)]
        ordered = sum(one is not None for one in self._standings)
        return len(series), sum(len(record.pairs) for record in series), ordered, len(self._means)

    def results(self, judge: str, rankings: Sequence[Ranking], seed: int, rounds: int) -> Results:
        """The figures of the judge that gave these rankings of the records."""
        said = list(zip(self._records, self._standings, rankings, strict=True))
        counts = [metrics.confusion(r.scores, one.pairs) for one, _, r in said if isinstance(one, SeriesRecord)]
        rows = [_row(truth, ranking) for _, truth, ranking in said if truth is not None]
        scores = np.array([r.scores[0] for one, _, r in said if isinstance(one, SingleRecord)])
        pairs = _of_pairs(np.array(counts), seed, rounds) if counts else (None, None)
        series = _of_series(np.array(rows), seed, rounds) if rows else (None, None, None)
        pictures = _of_pictures(scores, self._means, seed, rounds) if scores.size else (None, None)
        return Results(judge, *pairs, *series, *pictures)


def _row(truth: Standing, ranking: Ranking) -> tuple[float, float, float]:
    """Of frames that were compared: whether the first is a best one, the order's correlation, how sure the first is.

    By Luce's choice axiom, probabilities among fewer frames have the odds they had among all.
    """
    place = {frame: index for index, frame in enumerate(truth.frames)}
    scores = [ranking.scores[frame] for frame in truth.frames]
    chances = [ranking.p_best[frame] for frame in truth.frames]
    total = sum(chances)
    confidence = max(chances) / total if total > 0 else 1 / len(chances)
    top = metrics.top_share(scores, [place[frame] for frame in truth.best])
    return top, metrics.rank_correlation(scores, truth.strengths), confidence


def _of_pairs(counts: Floats, seed: int, rounds: int) -> tuple[Figure, Figure]:
    def drawn(statistic: Callable[[Floats], float]) -> Figure:
        return figure(lambda cases: statistic(counts[cases].sum(0)), len(counts), seed, rounds)

    return drawn(metrics.accuracy), drawn(metrics.macro_f1)


def _of_series(rows: Floats, seed: int, rounds: int) -> tuple[Figure, Figure, Figure]:
    top, srcc, confidence = rows.T

    def error(cases: Drawn) -> float:
        return metrics.calibration_error(confidence[cases], top[cases])

    return (
        figure(lambda cases: float(top[cases].mean()), len(rows), seed, rounds),
        figure(lambda cases: float(srcc[cases].mean()), len(rows), seed, rounds),
        figure(error, len(rows), seed, rounds),
    )


def _of_pictures(scores: Floats, means: Floats, seed: int, rounds: int) -> tuple[Figure, Figure]:
    def drawn(statistic: Callable[[Floats, Floats], float]) -> Figure:
        return figure(lambda cases: statistic(scores[cases], means[cases]), len(scores), seed, rounds)

    return drawn(metrics.rank_correlation), drawn(metrics.linear_correlation)
