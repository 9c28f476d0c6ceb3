"""The figures by which judges of pictures are compared; see section 4 of the method's description for their names.

Equal scores say nothing of which frame is better: they count half for either side, and a place that several frames
share counts in equal parts. So a judge that gives every frame the same score reaches exactly what chance reaches.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from train.samples import Pair

Floats = NDArray[np.float64]

CALIBRATION_BINS = 15


def confusion(scores: Sequence[float], pairs: Iterable[Pair]) -> Floats:
    """Pairs by what is true (row) and what the scores say (column): 0 if the earlier frame is better, else 1."""
    counts = np.zeros((2, 2))
    for pair in pairs:
        truth = int(pair.better > pair.worse)
        gap = scores[pair.better] - scores[pair.worse]
        right = 0.5 if gap == 0 else float(gap > 0)
        counts[truth, truth] += right
        counts[truth, 1 - truth] += 1 - right
    return counts


def accuracy(counts: Floats) -> float:
    """Share of pairs that were told rightly, for counts of `confusion` that are not all 0."""
    return float(np.trace(counts) / counts.sum())


def macro_f1(counts: Floats) -> float:
    """Mean of the F1 of both outcomes of a pair; an outcome that neither occurs nor was said is left out."""
    right, said, true = np.diag(counts), counts.sum(0), counts.sum(1)
    occurs = said + true > 0
    return float((2 * right[occurs] / (said + true)[occurs]).mean())


def top_share(scores: Sequence[float], best: Iterable[int]) -> float:
    """1 if the frame with the highest score is among the best ones; if several share that score, the share of them."""
    top = max(scores)
    first = {index for index, score in enumerate(scores) if score == top}
    return len(first & set(best)) / len(first)


def rank_correlation(first: ArrayLike, second: ArrayLike) -> float:
    """Spearman's correlation of two rows of numbers, -1 to 1; 0 where one of them is all the same."""
    return linear_correlation(rankdata(first), rankdata(second))


def linear_correlation(first: ArrayLike, second: ArrayLike) -> float:
    """Pearson's correlation of two rows of numbers, -1 to 1; 0 where one of them is all the same."""
    one, other = (_centred(np.asarray(values, np.float64)) for values in (first, second))
    lengths = float(np.sqrt((one @ one) * (other @ other)))
    return float(np.clip(one @ other / lengths, -1, 1)) if lengths > 0 else 0.0


def calibration_error(confidences: ArrayLike, hits: ArrayLike, bins: int = CALIBRATION_BINS) -> float:
    """How far, on average, the share of right answers is from the probability with which they were given.

    Expected calibration error over bins of equal width (Guo et al., ICML 2017), for one answer or more.
    """
    sure, right = np.asarray(confidences, np.float64), np.asarray(hits, np.float64)
    numbers = np.clip(np.ceil(sure * bins).astype(int) - 1, 0, bins - 1)
    gaps = np.bincount(numbers, sure - right, bins)
    return float(np.abs(gaps).sum() / sure.size)


def _centred(values: Floats) -> Floats:
    return np.zeros_like(values) if np.ptp(values) == 0 else values - values.mean()
