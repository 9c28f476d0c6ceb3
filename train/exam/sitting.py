"""An examination from the first question to the result."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from PIL import Image

from train.exam.cases import Cases, made
from train.exam.marks import Mark, mark
from train.exam.series import Case
from train.exam.tasks import Task
from train.judging import Judge

Told = Callable[[int, int], None]
"""Told how many questions have been answered, and how many there are."""


def examined(
    scorer: Judge, tasks: Sequence[Task], photos: Sequence[Sequence[Path]], seed: int, workers: int, told: Told
) -> list[Mark]:
    """The mark of each task in order; other processes make what the scorer is shown."""
    shown: deque[Case] = deque()
    marks: list[Mark] = []
    with closing(made(Cases(tasks, photos, seed), workers)) as cases:
        for ranking in scorer.rank_all(_noted(cases, shown)):
            if isinstance(ranking, Exception):
                raise ranking
            marks.append(mark(shown.popleft(), ranking))
            told(len(marks), len(tasks))
    return marks


def _noted(cases: Generator[Case], shown: deque[Case]) -> Iterator[Sequence[Image.Image]]:
    for case in cases:
        shown.append(case)
        yield case.frames
