"""The questions of an examination: which series are made, of what, from which draws."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from train.exam.kinds import SEEN_GROUPS, UNSEEN_GROUPS
from train.synth.faults import CUT, OPTICAL, TILT

RISING = ("defocus", "overexposure", "underexposure", "noise", "compression")
"""The kinds of which a series of rising severity is shown."""


class Part(StrEnum):
    """What a series is there for."""

    SEEN = "seen"
    UNSEEN = "unseen"
    RISING = "rising"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class Task:
    """One series: `kind` is empty where all kinds of a part are mixed.

    `number` decides the photo and every draw; `again` is 1 where nothing but what must not matter is drawn anew.
    """

    part: Part
    kind: str
    number: int
    again: int = 0


HARMLESS_AGAINST = (TILT, CUT, *OPTICAL)
"""The kinds of which a faulty frame stands beside a clean one when what must not matter is drawn anew."""

# Parts of the size of an examination: series of each kind, of rising severity, and to be drawn anew.
_OF_SEEN, _OF_UNSEEN, _OF_RISING, _OF_HARMLESS = 3, 5, 5, 2


def tasks(series: int) -> tuple[Task, ...]:
    """All questions of an examination of a size.

    So many series are of each of training's faults of framing, which is where most of them are told wrongly, twice as
    many of all kinds together, and parts of it of everything else.
    """
    return tuple(_all(series))


def _all(series: int) -> Iterator[Task]:
    yield from _of_part(Part.SEEN, SEEN_GROUPS, series, _OF_SEEN)
    yield from _of_part(Part.UNSEEN, UNSEEN_GROUPS, series, _OF_UNSEEN)
    for kind in RISING:
        yield from (Task(Part.RISING, kind, number) for number in range(_share(series, _OF_RISING)))
    for number in range(_share(series, _OF_HARMLESS)):
        kind = HARMLESS_AGAINST[number % len(HARMLESS_AGAINST)]
        yield from (Task(Part.HARMLESS, kind, number, again) for again in (0, 1))


def _of_part(part: Part, groups: Mapping[str, tuple[str, ...]], series: int, of: int) -> Iterator[Task]:
    yield from (Task(part, "", number) for number in range(2 * series))
    for kind in (kind for kinds in groups.values() for kind in kinds):
        count = series if kind in (TILT, CUT) else _share(series, of)
        yield from (Task(part, kind, number) for number in range(count))


def _share(series: int, of: int) -> int:
    return max(1, series // of)
