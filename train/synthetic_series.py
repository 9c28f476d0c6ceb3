"""Photos as series to learn from, made anew for each epoch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from train.pictures import opened
from train.samples import FineSample, SampleError
from train.synth.faults import CUT, TILT
from train.synth.series import KINDS, made

# Faults of framing are the hardest to see, and so come more often.
_TAUGHT = (*KINDS, TILT, CUT, CUT, CUT)
_SMALLEST = 0.1
_TOO_SMALL = 10_000
_FINEST = 300


@dataclass(frozen=True, slots=True)
class SyntheticSeries:
    """A FineSource of one series for each photo; one seed is one set of series.

    Frames have a tenth of `pixels` to all of them, as far as their photo has as many.
    """

    photos: Sequence[Path]
    pixels: int
    seed: int = 0

    def __len__(self) -> int:
        return len(self.photos)

    def sample(self, number: int, epoch: int) -> FineSample:
        """The series of a photo; raises SampleError for one that cannot be read or is far too small."""
        path = self.photos[number]
        rng = np.random.default_rng((self.seed, epoch, number))
        pixels = int(self.pixels * _SMALLEST ** rng.random())
        # A frame shows a part of the photo, which is to have all the pixels of the frame.
        photo = opened(path, max(_FINEST, round(3 * pixels**0.5)))
        if photo.width * photo.height < _TOO_SMALL:
            raise SampleError(f"{path} is too small to make frames of it.")
        return made(photo, pixels, rng, _TAUGHT)
