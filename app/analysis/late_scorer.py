"""A model that is loaded when it is first asked about a picture.

Loading a network takes seconds, and a folder that was ranked before needs none of it.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.analysis.models import Ranking, Scorer
from app.errors import AppError
from fgaesq_core import Frame
from fgaesq_core.names import Names
from fgaesq_core.ranking import SeriesScores


class UnusableModelError(AppError):
    """The model in use cannot be loaded."""


class LateScorer:
    """The scorer that `load` gives; until that is called it goes by the id that its scores were kept under last.

    Should the id prove to be another, as on a device of other precision, what is scored from then on is kept under
    that. Whatever needs the model raises UnusableModelError if it cannot be loaded.
    """

    def __init__(self, name: str, last_id: str, load: Callable[[], Scorer]) -> None:
        self.name = name
        self._id, self._load = last_id, load

    @property
    def id(self) -> str:
        """The scorer's id, or the last one as long as it has not been loaded."""
        return self._id

    @property
    def protocols(self) -> tuple[str, ...]:
        """The scorer's protocols."""
        return self._scorer.protocols

    @property
    def longest(self) -> int:
        """The long side beyond which pictures need not be decoded."""
        return self._scorer.longest

    def rank(self, frames: Sequence[Frame], protocol: str = "series", *, maps: bool = False) -> Ranking:
        """Rank one series."""
        return self._scorer.rank(frames, protocol, maps=maps)

    def rank_all(
        self, series: Iterable[Sequence[Frame]], protocol: str = "series", *, maps: bool = False
    ) -> Generator[Ranking | Exception]:
        """Rank many series."""
        return self._scorer.rank_all(series, protocol, maps=maps)

    def rate(
        self, frames: Sequence[Frame], protocol: str = "series", *, names: Names | None = None, seed: int = 0
    ) -> SeriesScores:
        """Every score that each frame of one series collects."""
        return self._scorer.rate(frames, protocol, names=names, seed=seed)

    def ranking(self, scores: SeriesScores) -> Ranking:
        """The ranking that follows from scores."""
        return self._scorer.ranking(scores)

    def score(self, picture: Frame) -> float:
        """Score of one picture on its own."""
        return self._scorer.score(picture)

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        """Unit rows that say how alike pictures look."""
        return self._scorer.embed(pictures)

    @cached_property
    def _scorer(self) -> Scorer:
        try:
            scorer = self._load()
        except AppError as error:
            raise UnusableModelError(error.sentence, error.detail) from error
        self._id = scorer.id
        return scorer
