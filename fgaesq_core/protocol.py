"""What a protocol is: which rows the network is asked about for a series, and what its answers come to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Protocol as Interface
from typing import TypeVar

from PIL import Image

from fgaesq_core.cells import Floats
from fgaesq_core.tokens import Tokens


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Rows to be scored, and the frames that collect the score; a frame named twice collects it twice.

    `difference` is the map, shape (height / 8, width / 8) of the working size and 0 to 1, that says how far the frame
    differs from the rest of its series; only a protocol that lays frames over each other has one.
    """

    frames: tuple[int, ...]
    tokens: Tokens
    difference: Floats | None = None


Kept = TypeVar("Kept")


def means(collected: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """The mean of what each frame collected, to the last bit the same in whatever order that came."""
    return tuple(fmean(own) for own in collected)


class Protocol(Interface[Kept]):
    """A way to compare the frames of one series."""

    def kept(self, picture: Image.Image) -> Kept:
        """What is kept of an RGB picture until all frames of its series are there; safe in any thread."""

    def questions(self, frames: Iterable[Kept]) -> Iterator[Question]:
        """What to ask about the n >= 1 frames of a series; every frame collects at least one score.

        Whatever `frames` raises passes through; PictureError for frames that cannot be scored at all.
        """

    def adjusted(self, collected: Sequence[Sequence[float]]) -> tuple[float, ...]:
        """The scores that rank, from those that each frame collected."""
