"""Samples as the rows a network reads, cut as they are when it scores."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from fgaesq_core.errors import PictureError
from fgaesq_core.series import SeriesProtocol
from fgaesq_core.sheet import overview
from fgaesq_core.technical import measure
from fgaesq_core.tokens import Tokeniser, Tokens
from train.samples import CoarseSample, FineSample, Pair, SampleError
from train.sentences import composed


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The different frames of one series as rows, and what is known of pairs and faults of them, by their numbers."""

    sequences: tuple[Tokens, ...]
    pairs: tuple[Pair, ...]
    severities: tuple[tuple[float, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.sequences)


@dataclass(frozen=True, slots=True, eq=False)
class Single:
    """One picture as rows, and how its judges' scores are distributed."""

    sequence: Tokens
    distribution: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cutter:
    """Cuts samples for one network by the protocol `series`; without `difftoken` every frame is seen as CLIP sees it.

    With `comments`, pairs that nobody commented get a sentence from what can be measured.
    """

    tokeniser: Tokeniser
    difftoken: bool = True
    comments: bool = False

    def series(self, sample: FineSample) -> Series:
        """The rows of a series, equal frames being one; raises SampleError for pictures that cannot be cut.

        Pairs of frames that are equal to each other teach nothing and are left out.
        """
        sequences, places = self._cut(sample.pictures)
        pairs = self._commented(sample) if self.comments else sample.pairs
        moved = [replace(pair, better=places[pair.better], worse=places[pair.worse]) for pair in pairs]
        severities = dict(zip(places, sample.severities, strict=True)) if sample.severities else {}
        return Series(
            sequences,
            tuple(pair for pair in moved if pair.better != pair.worse),
            tuple(severities[place] for place in sorted(severities)),
        )

    def single(self, sample: CoarseSample) -> Single:
        """The rows of one picture, a series of its own; raises SampleError as `series` does."""
        (sequence,), _ = self._cut([sample.picture])
        return Single(sequence, sample.distribution)

    def _cut(self, pictures: Sequence[Image.Image]) -> tuple[tuple[Tokens, ...], tuple[int, ...]]:
        """The different sequences of some pictures, and the sequence of each."""
        if not self.difftoken:
            return tuple(overview(picture, self.tokeniser) for picture in pictures), tuple(range(len(pictures)))
        protocol = SeriesProtocol(self.tokeniser)
        sequences: list[Tokens] = []
        places: dict[int, int] = {}
        try:
            for question in protocol.questions(protocol.kept(picture) for picture in pictures):
                places |= dict.fromkeys(question.frames, len(sequences))
                sequences.append(question.tokens)
        except PictureError as error:
            raise SampleError(str(error)) from error
        return tuple(sequences), tuple(places[frame] for frame in range(len(pictures)))

    def _commented(self, sample: FineSample) -> tuple[Pair, ...]:
        if all(pair.sentence for pair in sample.pairs):
            return sample.pairs
        measures = measure(sample.pictures)
        return tuple(
            pair if pair.sentence else replace(pair, sentence=composed(measures[pair.better], measures[pair.worse]))
            for pair in sample.pairs
        )
