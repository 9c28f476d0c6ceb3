"""Judges whose answers are known."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from fgaesq_core.choice import choose
from fgaesq_core.errors import PictureError
from fgaesq_core.frames import Frame, picture
from fgaesq_core.ranking import Ranking


@dataclass(frozen=True, slots=True)
class ByBrightness:
    """Finds brighter frames better, or darker ones with a negative weight; refuses what is wholly white."""

    name: str = "brightness"
    weight: float = 1.0
    longest: int = 64

    def rank_all(self, series: Iterable[Sequence[Frame]]) -> Generator[Ranking | Exception]:
        for frames in series:
            try:
                yield choose([self._score(frame) for frame in frames], 10.0)
            except Exception as error:  # noqa: BLE001 - as real scorers do
                yield error

    def _score(self, frame: Frame) -> float:
        light = float(np.asarray(picture(frame)).mean())
        if light == 255:
            raise PictureError("The picture is white.")
        return self.weight * light


@dataclass(frozen=True, slots=True)
class Told:
    """Answers what it was told, whatever it is asked."""

    name: str
    answers: tuple[Ranking | Exception, ...]
    longest: int = 64

    def rank_all(self, series: Iterable[Sequence[Frame]]) -> Generator[Ranking | Exception]:
        yield from self.answers
