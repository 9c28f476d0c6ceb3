"""How far a judge agrees with a photographer, and how sure that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from train import metrics
from train.bootstrap import Figure, figure
from train.confidence import likeliest_scale
from train.manifest import SeriesRecord
from train.personal.events import Shares
from train.samples import Pair
from train.standing import standing

Floats = NDArray[np.float64]
Scores = Sequence[float]

_ROUNDS = 4000
_PRIOR = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """For each series the share of its pairs in the right order, and whether the judge's best frame is a best one."""

    pairs: Floats
    top1: Floats

    def shares(self) -> Shares:
        """The means over series."""
        return Shares(float(self.pairs.mean()), float(self.top1.mean()))


def agreement(records: Sequence[SeriesRecord], scores: Sequence[Scores]) -> Agreement:
    """The agreement of scores, in frame order, with the pairs of one series or more that all have pairs."""
    both = list(zip(records, scores, strict=True))
    pairs = [pair_share(own, record.pairs) for record, own in both]
    return Agreement(np.array(pairs), np.array([_top(record, own) for record, own in both]))


def pair_share(scores: Scores, pairs: Sequence[Pair]) -> float:
    """The share of pairs, one or more, that scores put into the right order, equal ones counting half."""
    return metrics.accuracy(metrics.confusion(scores, pairs))


def gain(before: Agreement, after: Agreement, seed: int) -> Figure:
    """By how much the agreement in pairs rose, series for series, and its interval over other draws of series."""
    differences = after.pairs - before.pairs
    return figure(lambda drawn: float(differences[drawn].mean()), len(differences), seed, _ROUNDS)


def fitted_scale(records: Sequence[SeriesRecord], scores: Sequence[Scores], usual: float) -> float:
    """The difference in score with odds of e to 1 under which the photographer's choices are likeliest.

    Scores must be those of a model that has not seen the series. It lies within a factor of 30 of the `usual` one; each
    series counts the same, and a little doubt is added to every choice, for nobody is always right.
    """
    known = list(zip(records, scores, strict=True))
    gaps = np.concatenate([_gaps(record.pairs, own) for record, own in known])
    weights = np.concatenate([np.full(len(record.pairs), 1 / len(record.pairs)) for record, _ in known])
    return likeliest_scale(gaps, np.ones(len(gaps)), weights, usual, _PRIOR)


def _gaps(pairs: Iterable[Pair], scores: Scores) -> Floats:
    return np.array([scores[pair.better] - scores[pair.worse] for pair in pairs])


def _top(record: SeriesRecord, scores: Scores) -> float:
    """1 if the first of the frames that were compared is one to which none was preferred, or a share of it."""
    truth = standing(record)
    if truth is None:
        raise ValueError("the marks of a series order all frames that were compared")
    place = {frame: index for index, frame in enumerate(truth.frames)}
    return metrics.top_share([scores[frame] for frame in truth.frames], [place[frame] for frame in truth.best])
