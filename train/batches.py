"""What a process learns from in one step, as tensors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import torch
from torch import Tensor

from fgaesq_core.batch import Batch, collate
from fgaesq_core.tokens import Tokens
from train.samples import Pair
from train.tokenising import Series, Single


@dataclass(frozen=True, slots=True, eq=False)
class Sequences:
    """Sequences of one or several samples side by side.

    `lengths` counts those of each sample; `seeds` are the samples' own, for what is drawn about them.
    """

    batch: Batch
    lengths: tuple[int, ...]
    seeds: tuple[int, ...]

    def to(self, device: str) -> "Sequences":
        """The same sequences on a device."""
        return replace(self, batch=self.batch.to(device))


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """p pairs of sequences by their numbers, `probability` (p,) being that with which the better was preferred.

    `weight` (p,) shares one series' part of the loss among its pairs, `told` (p,) among those with a sentence.
    """

    better: Tensor
    worse: Tensor
    probability: Tensor
    weight: Tensor
    told: Tensor
    sentences: tuple[str, ...]

    def to(self, device: str) -> "Pairs":
        """The same pairs on a device."""
        return Pairs(
            self.better.to(device),
            self.worse.to(device),
            self.probability.to(device),
            self.weight.to(device),
            self.told.to(device),
            self.sentences,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What is known of n frames of some series.

    `severities` (n, kinds) are those of their faults, with none for a series without; `judged` (n,) shares a series'
    part of the loss among its frames, and is 0 where nothing is known.
    """

    pairs: Pairs
    severities: Tensor
    judged: Tensor

    def to(self, device: str) -> "Answers":
        """The same answers on a device."""
        return Answers(self.pairs.to(device), self.severities.to(device), self.judged.to(device))


@dataclass(frozen=True, slots=True, eq=False)
class FinePortion:
    """Series to learn from at once."""

    sequences: Sequences
    answers: Answers

    def to(self, device: str) -> "FinePortion":
        """The same portion on a device."""
        return FinePortion(self.sequences.to(device), self.answers.to(device))


@dataclass(frozen=True, slots=True, eq=False)
class CoarsePortion:
    """Single pictures to learn from at once, with their `distribution` (n, 10), each counting `weight` (n,)."""

    sequences: Sequences
    distribution: Tensor
    weight: Tensor

    def to(self, device: str) -> "CoarsePortion":
        """The same portion on a device."""
        return CoarsePortion(self.sequences.to(device), self.distribution.to(device), self.weight.to(device))


Portion = FinePortion | CoarsePortion


class Known(Protocol):
    """A series of which something is known."""

    @property
    def pairs(self) -> tuple[Pair, ...]: ...
    @property
    def severities(self) -> tuple[tuple[float, ...], ...]: ...
    def __len__(self) -> int: ...


def fine_portion(series: Sequence[Series], seeds: Sequence[int], among: int, kinds: int) -> FinePortion:
    """At least one series, with one seed each, of a step's `among`; `kinds` of fault are known where any are."""
    return FinePortion(_side_by_side([one.sequences for one in series], seeds), answers(series, among, kinds))


def answers(series: Sequence[Known], among: int, kinds: int) -> Answers:
    """What is known of at least one series of a step's `among`, their frames following each other."""
    severities = torch.zeros(sum(map(len, series)), kinds)
    judged = torch.zeros(len(severities))
    first = 0
    for one in series:
        rows = slice(first, first := first + len(one))
        if kinds and one.severities:
            severities[rows] = torch.tensor(one.severities)
            judged[rows] = 1 / (len(one) * among)
    return Answers(_pairs(series, among), severities, judged)


def coarse_portion(singles: Sequence[Single], seeds: Sequence[int], among: int) -> CoarsePortion:
    """At least one picture, with one seed each, of a step's `among`."""
    distribution = torch.tensor([single.distribution for single in singles])
    weight = torch.full((len(singles),), 1 / among)
    return CoarsePortion(_side_by_side([(single.sequence,) for single in singles], seeds), distribution, weight)


def _side_by_side(samples: Sequence[Sequence[Tokens]], seeds: Sequence[int]) -> Sequences:
    batch = collate([tokens for sample in samples for tokens in sample])
    return Sequences(batch, tuple(len(sample) for sample in samples), tuple(seeds))


def _pairs(series: Sequence[Known], among: int) -> Pairs:
    pairs: list[Pair] = []
    weight: list[float] = []
    told: list[float] = []
    first = 0
    for one in series:
        sentences = sum(bool(pair.sentence) for pair in one.pairs)
        pairs += [replace(pair, better=pair.better + first, worse=pair.worse + first) for pair in one.pairs]
        weight += [1 / (len(one.pairs) * among) for _ in one.pairs]
        told += [1 / (sentences * among) if pair.sentence else 0.0 for pair in one.pairs]
        first += len(one)
    return Pairs(
        torch.tensor([pair.better for pair in pairs], dtype=torch.long),
        torch.tensor([pair.worse for pair in pairs], dtype=torch.long),
        torch.tensor([pair.probability for pair in pairs]),
        torch.tensor(weight),
        torch.tensor(told),
        tuple(pair.sentence for pair in pairs),
    )
