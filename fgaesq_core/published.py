"""The protocol of the published inference code: every pair of a series is compared, seeded by its names."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import md5
from random import Random
from statistics import fmean

from PIL import Image

from fgaesq_core.alignment import aligned, limited
from fgaesq_core.cells import unit
from fgaesq_core.difference import differences
from fgaesq_core.errors import PictureError
from fgaesq_core.names import Names
from fgaesq_core.protocol import Question, means
from fgaesq_core.tokens import Tokeniser, Tokens

_SMALLEST_ADJUSTED = 4
_OWN_SHARE = {1: 0.3, 2: 0.7}
_MOST_OWN_SHARE = 0.9


class PublishedProtocol:
    """The published comparison of all pairs, n * (n - 1) passes; the draws hang on the names of the frames.

    A pair whose shapes cannot be compared is left out, and a frame without any pair is scored on its own. Without names
    the frames count from one in a series called 1.
    """

    def __init__(self, tokeniser: Tokeniser, names: Names | None = None) -> None:
        self._tokeniser = tokeniser
        self._names = names

    def kept(self, picture: Image.Image) -> Image.Image:
        """The picture with its longer side at most 2048 pixels."""
        return limited(picture)

    def questions(self, frames: Iterable[Image.Image]) -> Iterator[Question]:
        """Both questions of each pair in the published order; PictureError for a frame too narrow to be scored."""
        pictures = list(frames)
        names = self._names or Names("1", tuple(range(1, len(pictures) + 1)))
        missing = set(range(len(pictures)))
        for one, other, pair_id in names.pairs():
            try:
                ours, theirs = pair(self._tokeniser, pictures[one], pictures[other], pair_id)
            except PictureError:
                continue
            missing -= {one, other}
            yield Question((one,), ours)
            yield Question((other,), theirs)
        for index in sorted(missing):
            yield Question((index,), single(self._tokeniser, pictures[index], Random(0)))

    def adjusted(self, collected: Sequence[Sequence[float]]) -> tuple[float, ...]:
        """Each frame's mean, drawn to the mean of a series of four or more the further the fewer scores it has."""
        return adjusted(collected)


class SingleProtocol:
    """The published way to score a picture that is compared with none; its draws are seeded anew for each."""

    def __init__(self, tokeniser: Tokeniser, seed: int = 0) -> None:
        self._tokeniser = tokeniser
        self._seed = seed

    def kept(self, picture: Image.Image) -> Image.Image:
        """The picture with its longer side at most 2048 pixels."""
        return limited(picture)

    def questions(self, frames: Iterable[Image.Image]) -> Iterator[Question]:
        """One question for each picture; PictureError for one too narrow to be scored."""
        for index, picture in enumerate(frames):
            yield Question((index,), single(self._tokeniser, picture, Random(self._seed)))

    def adjusted(self, collected: Sequence[Sequence[float]]) -> tuple[float, ...]:
        """The one score of each picture."""
        return means(collected)


def pair(tokeniser: Tokeniser, first: Image.Image, second: Image.Image, pair_id: str) -> tuple[Tokens, Tokens]:
    """Rows of two RGB pictures that show where they differ; the same pair_id makes the same rows.

    Raises PictureError for pictures whose shapes cannot be compared.
    """
    random = Random(seed(pair_id))
    ours, theirs = (unit(image) for image in aligned(first, second, tokeniser.rows, random))
    ours_differ, theirs_differ = differences(ours, theirs)
    rows = tokeniser.compared(ours, ours_differ, random)
    return rows, tokeniser.compared(theirs, theirs_differ, random)


def single(tokeniser: Tokeniser, picture: Image.Image, random: Random) -> Tokens:
    """Rows of one RGB picture by itself; raises PictureError for one too narrow."""
    return tokeniser.alone(unit(picture), random)


def seed(pair_id: str) -> int:
    """What seeds the draws of a pair."""
    return int(md5(pair_id.encode(), usedforsecurity=False).hexdigest(), 16) % 10000


def adjusted(collected: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Each frame's mean score, drawn to the mean of a series of four or more the further the fewer scores it has."""
    own_means = means(collected)
    if len(own_means) < _SMALLEST_ADJUSTED:
        return own_means
    everything = fmean(score for own in collected for score in own)
    shares = [_OWN_SHARE.get(len(own), _MOST_OWN_SHARE) for own in collected]
    return tuple(share * mean + (1 - share) * everything for share, mean in zip(shares, own_means, strict=True))
