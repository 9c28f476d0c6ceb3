"""How sure a model may be: the scale under which its scores say as often as not what is true."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import expit

Numbers = NDArray[np.float64]

_FARTHEST = np.log(30)


def likeliest_scale(gaps: Numbers, wanted: Numbers, weights: Numbers, usual: float, doubt: float = 0.0) -> float:
    """The difference in score with odds of e to 1 under which n preferences are likeliest.

    `gaps` (n,) are differences in score that the model gives pairs, `wanted` (n,) the probabilities with which the
    first was preferred, `weights` (n,) how much each pair counts. With `doubt`, 0 to 1, so large a share of preferences
    is taken as drawn by lot. The answer lies within a factor of 30 of the `usual` scale. One number is fitted and no
    order changes (Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017).
    """

    def unlikely(logarithm: float) -> float:
        sure = doubt / 2 + (1 - doubt) * expit(gaps / (usual * np.exp(logarithm)))
        chances = np.clip(sure, 1e-9, 1 - 1e-9)
        return float(-(weights * (wanted * np.log(chances) + (1 - wanted) * np.log(1 - chances))).sum())

    return float(usual * np.exp(minimize_scalar(unlikely, bounds=(-_FARTHEST, _FARTHEST), method="bounded").x))
