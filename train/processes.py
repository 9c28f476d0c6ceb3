"""Other processes that make ahead what is asked for one after the other."""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from torch.utils.data import DataLoader, Dataset

_Made = TypeVar("_Made")

# What libraries read when a process starts. Pictures are large and short-lived: glibc would give their memory back to
# the system each time and have all pages zeroed anew. The products of matrices are small: threads for them would only
# wait for each other.
_ENVIRONMENT = {
    "MALLOC_TRIM_THRESHOLD_": "1073741824",
    "MALLOC_MMAP_THRESHOLD_": "1073741824",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def made_ahead(made: Dataset[_Made], numbers: Iterable[int], workers: int, ahead: int) -> Iterator[_Made]:
    """What belongs to some numbers, in their order, made by so many processes, each of them `ahead` items ahead.

    Without processes each is made when it is asked for.
    """
    loader: DataLoader[_Made] = DataLoader(
        made,
        batch_size=None,
        # A list of all numbers would have to end, and those of steps need not.
        sampler=numbers,
        num_workers=workers,
        prefetch_factor=ahead if workers else None,
        # A process that is forked from one with threads may hang.
        multiprocessing_context="spawn" if workers else None,
        worker_init_fn=_let_the_first_process_decide,
    )
    with _starting_processes():
        items = iter(loader)
    yield from items


@contextmanager
def _starting_processes() -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update({name: value for name, value in _ENVIRONMENT.items() if name not in before})
    try:
        yield
    finally:
        for name in _ENVIRONMENT.keys() - before.keys():
            del os.environ[name]


def _let_the_first_process_decide(worker: int) -> None:
    """Ctrl+C goes to all processes of a terminal; the one that trains ends the others when its step is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
