"""Which series a model is judged on, so that each is judged once, by a model that never saw it or its folder."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import DisjointSet

from train.manifest import SeriesRecord
from train.order import seed_of

MOST = 5
_FEWEST_FOLDERS = 3
_LARGEST = 0.5

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Folds:
    """Series by their numbers, in parts that are held out one after the other; whether these are whole folders."""

    parts: tuple[Numbers, ...]
    by_folder: bool


def folds(records: Sequence[SeriesRecord], seed: int) -> Folds:
    """At most five parts of about the same size, at least one of them; the same seed gives the same parts.

    Series that share a photo or a name stay together, and so do those of a folder where there are three folders or
    more. Where one folder holds more than half of all series, so that too little would be left to learn from, folders
    are parted all the same.
    """
    folders = _together([(*_own(record), folder(record)) for record in records])
    if len(folders) >= _FEWEST_FOLDERS and max(map(len, folders)) <= _LARGEST * len(records):
        return Folds(_filled(folders, min(MOST, len(folders)), seed), True)
    lots = _together([_own(record) for record in records])
    return Folds(_filled(lots, min(MOST, len(lots)), seed), False)


def set_aside(records: Sequence[SeriesRecord], share: float, seed: int) -> tuple[Numbers, Numbers]:
    """The numbers of series to learn from, and of about such a share to watch it on; series that share a photo stay
    together."""
    lots = _together([_own(record) for record in records])
    watched: list[int] = []
    for place in np.random.default_rng(seed_of(seed, 1)).permutation(len(lots)):
        if len(watched) + len(lots[place]) / 2 < share * len(records):
            watched += lots[place]
    watched = watched or sorted(lots, key=len)[0]
    return tuple(number for number in range(len(records)) if number not in set(watched)), tuple(sorted(watched))


def folder(record: SeriesRecord) -> str:
    """The folder a series lies in."""
    return str(record.images[0].parent)


def _own(record: SeriesRecord) -> tuple[Hashable, ...]:
    return (("series", record.id), *record.images)


def _together(marks: Sequence[Sequence[Hashable]]) -> list[list[int]]:
    """Lots of numbers that have a mark in common, if only by way of others."""
    sets: DisjointSet = DisjointSet(range(len(marks)))
    first: dict[Hashable, int] = {}
    for number, own in enumerate(marks):
        for mark in own:
            sets.merge(number, first.setdefault(mark, number))
    return sorted(sorted(lot) for lot in sets.subsets())


def _filled(lots: Sequence[Sequence[int]], count: int, seed: int) -> tuple[Numbers, ...]:
    """The lots spread over some parts, large ones first, each to the part that is smallest then."""
    parts: list[list[int]] = [[] for _ in range(count)]
    drawn = np.random.default_rng(seed_of(seed, 2)).permutation(len(lots))
    for place in sorted(drawn, key=lambda place: -len(lots[place])):
        min(parts, key=len).extend(lots[place])
    return tuple(tuple(sorted(part)) for part in parts)
