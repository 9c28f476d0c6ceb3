"""Batches that are learnt from more than once, where making them takes longer than learning from them does.

After Choi, Passos, Shallue and Dahl, "Faster Neural Network Training with Data Echoing", 2019.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

APART = 96
"""Steps between two echoes of a batch: a multiple of most numbers of processes, each of which keeps its own batches."""

_Made = TypeVar("_Made")


class Echo(Generic[_Made]):
    """Makes what belongs to a step, or gives what was made for it some steps before."""

    def __init__(self, make: Callable[[int], _Made], echoes: int) -> None:
        self._make = make
        self._echoes = echoes
        self._kept: dict[int, _Made] = {}

    def __call__(self, step: int) -> _Made:
        """What belongs to a step: a pure function of its number, whatever was asked for before."""
        first = original(step, self._echoes)
        if first in self._kept:
            return self._kept[first]
        made = self._make(first)
        if self._echoes > 1:
            # Steps come in their order, so that of earlier rounds nothing is asked for again.
            self._kept = {number: kept for number, kept in self._kept.items() if number > first - APART}
            self._kept[first] = made
        return made


def original(step: int, echoes: int) -> int:
    """The number, among the batches made anew, of the batch that a step learns from."""
    return step // (APART * echoes) * APART + step % APART
