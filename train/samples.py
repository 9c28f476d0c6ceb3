"""What the trainer learns from, one series or one picture at a time."""

from dataclasses import dataclass
from typing import Protocol

from PIL import Image


@dataclass(frozen=True, slots=True)
class Pair:
    """Two frames of a series by their index: the first was preferred with a probability of 0.5 to 1.

    The sentence, which may be empty, says in what the better one is better.
    """

    better: int
    worse: int
    probability: float
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class FineSample:
    """The RGB frames of one series, and what is known of pairs of them.

    `severities` (frames, kinds) are those of known faults, 0 to 1, where somebody made them; else it is empty.
    """

    pictures: tuple[Image.Image, ...]
    pairs: tuple[Pair, ...]
    severities: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class CoarseSample:
    """One RGB picture, and the shares of its judges who gave the scores 1 to 10."""

    picture: Image.Image
    distribution: tuple[float, ...]


class FineSource(Protocol):
    """Series to learn from; the same number and epoch give the same sample in every process."""

    def __len__(self) -> int:
        """How many series there are."""

    def sample(self, number: int, epoch: int) -> FineSample:
        """One series; raises SampleError for one that cannot be used."""


class CoarseSource(Protocol):
    """Single pictures to learn from; the same number gives the same sample in every process."""

    def __len__(self) -> int:
        """How many pictures there are."""

    def sample(self, number: int) -> CoarseSample:
        """One picture; raises SampleError for one that cannot be used."""


class SampleError(Exception):
    """A picture that was to be learnt from cannot be read; the text names it and says why."""
