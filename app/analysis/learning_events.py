"""What the training program says while it learns from marks: lines of JSON, checked here and nowhere else."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeVar

from app.errors import AppError
from app.library.photo import Skipped

_QUOTED = 200

T = TypeVar("T")


class LearningStage(Enum):
    """What is being done."""

    READING = "reading"
    CACHING = "caching"
    LEARNING = "learning"
    JUDGING = "judging"


@dataclass(frozen=True, slots=True)
class Material:
    """What is learnt from; `blind` and `shown` count the marks given without scores and maybe beside them."""

    series: int
    pairs: int
    photos: int
    folders: int
    blind: int
    shown: int
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a stage is."""

    stage: LearningStage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Loss and agreement with the photographer, 0 to 1, after `step` of at most `steps` passes."""

    step: int
    steps: int
    loss: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a judge agrees with the photographer, 0 to 1: on pairs, and on the best frame of a series."""

    pairs: float
    top1: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What learning added to the agreement on pairs, with the ends of its 95 % interval; 0.01 is one point."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Baseline:
    """A judge that learnt nothing."""

    name: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it, on series that were not learnt from; `weights` are None unless the new model is offered."""

    before: Agreement
    after: Agreement
    gain: Gain
    baselines: tuple[Baseline, ...]
    weights: Path | None
    why: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing can be learnt, and why in one sentence."""

    why: str


LearningEvent = Material | Advance | CurvePoint | Verdict | Refusal


def parse(line: bytes) -> LearningEvent | None:
    """What one line says; None for an event that nobody here knows. Raises AppError for a line that makes no sense."""
    try:
        fields = _Fields(json.loads(line))
        read = _READERS.get(fields.text("event"))
        return None if read is None else read(fields)
    except (ValueError, RecursionError) as error:
        sentence = "The training program said something that Burstpick does not understand; install both anew."
        raise AppError(sentence, f"{error}: {line[:_QUOTED]!r}") from error


class _Fields:
    """The fields of one JSON object; whatever is not as wanted raises ValueError."""

    def __init__(self, table: object) -> None:
        if not isinstance(table, dict):
            raise ValueError(f"{table!r} is no object")
        self._table = table

    def text(self, name: str) -> str:
        return self._of(name, str)

    def truth(self, name: str) -> bool:
        return self._of(name, bool)

    def count(self, name: str) -> int:
        value = self._of(name, int)
        if isinstance(value, bool) or value < 0:
            raise ValueError(f"{name} is no count")
        return value

    def number(self, name: str) -> float:
        value = self._table.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{name} is no number")
        return float(value)

    def fields(self, name: str) -> "_Fields":
        return _Fields(self._table.get(name))

    def list(self, name: str) -> "tuple[_Fields, ...]":
        return tuple(_Fields(one) for one in self._of(name, list))

    def _of(self, name: str, kind: type[T]) -> T:
        value = self._table.get(name)
        if not isinstance(value, kind):
            raise ValueError(f"{name} is no {kind.__name__}")
        return value


def _material(fields: _Fields) -> Material:
    return Material(
        series=fields.count("series"),
        pairs=fields.count("pairs"),
        photos=fields.count("photos"),
        folders=fields.count("folders"),
        blind=fields.count("blind"),
        shown=fields.count("shown"),
        skipped=tuple(Skipped(Path(one.text("file")), one.text("reason")) for one in fields.list("skipped")),
    )


def _advance(fields: _Fields) -> Advance:
    return Advance(LearningStage(fields.text("stage")), fields.count("done"), fields.count("of"))


def _point(fields: _Fields) -> CurvePoint:
    return CurvePoint(fields.count("step"), fields.count("steps"), fields.number("loss"), fields.number("agreement"))


def _agreement(fields: _Fields) -> Agreement:
    return Agreement(fields.number("pairs"), fields.number("top1"))


def _verdict(fields: _Fields) -> Verdict:
    gain, weights = fields.fields("gain"), fields.text("weights")
    if fields.truth("offered") and not weights:
        raise ValueError("what is offered has no weights")
    return Verdict(
        before=_agreement(fields.fields("before")),
        after=_agreement(fields.fields("after")),
        gain=Gain(gain.number("value"), gain.number("low"), gain.number("high")),
        baselines=tuple(Baseline(one.text("name"), _agreement(one)) for one in fields.list("baselines")),
        weights=Path(weights) if fields.truth("offered") else None,
        why=fields.text("why"),
    )


def _refusal(fields: _Fields) -> Refusal:
    return Refusal(fields.text("why"))


_READERS: dict[str, Callable[[_Fields], LearningEvent]] = {
    "data": _material,
    "progress": _advance,
    "curve": _point,
    "result": _verdict,
    "refused": _refusal,
}
