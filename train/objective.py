"""The network with what it is told while it learns: portions in, their part of a step's loss out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor, nn

from fgaesq_core.network import Network, expected_score
from train.batches import Answers, CoarsePortion, FinePortion, Pairs, Portion, Sequences
from train.losses import cross_entropy, earth_movers, fidelity, misalignment, misjudged, weighted
from train.settings import RankLoss, Terms
from train.text import TextTower

_RANK_LOSSES = {RankLoss.FIDELITY: fidelity, RankLoss.CROSS_ENTROPY: cross_entropy}


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What a portion adds to the terms of its step's loss, each before its weight; None for a term that is off.

    `right` and `pairs` count the pairs whose order was met, and all; both are None for pictures on their own.
    """

    rankreg: Tensor | None = None
    ctalign: Tensor | None = None
    auxiliary: Tensor | None = None
    coarse: Tensor | None = None
    right: Tensor | None = None
    pairs: Tensor | None = None

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(*(_sum(getattr(self, part.name), getattr(other, part.name)) for part in fields(self)))

    def loss(self, terms: Terms) -> Tensor:
        """The terms summed by their weights, shape ()."""
        found = [
            (self.rankreg, terms.rankreg),
            (self.ctalign, terms.ctalign),
            (self.auxiliary, terms.auxiliary),
            (self.coarse, terms.coarse),
        ]
        return torch.stack([part * weight for part, weight in found if part is not None]).sum()


class Objective(nn.Module):
    """Holds the network, and beside it what is only for training: a head for faults, and the scale if it is learnt.

    Parts of a loss do not hang on which samples share a portion or a process: what dropout leaves out is drawn from
    each sample's own seed.
    """

    def __init__(
        self, network: Network, terms: Terms, precision: str, *, kinds: int = 0, text: TextTower | None = None
    ) -> None:
        super().__init__()
        self.network = network
        # Positions are read by whatever cuts pictures, so that no gradient reaches them.
        network.visual.positional_embedding.requires_grad_(False)
        self.faults = nn.Linear(network.config.features, kinds) if terms.auxiliary else None
        self.log_scale = nn.Parameter(torch.zeros(())) if terms.scale is None else None
        self._terms = terms
        self._dtype: torch.dtype = getattr(torch, precision)
        self._text = text

    def scale(self) -> Tensor | float:
        """The difference in score with odds of e to 1."""
        if self.log_scale is not None:
            return self.log_scale.exp()
        return 1.0 if self._terms.scale is None else self._terms.scale

    def forward(self, portion: Portion) -> tuple[Tensor, Parts]:
        """The loss of a portion, shape (), through which every trainable parameter gets a gradient, and its parts."""
        features, distribution = self._told(portion.sequences)
        if isinstance(portion, FinePortion):
            parts = self._fine(portion.answers, features, distribution)
        else:
            parts = self._coarse(portion, distribution)
        return parts.loss(self._terms) + self._nothing(features, distribution), _detached(parts)

    def from_measures(self, measures: Tensor, answers: Answers) -> Tensor:
        """The loss, shape (), of frames of which only measures (n, measures) are known; dropout draws as torch does."""
        if self.network.measured is None:
            raise ValueError("the network takes no measures")
        features = self.network.measured(measures)
        return self._fine(answers, features, self.network.distribution(features)).loss(self._terms)

    def _told(self, sequences: Sequences) -> tuple[Tensor, Tensor]:
        """Features of sequences, and the distributions of their scores."""
        batch, reduced = sequences.batch, self._dtype != torch.float32
        with torch.autocast(batch.patches.device.type, self._dtype, enabled=reduced):
            rows = self.network.through(self.network.entered(batch), batch.bias, range(self.network.config.layers))
        lengths = list(sequences.lengths)
        measures = [None] * len(lengths) if batch.measures is None else torch.split(batch.measures, lengths)
        features, distributions = [], []
        for own, measured, seed in zip(torch.split(rows, lengths), measures, sequences.seeds, strict=True):
            torch.manual_seed(seed)
            with torch.autocast(rows.device.type, self._dtype, enabled=reduced):
                found = self.network.left(own, measured).float()
            features.append(found)
            distributions.append(self.network.distribution(found))
        return torch.cat(features), torch.cat(distributions)

    def _fine(self, answers: Answers, features: Tensor, distribution: Tensor) -> Parts:
        pairs = answers.pairs
        scores = expected_score(distribution)
        advantage = scores[pairs.better] - scores[pairs.worse]
        return Parts(
            rankreg=self._rankreg(advantage, pairs) if self._terms.rankreg else None,
            ctalign=self._ctalign(features, pairs) if self._terms.ctalign else None,
            auxiliary=self._auxiliary(features, answers) if self.faults is not None else None,
            right=(advantage > 0).sum(dtype=torch.float32),
            pairs=scores.new_tensor(float(len(pairs.better))),
        )

    def _coarse(self, portion: CoarsePortion, distribution: Tensor) -> Parts:
        return Parts(coarse=weighted(earth_movers(distribution, portion.distribution), portion.weight))

    def _rankreg(self, advantage: Tensor, pairs: Pairs) -> Tensor:
        told = advantage / self.scale()
        return weighted(_RANK_LOSSES[self._terms.rank_loss](told, pairs.probability), pairs.weight)

    def _ctalign(self, features: Tensor, pairs: Pairs) -> Tensor:
        if self._text is None:
            raise ValueError("CTAlign needs a text tower")
        told = [number for number, sentence in enumerate(pairs.sentences) if sentence]
        texts = self._text.embedded([pairs.sentences[number] for number in told])
        differences = features[pairs.better[told]] - features[pairs.worse[told]]
        return weighted(misalignment(differences, texts), pairs.told[told])

    def _auxiliary(self, features: Tensor, answers: Answers) -> Tensor:
        if self.faults is None:
            raise ValueError("there is no head for faults")
        return weighted(misjudged(self.faults(features), answers.severities), answers.judged)

    def _nothing(self, features: Tensor, distribution: Tensor) -> Tensor:
        """A zero that hangs on every parameter: processes have to agree on which gradients there are."""
        hanging = distribution.sum()
        if self.faults is not None:
            hanging = hanging + self.faults(features).sum()
        return 0 * (hanging if self.log_scale is None else hanging + self.log_scale)


def summed(parts: Sequence[Parts]) -> Parts:
    """The parts of several portions together."""
    return sum(parts[1:], parts[0])


def _detached(parts: Parts) -> Parts:
    found = (getattr(parts, part.name) for part in fields(parts))
    return Parts(*(None if part is None else part.detach() for part in found))


def _sum(one: Tensor | None, other: Tensor | None) -> Tensor | None:
    return other if one is None else one if other is None else one + other
