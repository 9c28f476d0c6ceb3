"""What is told of each step while a run goes on."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from train.errors import TrainingError
from train.learner import Figures
from train.schedule import Kind

_OFTEN = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """One step, counted from 0: what it learnt from and how fast, and what it measured."""

    step: int
    kind: Kind
    rate: float
    figures: Figures

    def facts(self) -> dict[str, object]:
        """What there is to tell, as JSON can hold it: the same for every run of the same settings."""
        measured = {name: figure for name, figure in asdict(self.figures).items() if figure is not None}
        return {"step": self.step, "kind": self.kind, "rate": self.rate, **measured}


class Report(Protocol):
    """Somebody who is told of each step, and of how many seconds the run has taken so far."""

    def __call__(self, progress: Progress, seconds: float) -> None: ...


def printed(progress: Progress, seconds: float) -> None:
    """Print a step as one line of JSON."""
    print(json.dumps({**progress.facts(), "seconds": round(seconds, 3)}), flush=True)


def gathering(done: int, total: int) -> None:
    """Print now and then, as one line of JSON, how many of the series to learn from beforehand are cut."""
    if done % _OFTEN == 0 or done == total:
        print(json.dumps({"lessons": done, "of": total}), flush=True)


def silent(progress: Progress, seconds: float) -> None:
    """Tell nobody."""


def both(first: Report, second: Report) -> Report:
    """A report to two."""

    def told(progress: Progress, seconds: float) -> None:
        first(progress, seconds)
        second(progress, seconds)

    return told


class Board:
    """A report that TensorBoard shows from a folder; nothing is written before the first step."""

    def __init__(self, folder: Path) -> None:
        """Raises TrainingError where TensorBoard is not installed."""
        try:
            from torch.utils import tensorboard
        except ImportError as error:
            raise TrainingError("TensorBoard is not installed; install it or leave out --tensorboard.") from error
        self._folder = folder
        self._writers = tensorboard.SummaryWriter
        self._writer: tensorboard.SummaryWriter | None = None

    def __call__(self, progress: Progress, seconds: float) -> None:
        """Write a step; the first one hides what a run that was killed had written of later ones."""
        if self._writer is None:
            self._writer = self._writers(str(self._folder), purge_step=progress.step)
        for name, figure in {"rate": progress.rate, **asdict(progress.figures)}.items():
            if figure is not None:
                self._writer.add_scalar(f"{progress.kind}/{name}", figure, progress.step)
