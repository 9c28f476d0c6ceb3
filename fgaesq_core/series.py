"""The protocol of one pass a frame: each is kept sharp where it differs from the rest of its series."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from PIL import Image

from fgaesq_core.cells import Floats
from fgaesq_core.craft import compared
from fgaesq_core.divergence import by_cell, from_rest, registered
from fgaesq_core.lineup import Group, Reduced, groups, reduced
from fgaesq_core.protocol import Question, means
from fgaesq_core.registration import Motion
from fgaesq_core.sheet import Sheet, room, sharpest
from fgaesq_core.spool import Spool
from fgaesq_core.tokens import Tokeniser

LONGEST = 1024
"""The long side, in pixels, beyond which a picture need not be decoded."""


class SeriesProtocol:
    """The default; its cost is linear in the number of frames, and equal frames get equal scores.

    A frame that is alone, or the only one of its shape, is kept sharp where shrinking would lose most.
    """

    def __init__(self, tokeniser: Tokeniser) -> None:
        self._tokeniser = tokeniser
        self._cells, self._fine = room(tokeniser.rows)

    def kept(self, picture: Image.Image) -> Reduced:
        """The picture at the working size of its shape."""
        return reduced(picture, self._cells, measured=self._tokeniser.measured)

    def questions(self, frames: Iterable[Reduced]) -> Iterator[Question]:
        """One question for each different frame; its difference is the map the sharp cells were chosen by."""
        with closing(Spool()) as spool:
            for group in groups(frames, spool, self._cells):
                found = registered(group.frames)
                measures = _measures(group, found.moves)
                maps = from_rest(group.frames, found.moves, found.views)
                for pixels, owners, difference, own in zip(group.frames, group.owners, maps, measures, strict=True):
                    fine = sharpest(by_cell(difference), pixels, self._fine)
                    tokens = Sheet(pixels, self._tokeniser).tokens(fine)
                    yield Question(owners, replace(tokens, measures=own), difference)

    def adjusted(self, collected: Sequence[Sequence[float]]) -> tuple[float, ...]:
        """The one score of each frame."""
        return means(collected)


def _measures(group: Group, moves: Sequence[Motion]) -> Sequence[Floats | None]:
    """The measures of the frames of a group, or None for each where nobody looked at them."""
    if not group.looks:
        return [None] * len(group.owners)
    height, width = group.frames[0].shape[:2]
    return compared(group.looks, moves, (width, height))
