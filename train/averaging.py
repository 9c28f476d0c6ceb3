"""Averages of parameters over the steps of a run, which are what is saved."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

_EARLY = 10


class Averages:
    """Exponential moving averages of trainable parameters (Polyak and Juditsky, SIAM Journal on Control 30, 1992).

    They begin with the parameters themselves. In early steps they forget faster, so that what the network was before
    it learnt anything does not linger.
    """

    def __init__(self, module: nn.Module, decay: float) -> None:
        self._decay = decay
        self._followed = {name: parameter for name, parameter in module.named_parameters() if parameter.requires_grad}
        self._kept = {name: parameter.detach().clone() for name, parameter in self._followed.items()}

    @torch.no_grad()
    def follow(self, step: int) -> None:
        """Take in the parameters as they are after a step, counted from 0."""
        decay = min(self._decay, (1 + step) / (_EARLY + step))
        for name, parameter in self._followed.items():
            self._kept[name].lerp_(parameter, 1 - decay)

    def tensors(self) -> Mapping[str, Tensor]:
        """The averages by the names of the parameters."""
        return self._kept

    def restore(self, tensors: Mapping[str, Tensor]) -> None:
        """Go on with averages that `tensors` gave."""
        for name, kept in self._kept.items():
            kept.copy_(tensors[name])
