"""Judges that need no training, beside which a trained one has to show what it is worth."""

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fgaesq_core.ahead import in_threads
from fgaesq_core.frames import Frame, picture
from fgaesq_core.ranking import Ranking
from fgaesq_core.technical.exposure import exposure
from train.pictures import LONGEST

Scores = Callable[[Sequence[Frame]], Sequence[float]]
"""A score for each frame of a series; only their order counts."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A rule as a judge; it is as sure of what it finds the best as a rule is, and divides that between equal ones."""

    name: str
    scores: Scores
    longest: int = LONGEST

    def rank_all(self, series: Iterable[Sequence[Frame]]) -> Generator[Ranking | Exception]:
        """Rank as many series at a time as there are processors."""
        with closing(in_threads(self._tried, series, os.cpu_count() or 1)) as results:
            yield from results

    def _tried(self, frames: Sequence[Frame]) -> Ranking | Exception:
        try:
            return decided(self.scores(frames))
        except Exception as error:  # noqa: BLE001 - whatever a frame's decoder raises belongs to its series alone
            return error


def decided(scores: Sequence[float]) -> Ranking:
    """The ranking of a rule that knows no doubt."""
    top = max(scores)
    first = [score == top for score in scores]
    chances = tuple(is_first / sum(first) for is_first in first)
    margin = 1.0 if sum(first) == 1 else 0.5
    return Ranking(tuple(scores), chances, margin, margin < 1)


def equal(frames: Sequence[Frame]) -> tuple[float, ...]:
    """No preference: the figures are exactly what drawing lots gives in the long run."""
    return (0.0,) * len(frames)


def near_the_middle(frames: Sequence[Frame]) -> tuple[float, ...]:
    """The nearer to the middle of the series, the better."""
    return tuple(-abs(index - (len(frames) - 1) / 2) for index in range(len(frames)))


def laplacian_variance(frames: Sequence[Frame]) -> tuple[float, ...]:
    """Sharpness by the variance of the Laplacian (Pech-Pacheco et al., ICPR 2000)."""
    return tuple(float(ndimage.laplace(_grey(frame)).var()) for frame in frames)


def tenengrad(frames: Sequence[Frame]) -> tuple[float, ...]:
    """Sharpness by the mean squared gradient (Tenenbaum, thesis, Stanford 1970; Krotkov, IJCV 1, 1988)."""
    return tuple(_steepness(_grey(frame)) for frame in frames)


def well_exposed(frames: Sequence[Frame]) -> tuple[float, ...]:
    """Near middle grey, and each tenth of the picture that is clipped or black as bad as a stop beside it."""
    found = (exposure(picture(frame)) for frame in frames)
    return tuple(-abs(one.mean) - 10 * (one.highlights + one.shadows) for one in found)


RULES: tuple[Baseline, ...] = (
    Baseline("chance", equal),
    Baseline("middle frame", near_the_middle),
    Baseline("sharpest frame", laplacian_variance),
    Baseline("sharpest frame (Tenengrad)", tenengrad),
    Baseline("best exposed frame", well_exposed),
)
"""All rules; beside them belongs the scorer "technical" of `fgaesq_core`."""


def _grey(frame: Frame) -> NDArray[np.float32]:
    return np.asarray(picture(frame).convert("L"), np.float32)


def _steepness(grey: NDArray[np.float32]) -> float:
    return float((ndimage.sobel(grey, 0) ** 2 + ndimage.sobel(grey, 1) ** 2).mean())
