"""The protocol of the published pairs made sound: nothing drawn by lot, nothing dropped, each place with its like."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import combinations

import numpy as np
from PIL import Image

from fgaesq_core.cells import CELL, Floats
from fgaesq_core.divergence import between, by_cell, motions
from fgaesq_core.lineup import Group, Reduced, groups, reduced
from fgaesq_core.protocol import Question, means
from fgaesq_core.registration import Motion
from fgaesq_core.sheet import Sheet, room, sharpest
from fgaesq_core.spool import Spool
from fgaesq_core.tokens import Tokeniser


class PairsProtocol:
    """Every frame is compared with every other, n * (n - 1) passes, both kept sharp where the two differ.

    Each frame collects n - 1 scores and is ranked by their mean. Beside an equal frame, or one of another shape, it is
    kept sharp where shrinking would lose most; a frame of its own series of one collects the one score of that.
    """

    def __init__(self, tokeniser: Tokeniser) -> None:
        self._tokeniser = tokeniser
        self._cells, self._fine = room(tokeniser.rows)

    def kept(self, picture: Image.Image) -> Reduced:
        """The picture at the working size of its shape."""
        return reduced(picture, self._cells)

    def questions(self, frames: Iterable[Reduced]) -> Iterator[Question]:
        """Two questions for each pair of different frames, one for each frame beside those it cannot differ from."""
        with closing(Spool()) as spool:
            found = groups(frames, spool, self._cells)
            total = sum(len(owners) for group in found for owners in group.owners)
            for group in found:
                moves = motions(group.frames)
                sheets = [Sheet(pixels, self._tokeniser) for pixels in group.frames]
                yield from self._alone(group, sheets, total)
                for one, other in combinations(range(len(sheets)), 2):
                    yield from self._pair(group, sheets, moves, (one, other))

    def adjusted(self, collected: Sequence[Sequence[float]]) -> tuple[float, ...]:
        """The mean of what each frame collected."""
        return means(collected)

    def _alone(self, group: Group, sheets: Sequence[Sheet], total: int) -> Iterator[Question]:
        same_shape = sum(len(owners) for owners in group.owners)
        for pixels, sheet, owners in zip(group.frames, sheets, group.owners, strict=True):
            times = len(owners) - 1 + total - same_shape
            if times or total == 1:
                nowhere = np.zeros((pixels.shape[0] // CELL, pixels.shape[1] // CELL), np.float32)
                yield Question(owners * max(times, 1), sheet.tokens(sharpest(nowhere, pixels, self._fine)))

    def _pair(
        self, group: Group, sheets: Sequence[Sheet], moves: Sequence[Motion], pair: tuple[int, int]
    ) -> Iterator[Question]:
        one, other = pair
        pixels = group.frames[one], group.frames[other]
        maps: tuple[Floats, Floats] = between(*pixels, (moves[one], moves[other]))
        for own, difference, index, beside in zip(pixels, maps, pair, (other, one), strict=True):
            fine = sharpest(by_cell(difference), own, self._fine)
            yield Question(group.owners[index] * len(group.owners[beside]), sheets[index].tokens(fine))
