"""Photos as series to learn from, made anew for each epoch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from train.pictures import opened
from train.samples import FineSample, SampleError
from train.synth.series import made

_ENLARGED = 4


@dataclass(frozen=True, slots=True)
class SyntheticSeries:
    """A FineSource of one series for each photo, of frames with about so many pixels; one seed is one set of series."""

    photos: Sequence[Path]
    pixels: int
    seed: int = 0

    def __len__(self) -> int:
        return len(self.photos)

    def sample(self, number: int, epoch: int) -> FineSample:
        """The series of a photo; raises SampleError for one that cannot be read or is far too small."""
        path = self.photos[number]
        # A frame shows a part of the photo, which is to have all the pixels of the frame.
        photo = opened(path, round(3 * self.pixels**0.5))
        if photo.width * photo.height * _ENLARGED < self.pixels:
            raise SampleError(f"{path} is too small to make frames of {self.pixels} pixels.")
        return made(photo, self.pixels, np.random.default_rng((self.seed, epoch, number)))
