"""Which sample comes when: a pure function of the seed, so that a run that was killed goes on as if it had not been."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Order:
    """`count` samples in batches of `batch`, shuffled anew for each epoch; batches run on over the end of an epoch."""

    count: int
    batch: int
    seed: int

    def samples(self, turn: int) -> tuple[tuple[int, int], ...]:
        """Number and epoch of each sample of the batch that comes at a turn, counted from 0."""
        return tuple(self._sample(place) for place in range(turn * self.batch, (turn + 1) * self.batch))

    def _sample(self, place: int) -> tuple[int, int]:
        epoch, within = divmod(place, self.count)
        return int(_shuffled(self.count, self.seed, epoch)[within]), epoch


def seed_of(*numbers: int) -> int:
    """One seed of 63 bits from whole numbers of at least 0, which differ in no simple way from those of others."""
    # To SeedSequence zeros at the end are nothing.
    sequence = np.random.SeedSequence((*numbers, len(numbers) + 1))
    return int(sequence.generate_state(1, np.uint64)[0] >> np.uint64(1))


@lru_cache(maxsize=4)
def _shuffled(count: int, seed: int, epoch: int) -> NDArray[np.int64]:
    return np.random.default_rng((seed, epoch)).permutation(count)
