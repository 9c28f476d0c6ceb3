"""Running a network over many pictures: in batches, on a device, with the precision asked for."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fgaesq_core.batch import collate
from fgaesq_core.device import Device
from fgaesq_core.network import Network, expected_score
from fgaesq_core.tokens import Tokeniser, Tokens


class Inference:
    """Takes over a network and moves it to a device; everything is in the order of the sequences given."""

    def __init__(self, network: Network, device: Device) -> None:
        self.tokeniser: Tokeniser = network.tokeniser()
        self._device = device
        self._dtype: torch.dtype = getattr(torch, device.precision)
        self._network = network.eval().requires_grad_(False).to(device.name)
        if self._dtype != torch.float32:
            # Autocast would convert the same matrices again for every batch.
            for parameter in self._network.visual.transformer.parameters():
                parameter.data = parameter.data.to(self._dtype) if parameter.ndim == 2 else parameter.data

    def scores(self, sequences: Iterable[Tokens]) -> Iterator[float]:
        """Scores between 1 and 10; takes a batch of sequences at a time and yields its scores before the next."""
        for features in self._features(sequences):
            with torch.inference_mode():
                answers: list[float] = expected_score(self._network.distribution(features)).tolist()
            yield from answers

    def features(self, sequences: Iterable[Tokens]) -> Iterator[NDArray[np.float32]]:
        """Image features, shape (features,) each, not normalised."""
        for features in self._features(sequences):
            yield from features.cpu().numpy()

    def _features(self, sequences: Iterable[Tokens]) -> Iterator[Tensor]:
        remaining = iter(sequences)
        reduced = torch.autocast(self._device.name, self._dtype, enabled=self._dtype != torch.float32)
        while taken := list(islice(remaining, self._device.batch)):
            with torch.inference_mode(), reduced:
                features = self._network.features(collate(taken).to(self._device.name))
            yield features.float()
