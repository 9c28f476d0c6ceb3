"""The protocol of the published inference code: every pair of a series is compared, seeded by its names."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import md5
from itertools import tee
from random import Random
from statistics import fmean

from PIL import Image

from fgaesq_core.alignment import aligned, limited
from fgaesq_core.cells import unit
from fgaesq_core.difference import differences
from fgaesq_core.errors import PictureError
from fgaesq_core.names import Names
from fgaesq_core.tokens import Tokeniser, Tokens

Scores = Callable[[Iterable[Tokens]], Iterator[float]]
"""Scores of sequences in their order, such as `Inference.scores`."""

_SMALLEST_ADJUSTED = 4
_OWN_SHARE = {1: 0.3, 2: 0.7}
_MOST_OWN_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class SeriesScores:
    """Scores of a series in frame order: `raw` are those each frame collected, `adjusted` the ones that rank."""

    raw: tuple[tuple[float, ...], ...]
    adjusted: tuple[float, ...]


def series(tokeniser: Tokeniser, scores: Scores, pictures: Sequence[Image.Image], names: Names) -> SeriesScores:
    """Score n >= 1 RGB pictures by all pairs, n * (n - 1) passes; a picture without a pair is scored alone.

    A pair whose shapes cannot be compared is left out. Raises PictureError for a picture too narrow to be scored.
    """
    small = [limited(picture) for picture in pictures]
    collected: list[list[float]] = [[] for _ in small]
    asked, given = tee(_sequences(tokeniser, small, names))
    for (index, _), answer in zip(asked, scores(rows for _, rows in given), strict=True):
        collected[index].append(answer)
    for picture, own in zip(small, collected, strict=True):
        if not own:
            own.extend(scores([single(tokeniser, picture, Random(0))]))
    return SeriesScores(tuple(map(tuple, collected)), adjusted(collected))


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
    means = [fmean(own) for own in collected]
    if len(means) < _SMALLEST_ADJUSTED:
        return tuple(means)
    everything = fmean(score for own in collected for score in own)
    shares = [_OWN_SHARE.get(len(own), _MOST_OWN_SHARE) for own in collected]
    return tuple(share * mean + (1 - share) * everything for share, mean in zip(shares, means, strict=True))


def _sequences(tokeniser: Tokeniser, pictures: Sequence[Image.Image], names: Names) -> Iterator[tuple[int, Tokens]]:
    """Index and rows of both frames of each pair that can be compared."""
    for one, other, pair_id in names.pairs():
        try:
            ours, theirs = pair(tokeniser, pictures[one], pictures[other], pair_id)
        except PictureError:
            continue
        yield one, ours
        yield other, theirs
