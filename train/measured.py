"""What a network learns of measures before it is shown a patch: each series is cut once and learnt from often."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.utils.data import Dataset

from fgaesq_core.cells import Floats
from train.averaging import Averages
from train.batches import answers
from train.errors import TrainingError
from train.objective import Objective
from train.order import Order, seed_of
from train.processes import made_ahead
from train.samples import FineSource, Pair, SampleError
from train.schedule import rate
from train.tokenising import Cutter

Told = Callable[[int, int], None]
"""Told how many series have been cut, and of how many."""

_ROUNDS, _BATCH = 40, 64
_RATE, _DECAY, _AVERAGING, _WARM_UP, _GRADIENT = 2e-3, 1e-3, 0.998, 0.02, 1.0
_AHEAD = 4


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """The `measures` (n, measures) of the different frames of one series, and what is known of them."""

    measures: Floats
    pairs: tuple[Pair, ...]
    severities: tuple[tuple[float, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.measures)


@dataclass(frozen=True, slots=True, eq=False)
class Lessons(Dataset[Lesson | None]):
    """So many series of a source as lessons, each a pure function of its number; None for one that teaches nothing."""

    cutter: Cutter
    source: FineSource
    count: int
    seed: int

    def __getitem__(self, number: int) -> Lesson | None:
        """One lesson."""
        ((sample, epoch),) = Order(len(self.source), 1, seed_of(self.seed, 5)).samples(number)
        try:
            series = self.cutter.series(self.source.sample(sample, epoch))
        except SampleError:
            return None
        measures = [tokens.measures for tokens in series.sequences if tokens.measures is not None]
        return Lesson(np.stack(measures), series.pairs, series.severities) if measures and series.pairs else None


def gathered(lessons: Lessons, workers: int, told: Told, stopped: Callable[[], bool]) -> list[Lesson]:
    """All lessons, made by so many other processes; fewer where somebody asked to stop.

    Raises TrainingError where there is not one.
    """
    found: list[Lesson] = []
    for number, lesson in enumerate(made_ahead(lessons, range(lessons.count), workers, _AHEAD), start=1):
        if stopped():
            return found
        told(number, lessons.count)
        if lesson is not None:
            found.append(lesson)
    if not found:
        raise TrainingError("None of the series can be used, so that nothing can be learnt of their measures.")
    return found


def learn(objective: Objective, lessons: Sequence[Lesson], seed: int, kinds: int) -> None:
    """Teach the part of the network that reads measures, and its head; the tower then begins without a say.

    `kinds` of fault are known. The averages over the steps are what stays.
    """
    network = objective.network
    trained = [parameter for parameter in objective.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=_RATE, weight_decay=_DECAY)
    averages = Averages(objective, _AVERAGING)
    torch.manual_seed(seed_of(seed, 6))
    objective.train()
    turns = list(_turns(len(lessons), seed))
    for step, turn in enumerate(turns):
        chosen = [lessons[number] for number in turn]
        for group in optimiser.param_groups:
            group["lr"] = _RATE * rate(step / len(turns), _WARM_UP)
        optimiser.zero_grad(set_to_none=True)
        measures = torch.from_numpy(np.concatenate([lesson.measures for lesson in chosen]))
        torch.autograd.backward(objective.from_measures(measures, answers(chosen, len(chosen), kinds)))
        nn.utils.clip_grad_norm_(trained, _GRADIENT)
        optimiser.step()
        averages.follow(step)
    objective.load_state_dict(dict(averages.tensors()), strict=False)
    nn.init.zeros_(network.visual.proj)


def _turns(count: int, seed: int) -> Iterator[tuple[int, ...]]:
    """The numbers of the lessons of each step."""
    for turn in range(_ROUNDS):
        shuffled = np.random.default_rng((seed, 7, turn)).permutation(count)
        yield from (tuple(map(int, shuffled[first : first + _BATCH])) for first in range(0, count, _BATCH))
