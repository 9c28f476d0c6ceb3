"""What each step learns from, made step by step or ahead by other processes."""

from collections.abc import Callable, Generator
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from torch.utils.data import Dataset

from train.batches import Portion, coarse_portion, fine_portion
from train.echo import Echo
from train.errors import TrainingError
from train.order import Order, seed_of
from train.processes import made_ahead
from train.samples import CoarseSource, FineSource, SampleError
from train.schedule import Kind, Schedule
from train.tokenising import Cutter, Series, Single

_Made = TypeVar("_Made", Series, Single)


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of every batch a process learns from: all samples from `rank` on, `world` apart, in `portions`."""

    rank: int = 0
    world: int = 1
    portions: int = 1

    def of(self, batch: int) -> tuple[tuple[int, ...], ...]:
        """The samples of each portion, by their places in a batch of such a size; raises TrainingError if one lacks."""
        own = range(self.rank, batch, self.world)
        if batch < self.world * self.portions:
            raise TrainingError(
                f"A batch of {batch} cannot be shared by {self.world} processes in {self.portions} portions each; "
                "make it larger."
            )
        return tuple(tuple(own[portion :: self.portions]) for portion in range(self.portions))


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What one process learns from in a step, and sentences on samples that could not be used and were passed over."""

    kind: Kind
    portions: tuple[Portion, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """The steps of a run by their numbers, each a pure function of its number; `kinds` is how many faults are told."""

    cutter: Cutter
    schedule: Schedule
    place: Place
    seed: int
    fine: FineSource | None = None
    coarse: CoarseSource | None = None
    batch_series: int = 1
    batch_pictures: int = 1
    kinds: int = 0
    echoes: int = 1

    def step(self, step: int) -> Step:
        """One step; raises TrainingError where not one sample can be used."""
        kind, turn = self.schedule.turn(step)
        left_out: list[str] = []
        portions = self._fine(step, turn, left_out) if kind is Kind.FINE else self._coarse(step, turn, left_out)
        return Step(kind, portions, tuple(left_out))

    def _fine(self, step: int, turn: int, left_out: list[str]) -> tuple[Portion, ...]:
        source, cutter = _there(self.fine), self.cutter
        drawn = Order(len(source), self.batch_series, seed_of(self.seed, 0)).samples(turn)

        def made(place: int) -> Series:
            number, epoch = drawn[place]
            return _usable(lambda other: cutter.series(source.sample(other, epoch)), number, len(source), left_out)

        return tuple(
            fine_portion([made(place) for place in places], self._seeds(step, places), len(drawn), self.kinds)
            for places in self.place.of(self.batch_series)
        )

    def _coarse(self, step: int, turn: int, left_out: list[str]) -> tuple[Portion, ...]:
        source, cutter = _there(self.coarse), self.cutter
        drawn = Order(len(source), self.batch_pictures, seed_of(self.seed, 1)).samples(turn)

        def made(place: int) -> Single:
            return _usable(lambda other: cutter.single(source.sample(other)), drawn[place][0], len(source), left_out)

        return tuple(
            coarse_portion([made(place) for place in places], self._seeds(step, places), len(drawn))
            for places in self.place.of(self.batch_pictures)
        )

    def _seeds(self, step: int, places: tuple[int, ...]) -> list[int]:
        return [seed_of(self.seed, 2, step, place) for place in places]


class Ahead(Dataset[Step | TrainingError]):
    """The steps of a supply in one of the processes that make them."""

    def __init__(self, supply: Supply) -> None:
        self._supply = supply
        self._echo = Echo(self._made, supply.echoes)

    def __getitem__(self, step: int) -> Step | TrainingError:
        """One step, or the error that keeps it from being made: raised, it would lose its words between processes."""
        made = self._echo(step)
        # What goes to another process stays in shared memory as long as anybody holds it.
        return deepcopy(made) if self._supply.echoes > 1 else made

    def __reduce__(self) -> tuple[type["Ahead"], tuple[Supply]]:
        return Ahead, (self._supply,)

    def _made(self, step: int) -> Step | TrainingError:
        try:
            return self._supply.step(step)
        except TrainingError as error:
            return error


def steps(supply: Supply, first: int, workers: int, ahead: int) -> Generator[Step]:
    """The steps from `first` on without end, made ahead by so many other processes or, for none, when asked for.

    Raises what `Supply` does. The processes hand tensors over in shared memory (on Linux /dev/shm).
    """
    if not workers:
        yield from map(Echo(supply.step, supply.echoes), count(first))
        return
    for made in made_ahead(Ahead(supply), count(first), workers, ahead):
        if isinstance(made, TrainingError):
            raise made
        yield made


def _there(source: "_Source | None") -> "_Source":
    if source is None:
        raise ValueError("the schedule asks for samples of a kind that has no source")
    return source


_Source = TypeVar("_Source", FineSource, CoarseSource)


def _usable(make: Callable[[int], _Made], number: int, among: int, left_out: list[str]) -> _Made:
    """The sample of a number or, where it cannot be used, the next one that can: the same one in every process."""
    for offset in range(among):
        try:
            return make((number + offset) % among)
        except SampleError as error:
            left_out.append(str(error))
    raise TrainingError(f"Not one of {among} samples can be used; {left_out[-1]}")
