"""What is usual of the measures in some data, by which a network that begins brings them to one scale."""

from collections.abc import Iterator

import numpy as np
import torch

from fgaesq_core.cells import Floats
from fgaesq_core.network import Network
from train.errors import TrainingError
from train.order import Order, seed_of
from train.samples import FineSource, SampleError
from train.tokenising import Cutter

_SERIES = 128
_LEAST = 1e-3


def adapt(network: Network, cutter: Cutter, source: FineSource, seed: int) -> None:
    """Tell a network that takes measures what is usual of them: medians and standard deviations of some series.

    Raises TrainingError for a source of which no series can be used.
    """
    if network.measured is None:
        return
    found = list(_measures(cutter, source, seed))
    if not found:
        raise TrainingError("None of the first series can be used, so that nothing is known of their measures.")
    every = np.stack(found)
    network.measured.usual.copy_(torch.from_numpy(np.median(every, axis=0)))
    network.measured.spread.copy_(torch.from_numpy(every.std(0) + np.float32(_LEAST)))


def _measures(cutter: Cutter, source: FineSource, seed: int) -> Iterator[Floats]:
    drawn = Order(len(source), min(_SERIES, len(source)), seed_of(seed, 4)).samples(0)
    for number, epoch in drawn:
        try:
            sequences = cutter.series(source.sample(number, epoch)).sequences
        except SampleError:
            continue
        yield from (tokens.measures for tokens in sequences if tokens.measures is not None)
