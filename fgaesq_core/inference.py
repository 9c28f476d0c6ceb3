"""Running a network over many pictures: in batches, on a device, with the precision asked for."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fgaesq_core.batch import collate
from fgaesq_core.device import Device, batch_size
from fgaesq_core.network import Network, expected_score
from fgaesq_core.tokens import Tokeniser, Tokens

# Rows of this width are worth sharing the work on one of them among threads.
_SHARED_WIDTH = 512


class Inference:
    """Takes over a network and moves it to a device; everything is in the order of the sequences given."""

    def __init__(self, network: Network, device: Device) -> None:
        self.tokeniser: Tokeniser = network.tokeniser()
        self.feature_count = network.config.features
        self._device = device
        self._dtype: torch.dtype = getattr(torch, device.precision)
        self._network = network.eval().requires_grad_(False).to(device.name)
        if self._dtype != torch.float32:
            # Autocast would convert the same matrices again for every batch.
            for parameter in self._network.visual.transformer.parameters():
                parameter.data = parameter.data.to(self._dtype) if parameter.ndim == 2 else parameter.data
        self._is_small = device.name == "cpu" and network.config.width < _SHARED_WIDTH
        self._batch = device.batch or batch_size(device.name, network.config)

    def scores(self, sequences: Iterable[Tokens]) -> Iterator[float]:
        """Scores between 1 and 10; takes a batch of sequences at a time and yields its scores before the next.

        A batch for which the memory of the device is too small is halved, and so are those that follow; raises
        MemoryError where it is too small for one sequence.
        """
        for features in self._features(sequences):
            with self._threads(), torch.inference_mode():
                answers: list[float] = expected_score(self._network.distribution(features)).tolist()
            yield from answers

    def features(self, sequences: Iterable[Tokens]) -> Iterator[NDArray[np.float32]]:
        """Image features, shape (features,) each, not normalised; raises as `scores` does."""
        for features in self._features(sequences):
            yield from features.cpu().numpy()

    def _features(self, sequences: Iterable[Tokens]) -> Iterator[Tensor]:
        remaining = iter(sequences)
        while taken := list(islice(remaining, self._batch)):
            while taken:
                features = self._attempted(taken[: self._batch])
                if features is not None:
                    taken = taken[len(features) :]
                    yield features

    def _attempted(self, taken: Sequence[Tokens]) -> Tensor | None:
        """Features of the sequences, or None after the batch has been halved for want of memory."""
        reduced = torch.autocast(self._device.name, self._dtype, enabled=self._dtype != torch.float32)
        try:
            with self._threads(), torch.inference_mode(), reduced:
                return self._network.features(collate(taken).to(self._device.name)).float()
        except RuntimeError as error:
            if not _is_out_of_memory(error):
                raise
            if len(taken) == 1:
                raise MemoryError("The memory of the device is too small for a single picture.") from error
        self._batch = max(1, len(taken) // 2)
        logging.getLogger(__name__).warning("Out of memory: going on with batches of %d.", self._batch)
        if self._device.name == "cuda":
            torch.cuda.empty_cache()
        return None

    def _threads(self) -> AbstractContextManager[None]:
        return _alone() if self._is_small else nullcontext()


@contextmanager
def _alone() -> Iterator[None]:
    """One thread for torch: those of a small network wait in a busy loop for longer than they work.

    Meanwhile the processor has other frames to decode, to measure and to cut.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _is_out_of_memory(error: RuntimeError) -> bool:
    """Whether memory was wanting; only CUDA says so with a class of its own, and its libraries do not."""
    return isinstance(error, torch.OutOfMemoryError) or any(
        phrase in str(error)
        for phrase in ("out of memory", "can't allocate memory", "not enough memory", "ALLOC_FAILED")
    )
