"""The records of a manifest as samples to learn from."""

import hashlib
from collections.abc import Sequence
from random import Random

from train.manifest import SeriesRecord, SingleRecord
from train.pictures import LONGEST, opened
from train.samples import CoarseSample, FineSample, Pair

MOST_FRAMES = 12
"""Frames of a long series that are shown at once: what they need of memory and time grows with their number."""


class ManifestSeries:
    """Series of a manifest as a FineSource; of longer ones, each epoch shows other frames."""

    def __init__(self, records: Sequence[SeriesRecord], longest: int = LONGEST, most_frames: int = MOST_FRAMES) -> None:
        self._records = tuple(records)
        self._longest = longest
        self._most_frames = most_frames

    def __len__(self) -> int:
        return len(self._records)

    def sample(self, number: int, epoch: int) -> FineSample:
        """One series; raises SampleError, which names the file, where a frame cannot be read."""
        record = self._records[number]
        frames = _drawn(record, epoch, self._most_frames)
        place = {frame: index for index, frame in enumerate(frames)}
        pairs = tuple(
            Pair(place[pair.better], place[pair.worse], pair.probability, pair.sentence)
            for pair in record.pairs
            if pair.better in place and pair.worse in place
        )
        return FineSample(tuple(opened(record.images[frame], self._longest) for frame in frames), pairs)


class ManifestSingles:
    """Single pictures of a manifest as a CoarseSource."""

    def __init__(self, records: Sequence[SingleRecord], longest: int = LONGEST) -> None:
        self._records = tuple(records)
        self._longest = longest

    def __len__(self) -> int:
        return len(self._records)

    def sample(self, number: int) -> CoarseSample:
        """One picture; raises SampleError, which names the file, where it cannot be read."""
        record = self._records[number]
        return CoarseSample(opened(record.image, self._longest), record.distribution)


def _drawn(record: SeriesRecord, epoch: int, most: int) -> list[int]:
    """Frames in their order, at most so many; the first two drawn are a pair, so that there is always one to learn."""
    count = len(record.images)
    if count <= most:
        return list(range(count))
    random = Random(hashlib.blake2b(f"{epoch} {record.id}".encode(errors="surrogateescape")).digest())
    first = random.choice(record.pairs) if record.pairs else Pair(0, 1, 0.5)
    chosen = {first.better, first.worse}
    rest = [frame for frame in range(count) if frame not in chosen]
    return sorted(chosen | set(random.sample(rest, max(0, most - 2))))
