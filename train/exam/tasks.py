"""The questions of an examination: which series are made, of what, from which draws."""

from collections.abc import Iterator
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


def tasks(series: int) -> tuple[Task, ...]:
    """All questions of an examination of a size: so many series of each framing fault, other numbers go with it."""
    return tuple(_all(series))


def _all(series: int) -> Iterator[Task]:
    for part, groups in ((Part.SEEN, SEEN_GROUPS), (Part.UNSEEN, UNSEEN_GROUPS)):
        yield from (Task(part, "", number) for number in range(2 * series))
        for kinds in groups.values():
            for kind in kinds:
                count = series if kind in (TILT, CUT) else max(2, series // 3)
                yield from (Task(part, kind, number) for number in range(count))
    for kind in RISING:
        yield from (Task(Part.RISING, kind, number) for number in range(max(2, series // 5)))
    for number in range(max(2, series // 2)):
        kind = HARMLESS_AGAINST[number % len(HARMLESS_AGAINST)]
        yield from (Task(Part.HARMLESS, kind, number, again) for again in (0, 1))


HARMLESS_AGAINST = (TILT, CUT, *OPTICAL)
"""The kinds of which a faulty frame stands beside a clean one when what must not matter is drawn anew."""
