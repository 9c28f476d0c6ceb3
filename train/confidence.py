"""How sure a model may be: the scale under which its scores say as often as not what is true."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax

Numbers = NDArray[np.float64]

_FARTHEST = np.log(30)


def likeliest_scale(gaps: Numbers, wanted: Numbers, weights: Numbers, usual: float, doubt: float = 0.0) -> float:
    """The difference in score with odds of e to 1 under which n preferences are likeliest.

    `gaps` (n,) are differences in score that the model gives pairs, `wanted` (n,) the probabilities with which the
    first was preferred, `weights` (n,) how much each pair counts. With `doubt`, 0 to 1, so large a share of preferences
    is taken as drawn by lot. The answer lies within a factor of 30 of the `usual` scale. One number is fitted and no
    order changes (Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017).
    """

    def unlikely(scale: float) -> float:
        sure = doubt / 2 + (1 - doubt) * expit(gaps / scale)
        chances = np.clip(sure, 1e-9, 1 - 1e-9)
        return float(-(weights * (wanted * np.log(chances) + (1 - wanted) * np.log(1 - chances))).sum())

    return _least_unlikely(unlikely, usual)


def likeliest_scale_of_best(scores: Sequence[Numbers], chances: Sequence[Numbers], usual: float) -> float:
    """The scale under which it is likeliest that the best frames of series are those they are.

    `scores` (n,) of each series are the model's, `chances` (n,) the true probabilities of each of its frames to be the
    best. By `fgaesq_core.choice` a frame's chance is its share of exp(score / scale). As above for the rest.
    """

    def unlikely(scale: float) -> float:
        return float(-sum((true * log_softmax(own / scale)).sum() for own, true in zip(scores, chances, strict=True)))

    return _least_unlikely(unlikely, usual)


def _least_unlikely(unlikely: Callable[[float], float], usual: float) -> float:
    found = minimize_scalar(lambda log: unlikely(usual * np.exp(log)), bounds=(-_FARTHEST, _FARTHEST), method="bounded")
    return float(usual * np.exp(found.x))
