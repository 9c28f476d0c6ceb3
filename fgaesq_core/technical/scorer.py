"""From measures to one score between 1 and 10."""

import math
import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.ahead import in_threads
from fgaesq_core.choice import choose
from fgaesq_core.errors import ModelError
from fgaesq_core.frames import Frame, picture
from fgaesq_core.names import Names
from fgaesq_core.ranking import Ranking, SeriesScores
from fgaesq_core.technical.measures import Measures, measure

SCALE = 0.25
"""Difference in score with odds of e to 1, chosen without anybody's judgements.

A defocus of 0.5 pixels costs 0.23 points in the median photo; the scale takes it as seen three times in four.
"""


class TechnicalScorer:
    """Scores measured technical quality; see the package's docstring for what that is and is not."""

    name = "technical"
    id = "technical-1"

    protocols = ("series",)
    longest = 2048

    def rank(self, frames: Sequence[Frame], protocol: str = "series", *, maps: bool = False) -> Ranking:
        """Rank one series; there are no maps of where frames differ."""
        return self.ranking(self.rate(frames, protocol))

    def rank_all(
        self, series: Iterable[Sequence[Frame]], protocol: str = "series", *, maps: bool = False
    ) -> Generator[Ranking | Exception]:
        """Rank as many series at a time as there are processors."""
        _check(protocol)
        with closing(in_threads(self._tried, series, os.cpu_count() or 1)) as results:
            yield from results

    def rate(
        self, frames: Sequence[Frame], protocol: str = "series", *, names: Names | None = None, seed: int = 0
    ) -> SeriesScores:
        """The one score of each frame."""
        _check(protocol)
        scores = tuple(score_of(measures) for measures in measure(frames))
        return SeriesScores(tuple((score,) for score in scores), scores)

    def ranking(self, scores: SeriesScores) -> Ranking:
        """The ranking that follows from scores."""
        return choose(scores.adjusted, SCALE)

    def score(self, picture: Frame) -> float:
        """Score of one picture on its own, between 1 and 10."""
        return self.rank([picture]).scores[0]

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        """Unit rows of `fgaesq_core.appearance`, one for each picture; at most one callable's picture is held."""
        from fgaesq_core.appearance import embed

        rows = [embed([picture(frame)]) for frame in pictures]
        return np.concatenate(rows) if rows else embed([])

    def _tried(self, frames: Sequence[Frame]) -> Ranking | Exception:
        try:
            return self.rank(frames)
        except Exception as error:  # noqa: BLE001 - whatever a caller's decoder raises belongs to its series alone
            return error


def _check(protocol: str) -> None:
    if protocol != "series":
        raise ModelError(f"The technical scorer has no protocol called “{protocol}”; use “series”.")


def score_of(measures: Measures) -> float:
    """Score between 1 and 10: a logistic curve over the sum of what speaks for a frame and what against it."""
    points = (
        1.5 * math.log2(measures.sharpness + 0.02)
        - 0.3 * measures.motion
        - 3.0 * math.sqrt(measures.highlights)
        - 3.0 * math.sqrt(measures.shadows)
        - 0.5 * max(0.0, abs(measures.exposure) - 0.4)
        - 1.5 * max(0.0, min(measures.headroom, 4.0) - 0.2)
        - 0.8 * math.log2(1 + measures.noise / 1.8)
    )
    return 1 + 9 / (1 + math.exp(-0.5 * (points + 5.5)))
