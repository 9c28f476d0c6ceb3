"""One consistent statement from many comparisons of the frames of a series.

The model is Bradley and Terry's (Biometrika 39, 1952): the frame of strength x is preferred to that of strength y with
probability x / (x + y). A comparison with a probability counts as that share of a win, and the rest as a loss.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from fgaesq_core.choice import SURE_ENOUGH, p_better
from train.manifest import Record, SeriesRecord
from train.samples import Pair

PRIOR = 0.1
"""Wins and losses each frame is given against one of middling strength, so that nobody's strength is without end."""

Floats = NDArray[np.float64]

_MOST_STEPS = 200
_CLOSE = 1e-10


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A series as it was calibrated; whether its comparisons had to be fused, and how many pairs were too close."""

    record: SeriesRecord
    fused: bool
    dropped: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Records that can be learnt from, and what became of the others.

    `fused` counts series whose comparisons were repeated or contradictory, `dropped` the pairs that cannot be told
    apart, `emptied` the series that are left out because no pair is left of them, or there never was one.
    """

    records: tuple[Record, ...]
    fused: int
    dropped: int
    emptied: int


def calibrate(records: Iterable[Record], told_apart: float = SURE_ENOUGH) -> Calibration:
    """Calibrate every series; single pictures stay as they are."""
    kept: list[Record] = []
    fused = dropped = emptied = 0
    for record in records:
        if not isinstance(record, SeriesRecord):
            kept.append(record)
            continue
        found = calibrated(record, told_apart)
        fused += found.fused
        dropped += found.dropped
        if found.record.pairs:
            kept.append(found.record)
        else:
            emptied += 1
    return Calibration(tuple(kept), fused, dropped, emptied)


def calibrated(record: SeriesRecord, told_apart: float = SURE_ENOUGH) -> Calibrated:
    """The series with each two frames compared once at most, without those whose probability is below `told_apart`.

    Probabilities stay as they are where nothing is repeated and nothing goes round in a circle; else all of them are
    those of one set of strengths. A sentence stays with the direction for which it was said.
    """
    fused = _is_repeated(record.pairs) or _is_circular(record.pairs, len(record.images))
    pairs = _fused(record.pairs, len(record.images)) if fused else record.pairs
    kept = tuple(pair for pair in pairs if pair.probability >= told_apart)
    return Calibrated(replace(record, pairs=kept), fused, len(pairs) - len(kept))


def strengths(count: int, pairs: Sequence[Pair], prior: float = PRIOR) -> tuple[float, ...]:
    """The natural logarithm of the strength of each of `count` frames, as the pairs say; 0 is middling.

    Each frame has been compared besides with one of strength 1, and has won and lost `prior` times, more than 0. The
    likelihood has one maximum, the fixed point of Hunter's algorithm (Annals of Statistics 32, 2004), which Newton's
    method reaches far sooner.
    """
    won = np.zeros((count, count))
    for pair in pairs:
        won[pair.better, pair.worse] += pair.probability
        won[pair.worse, pair.better] += 1 - pair.probability
    found = np.zeros(count)
    for _ in range(_MOST_STEPS):
        step = _step(found, won, prior)
        furthest = float(np.abs(step).max(initial=0.0))
        found += step / max(1.0, furthest)
        if furthest < _CLOSE:
            break
    return tuple(found.tolist())


def _step(known: Floats, won: Floats, prior: float) -> Floats:
    """Newton's step towards the most likely strengths."""
    met = won + won.T
    beats, beats_middling = expit(known[:, None] - known), expit(known)
    slope = won.sum(1) - (met * beats).sum(1) + prior * (1 - 2 * beats_middling)
    bend = met * beats * (1 - beats)
    own = bend.sum(1) + 2 * prior * beats_middling * (1 - beats_middling)
    return np.linalg.solve(np.diag(own) - bend, slope)


def hang_together(pairs: Iterable[Pair]) -> bool:
    """Whether all frames that are compared at all are so with each other, if only by way of others."""
    edges = np.array([(pair.better, pair.worse) for pair in pairs])
    if not edges.size:
        return False
    _, numbered = np.unique(edges, return_inverse=True)
    parts, _ = connected_components(_graph(numbered.reshape(edges.shape)), directed=False)
    return bool(parts == 1)


def _is_repeated(pairs: Sequence[Pair]) -> bool:
    return len({frozenset((pair.better, pair.worse)) for pair in pairs}) < len(pairs)


def _is_circular(pairs: Sequence[Pair], count: int) -> bool:
    """Whether some frame is better than itself by way of others: then frames share a strongly connected part."""
    if not pairs:
        return False
    edges = np.array([(pair.better, pair.worse) for pair in pairs] + [(count - 1, count - 1)])
    parts, _ = connected_components(_graph(edges), directed=True, connection="strong")
    return bool(parts < count)


def _graph(edges: NDArray[np.intp]) -> Floats:
    linked = np.zeros((edges.max() + 1,) * 2)
    linked[edges[:, 0], edges[:, 1]] = 1
    return linked


def _fused(pairs: Sequence[Pair], count: int) -> list[Pair]:
    known = strengths(count, pairs)
    compared = sorted({(min(pair.better, pair.worse), max(pair.better, pair.worse)) for pair in pairs})
    return [_told(one, other, known, pairs) for one, other in compared]


def _told(one: int, other: int, known: Sequence[float], pairs: Sequence[Pair]) -> Pair:
    better, worse = (one, other) if known[one] >= known[other] else (other, one)
    said = [pair for pair in pairs if (pair.better, pair.worse) == (better, worse) and pair.sentence]
    surest = max(said, key=lambda pair: pair.probability, default=None)
    return Pair(better, worse, p_better(known[better], known[worse], 1.0), surest.sentence if surest else "")
