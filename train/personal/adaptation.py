"""Learning a taste: the last part of a network is moved a little, never far from where it started."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from fgaesq_core.network import Network, expected_score
from train.losses import cross_entropy
from train.order import Order, seed_of
from train.personal.agreement import pair_share
from train.personal.class_row import class_row
from train.personal.sight import Seen

Tensors = dict[str, Tensor]
Heard = Callable[[int, float, float], None]
"""Told after each pass of its number, and of loss and agreement on the series that are watched."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a taste is learnt: by what follows the blocks, and by so many of the last `blocks`.

    `pull` is how much of the way back to the start each step takes, in units of its rate. Learning ends when the loss
    on the series that are watched, a share of all, has not fallen for `patience` passes.
    """

    blocks: int = 0
    passes: int = 20
    patience: int = 4
    batch: int = 8
    rate: float = 3e-4
    pull: float = 10.0
    watched: float = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """The tensors that learnt, as they were when the loss was least, and after how many passes that was."""

    tensors: Tensors
    passes: int


class Adaptation:
    """Moves the last part of a network, of which it is the only user, and can put it back.

    `scale` is the difference in score with odds of e to 1; `proceed` is asked before each step and raises where there
    is to be none.
    """

    def __init__(self, network: Network, scale: float, recipe: Recipe, proceed: Callable[[], None]) -> None:
        self._network = network.requires_grad_(False)
        self._scale = scale
        self._recipe = recipe
        self._proceed = proceed
        self._learning = _last(network, recipe.blocks)
        self._start = self._now()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tensors that learn."""
        return tuple(self._learning)

    def become(self, tensors: Mapping[str, Tensor] | None = None) -> None:
        """Take over tensors that were learnt, or those of the start."""
        for name, tensor in (tensors or self._start).items():
            self._learning[name].data.copy_(tensor)

    @torch.no_grad()
    def scores(self, series: Sequence[Seen]) -> list[tuple[float, ...]]:
        """The scores of each series' frames, as the network is now."""
        self._network.eval()
        starts = range(0, len(series), self._recipe.batch)
        return [tuple(own.tolist()) for at in starts for own in self._told(series[at : at + self._recipe.batch])]

    def learn(
        self, series: Sequence[Seen], watched: Sequence[Seen], seed: int, heard: Heard, seconds: float | None = None
    ) -> Learnt:
        """Learn from some series, the start being the first candidate; the network is left as it was at the best.

        Ends sooner where `seconds` are over.
        """
        self.become()
        optimiser = torch.optim.Adam(self._learning.values(), lr=self._recipe.rate)
        best, least = Learnt(self._start, 0), self._watched(watched)[0]
        ending = None if seconds is None else time.monotonic() + seconds
        torch.manual_seed(seed_of(seed, 3))
        for number in range(1, self._recipe.passes + 1):
            self._pass(series, number, seed, optimiser)
            loss, agreement = self._watched(watched)
            heard(number, loss, agreement)
            if loss < least:
                best, least = Learnt(self._now(), number), loss
            if number - best.passes >= self._recipe.patience or (ending and time.monotonic() > ending):
                break
        self.become(best.tensors)
        return best

    def _pass(self, series: Sequence[Seen], number: int, seed: int, optimiser: torch.optim.Optimizer) -> None:
        self._network.train().requires_grad_(False)
        for parameter in self._learning.values():
            parameter.requires_grad_(True)
        size = min(self._recipe.batch, len(series))
        order = Order(len(series), size, seed_of(seed, 4, number))
        for turn in range(-(-len(series) // size)):
            self._proceed()
            optimiser.zero_grad(set_to_none=True)
            drawn = [series[own] for own, _ in order.samples(turn)]
            losses = [self._loss(scores, one) for scores, one in zip(self._told(drawn), drawn, strict=True)]
            torch.stack(losses).mean().backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self._learning.values(), 1.0)
            optimiser.step()
            self._pull_back()

    @torch.no_grad()
    def _pull_back(self) -> None:
        """Decay towards the start instead of nought (Li, Grandvalet and Davoine, L2-SP, ICML 2018)."""
        share = min(1.0, self._recipe.rate * self._recipe.pull)
        for name, parameter in self._learning.items():
            parameter.lerp_(self._start[name], share)

    def _watched(self, series: Sequence[Seen]) -> tuple[float, float]:
        """Mean loss and agreement, each series counting the same."""
        told = list(zip(self.scores(series), series, strict=True))
        losses = [float(self._loss(torch.tensor(scores), one)) for scores, one in told]
        return float(np.mean(losses)), float(np.mean([pair_share(scores, one.record.pairs) for scores, one in told]))

    def _loss(self, scores: Tensor, one: Seen) -> Tensor:
        """The mean loss of a series' pairs, shape (), for the scores of its frames, shape (frames,)."""
        pairs = one.record.pairs
        better, worse = ([getattr(pair, side) for pair in pairs] for side in ("better", "worse"))
        wanted = scores.new_tensor([pair.probability for pair in pairs])
        return cross_entropy((scores[better] - scores[worse]) / self._scale, wanted).mean()

    def _told(self, series: Sequence[Seen]) -> list[Tensor]:
        """The scores of each series' frames, shape (frames,), of series side by side."""
        frames = [rows for one in series for rows in one.frames]
        rows = pad_sequence([one.rows for one in frames], batch_first=True).float()
        bias = pad_sequence([one.bias for one in frames], batch_first=True, padding_value=float("-inf"))
        known = [one.measures for one in frames if one.measures is not None]
        if self._recipe.blocks:
            last = self._network.config.layers - 1
            rows = self._network.through(rows, bias, range(last + 1 - self._recipe.blocks, last))
            rows = class_row(self._network, rows, bias)
        features = self._network.left(rows, torch.stack(known) if known else None)
        told = torch.split(expected_score(self._network.distribution(features)), [len(one.frames) for one in series])
        return [own[list(one.places)] for own, one in zip(told, series, strict=True)]

    def _now(self) -> Tensors:
        return {name: parameter.detach().clone() for name, parameter in self._learning.items()}


def _last(network: Network, blocks: int) -> dict[str, nn.Parameter]:
    """The parameters that learn, by name: those of the last blocks and of all that follows them."""
    layers = network.config.layers
    parts = ["head.", "measured.layers.", "visual.ln_post.", "visual.proj"]
    parts += [f"visual.transformer.resblocks.{block}." for block in range(layers - blocks, layers)]
    found = {name: own for name, own in network.named_parameters() if name.startswith(tuple(parts))}
    for parameter in found.values():
        # Weights that were loaded lie in their file, which is not to be written to.
        parameter.data = parameter.data.clone()
    return found
