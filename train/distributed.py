"""One process, or several that learn the same network from parts of each batch."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import Tensor, distributed
from torch.nn.parallel import DistributedDataParallel

from train.batches import Portion
from train.errors import TrainingError
from train.objective import Objective, Parts

# While the first process learns from measures alone, the others wait for it.
_PATIENCE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Team:
    """The processes of a run, `world` of them, of which this is number `rank` and works on `device`."""

    rank: int = 0
    world: int = 1
    device: str = "cpu"

    @property
    def first(self) -> bool:
        """Whether this is the process that writes files and speaks."""
        return self.rank == 0

    def summed(self, numbers: Tensor) -> Tensor:
        """The sums of the numbers of all processes, shape kept."""
        if self.world > 1:
            numbers = numbers.clone()
            distributed.all_reduce(numbers)
        return numbers

    def agreed(self, share: float, stop: bool) -> tuple[float, bool]:
        """The share of the run that the first process counts, and whether any process was asked to stop."""
        if self.world == 1:
            return share, stop
        told = torch.tensor([share if self.first else 0.0, float(stop)], dtype=torch.float64, device=self.device)
        total, stops = self.summed(told).tolist()
        return total, stops > 0


class Shared:
    """An objective whose gradients are those of all processes together."""

    def __init__(self, objective: Objective, team: Team) -> None:
        self._team = team
        self._module = DistributedDataParallel(objective) if team.world > 1 else objective

    def backward(self, portion: Portion, *, last: bool) -> Parts:
        """Add the gradients of a portion; with those of the last one of a step, all processes share theirs."""
        with self._waiting(last):
            loss: Tensor
            parts: Parts
            loss, parts = self._module(portion)
            # Processes share the mean of their gradients, and the parts of a step's loss are to be summed.
            torch.autograd.backward(loss * self._team.world)
        return parts

    def _waiting(self, last: bool) -> AbstractContextManager[None]:
        if isinstance(self._module, DistributedDataParallel) and not last:
            return self._module.no_sync()
        return nullcontext()


@contextmanager
def joined(device: str) -> Iterator[Team]:
    """The team of this process, as torchrun says by its environment; alone where it says nothing.

    With CUDA each process takes the accelerator of its own number. Raises TrainingError where it has none.
    """
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world == 1:
        yield Team(device=device)
        return
    local = int(os.environ.get("LOCAL_RANK", "0"))
    if device == "cuda":
        if local >= torch.cuda.device_count():
            raise TrainingError(f"There are {torch.cuda.device_count()} accelerators for more processes; start fewer.")
        torch.cuda.set_device(local)
    distributed.init_process_group("nccl" if device == "cuda" else "gloo", timeout=_PATIENCE)
    try:
        yield Team(distributed.get_rank(), world, device)
    finally:
        distributed.destroy_process_group()
