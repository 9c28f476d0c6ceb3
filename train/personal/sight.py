"""Series as the blocks that learn read them: what the frozen part of a network makes of a frame is computed once."""

import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import torch
from PIL import Image
from torch import Tensor

from fgaesq_core.ahead import in_threads
from fgaesq_core.batch import collate
from fgaesq_core.errors import CoreError
from fgaesq_core.network import Network
from fgaesq_core.series import SeriesProtocol
from fgaesq_core.technical import TechnicalScorer
from fgaesq_core.tokens import Tokeniser, Tokens
from train.baselines import equal, laplacian_variance, near_the_middle
from train.importers.library import MarkedSeries
from train.manifest import SeriesRecord
from train.personal.events import Skipped
from train.pictures import opened
from train.samples import SampleError

RIVALS = ("chance", "middle frame", "sharpest frame", "technical")
"""Judges that need no training, in the order of `Seen.rivals`."""

_AT_ONCE = 2


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What the first block that learns reads of a frame: `rows` (n, width) in half precision, and their `bias` (n,).

    `measures` (m,) are there if the network takes any.
    """

    rows: Tensor
    bias: Tensor
    measures: Tensor | None


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A series whose frames could all be read: its different frames, the one that each is, and scores of `RIVALS`."""

    marked: MarkedSeries
    frames: tuple[Rows, ...]
    places: tuple[int, ...]
    rivals: tuple[tuple[float, ...], ...]

    @property
    def record(self) -> SeriesRecord:
        """Its files and pairs."""
        return self.marked.record


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    marked: MarkedSeries
    sequences: tuple[Tokens, ...]
    places: tuple[int, ...]
    rivals: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """A network whose last so many `blocks` learn; without any, only what follows them does."""

    network: Network
    blocks: int

    def seen(self, series: Iterable[MarkedSeries]) -> Generator[tuple[Seen | None, tuple[Skipped, ...]]]:
        """Each series, unless too little of it is left, and its files that cannot be used; others are cut ahead."""
        tokeniser = self.network.tokeniser()
        with closing(in_threads(lambda one: _cut(one, tokeniser), series, os.cpu_count() or 1)) as cut:
            for one, skipped in cut:
                yield (None if one is None else self._entered(one)), skipped

    def _entered(self, one: _Cut) -> Seen:
        starts = range(0, len(one.sequences), _AT_ONCE)
        frames = [rows for at in starts for rows in self._rows(one.sequences[at : at + _AT_ONCE])]
        return Seen(one.marked, tuple(frames), one.places, one.rivals)

    @torch.no_grad()
    def _rows(self, sequences: Sequence[Tokens]) -> list[Rows]:
        batch = collate(sequences)
        layers = self.network.config.layers
        rows = self.network.through(self.network.entered(batch), batch.bias, range(layers - self.blocks))
        bias = rows.new_zeros(rows.shape[:2]) if batch.bias is None else batch.bias
        # Behind the last block only the class row is read.
        read = rows.shape[1] if self.blocks else 1
        measures = [None] * len(rows) if batch.measures is None else list(batch.measures)
        return [
            Rows(own[:read].half(), biases[:read].clone(), measured)
            for own, biases, measured in zip(rows, bias, measures, strict=True)
        ]


def _cut(one: MarkedSeries, tokeniser: Tokeniser) -> tuple[_Cut | None, tuple[Skipped, ...]]:
    """The rows of a series' different frames, cut as for scoring."""
    pictures, skipped = _opened(one.record)
    left = _without(one, frozenset(place for place, picture in enumerate(pictures) if picture is None))
    if left is None:
        return None, skipped
    there = [picture for picture in pictures if picture is not None]
    protocol = SeriesProtocol(tokeniser)
    places: dict[int, int] = {}
    sequences: list[Tokens] = []
    try:
        for question in protocol.questions(protocol.kept(picture) for picture in there):
            places |= dict.fromkeys(question.frames, len(sequences))
            sequences.append(question.tokens)
        rivals = tuple(tuple(scores) for scores in _rivals(there))
    except CoreError as error:
        return None, (*skipped, Skipped(str(one.record.images[0]), str(error)))
    return _Cut(left, tuple(sequences), tuple(places[frame] for frame in range(len(there))), rivals), skipped


def _opened(record: SeriesRecord) -> tuple[list[Image.Image | None], tuple[Skipped, ...]]:
    pictures: list[Image.Image | None] = []
    skipped: list[Skipped] = []
    for path in record.images:
        try:
            pictures.append(opened(path))
        except SampleError as error:
            pictures.append(None)
            skipped.append(Skipped(str(path), str(error).removeprefix(f"{path} ").removesuffix(".")))
    return pictures, tuple(skipped)


def _without(one: MarkedSeries, lost: frozenset[int]) -> MarkedSeries | None:
    """The series without some of its frames; None if no pair is left."""
    record = one.record
    left = [place for place in range(len(record.images)) if place not in lost]
    number = {place: index for index, place in enumerate(left)}
    pairs = tuple(
        replace(pair, better=number[pair.better], worse=number[pair.worse])
        for pair in record.pairs
        if not {pair.better, pair.worse} & lost
    )
    if not pairs:
        return None
    return replace(one, record=SeriesRecord(record.id, tuple(record.images[place] for place in left), pairs))


def _rivals(pictures: Sequence[Image.Image]) -> list[Sequence[float]]:
    simple = [rule(pictures) for rule in (equal, near_the_middle, laplacian_variance)]
    return [*simple, TechnicalScorer().rank(pictures).scores]
