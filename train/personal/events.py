"""What is told while a model is retrained: as lines of JSON for a program, or as sentences for people."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum

from train.bootstrap import Figure


class Stage(StrEnum):
    """What is being done."""

    READING = "reading"
    CACHING = "caching"
    LEARNING = "learning"
    JUDGING = "judging"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not learnt from, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Data:
    """What is learnt from; `blind` and `shown` count the marks that were given without scores and maybe beside them."""

    series: int
    pairs: int
    photos: int
    folders: int
    blind: int
    shown: int
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is."""

    stage: Stage
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Loss and agreement, 0 to 1, on series that were set aside, after `step` of at most `steps` passes."""

    step: int
    steps: int
    loss: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Shares:
    """How often a judge agrees with the photographer, 0 to 1.

    `pairs` is the share of pairs in the right order, each series counting the same; `top1` that of series whose best
    frame, to the judge, is among the photographer's best.
    """

    pairs: float
    top1: float


@dataclass(frozen=True, slots=True)
class Rival:
    """How often something that did not learn agrees with the photographer."""

    name: str
    pairs: float
    top1: float


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it; `gain` is that in pairs, `weights` is empty unless the new model is offered."""

    offered: bool
    before: Shares
    after: Shares
    gain: Figure
    baselines: tuple[Rival, ...]
    weights: str
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing can be learnt, and why."""

    why: str


Event = Data | Progress | Curve | Result | Refused
Report = Callable[[Event], None]


def as_json(event: Event) -> str:
    """One line of JSON, without its end."""
    return json.dumps({"event": type(event).__name__.lower(), **asdict(event)})


def as_words(event: Event) -> str:
    """One line or more for people."""
    match event:
        case Data():
            skipped = [f"Left out: {one.file}: {one.reason}." for one in event.skipped]
            found = f"{event.series} series with {event.pairs} pairs among {event.photos} photos"
            marks = f"{event.blind} marks given blind, {event.shown} maybe beside scores"
            where = "1 folder" if event.folders == 1 else f"{event.folders} folders"
            return "\n".join([*skipped, f"{found} in {where}; {marks}."])
        case Progress():
            return f"{event.stage}: {event.done} of {event.of}"
        case Curve():
            return f"pass {event.step} of {event.steps}: loss {event.loss:.4f}, agreement {event.agreement:.3f}"
        case Result():
            return _table(event)
        case Refused():
            return event.why


def _table(result: Result) -> str:
    rows = [Rival("before", *_both(result.before)), Rival("after", *_both(result.after)), *result.baselines]
    lines = [f"{row.name:<16}  pairs {row.pairs:.3f}  best frame {row.top1:.3f}" for row in rows]
    gain = result.gain
    return "\n".join([*lines, f"gain {gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})", result.why])


def _both(shares: Shares) -> tuple[float, float]:
    return shares.pairs, shares.top1
