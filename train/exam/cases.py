"""Questions made into series of pictures, ahead of the scorer and by other processes."""

import signal
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from torch.utils.data import DataLoader, Dataset

from train.errors import TrainingError
from train.exam.series import Case, as_trained, harmless, rising, unseen
from train.exam.shooting import Random, scene_in
from train.exam.tasks import Part, Task
from train.pictures import opened
from train.samples import SampleError

# The pixels of a frame, between which it is drawn as far as its photo has as many.
_FEWEST_PIXELS, _MOST_PIXELS = 60_000, 500_000
_TOO_SMALL = 20_000
_TRIES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Cases(Dataset[Case | TrainingError]):
    """The cases of tasks by their numbers, each a pure function of task, seed and photos.

    `photos` are those of each folder; a folder is drawn by the root of how many it has, so that a few large photos
    count beside many small ones.
    """

    tasks: Sequence[Task]
    photos: Sequence[Sequence[Path]]
    seed: int

    def __getitem__(self, number: int) -> Case | TrainingError:
        """One case, or the error that keeps it from being made: raised, it would lose its words between processes."""
        reason = ""
        for attempt in range(_TRIES):
            try:
                return self._case(self.tasks[number], attempt)
            except SampleError as error:
                reason = str(error)
        return TrainingError(f"{_TRIES} photos one after the other cannot be used; {reason}")

    def _case(self, task: Task, attempt: int) -> Case:
        words = f"{self.seed} {task.part} {task.kind} {task.number} {attempt}"
        rng = np.random.default_rng(int.from_bytes(blake2b(words.encode(), digest_size=8).digest()))
        pixels = int(np.exp(rng.uniform(np.log(_FEWEST_PIXELS), np.log(_MOST_PIXELS))))
        path = self._drawn(rng)
        photo = opened(path, round(3 * pixels**0.5))
        if photo.width * photo.height < _TOO_SMALL:
            raise SampleError(f"{path} is too small to make frames of it.")
        if task.part is Part.SEEN:
            return as_trained(task, photo, pixels, rng)
        scene = scene_in(photo, pixels, rng)
        match task.part:
            case Part.RISING:
                return rising(task, scene, rng)
            case Part.HARMLESS:
                return harmless(task, scene, rng)
        return unseen(task, scene, rng)

    def _drawn(self, rng: Random) -> Path:
        weights = np.sqrt([len(folder) for folder in self.photos])
        folder = self.photos[int(rng.choice(len(self.photos), p=weights / weights.sum()))]
        return folder[int(rng.integers(len(folder)))]


def made(cases: Cases, workers: int) -> Generator[Case]:
    """All cases in order, made ahead by so many processes; raises TrainingError where photos cannot be used."""
    loader = DataLoader(
        cases,
        batch_size=None,
        sampler=range(len(cases.tasks)),
        num_workers=workers,
        prefetch_factor=8 if workers else None,
        # A process that is forked from one with threads may hang.
        multiprocessing_context="spawn" if workers else None,
        worker_init_fn=_let_the_first_process_decide,
    )
    for case in loader:
        if isinstance(case, TrainingError):
            raise case
        yield case


def _let_the_first_process_decide(worker: int) -> None:
    """Ctrl+C goes to all processes of a terminal; the first one ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
