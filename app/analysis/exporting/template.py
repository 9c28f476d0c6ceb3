"""Names by template: `{date}_{seq}_{name}`; a slash makes folders."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from string import Formatter

from app.analysis.exporting.selection import SelectedFrame
from app.errors import AppError
from app.library.photo import CaptureTime, Label
from app.library.same_name import folded
from app.library.transfer.safe_names import safe_name

USUAL = "{name}"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SLASHES = re.compile(r"[/\\]")
_LEAST_DIGITS = 4

Field = Callable[[SelectedFrame], str]

_FIELDS: Mapping[str, Field] = {
    "name": lambda frame: frame.photo.path.stem,
    "date": lambda frame: _time(frame.photo.capture.time, "%Y-%m-%d"),
    "time": lambda frame: _time(frame.photo.capture.time, "%H-%M-%S"),
    "year": lambda frame: _time(frame.photo.capture.time, "%Y"),
    "month": lambda frame: _time(frame.photo.capture.time, "%m"),
    "day": lambda frame: _time(frame.photo.capture.time, "%d"),
    "camera": lambda frame: frame.photo.capture.camera or "unknown camera",
    "stars": lambda frame: str(frame.marks.stars),
    "label": lambda frame: "none" if frame.marks.label is Label.NONE else frame.marks.label.name.lower(),
    "folder": lambda frame: frame.photo.path.parent.name,
}
FIELDS = (*_FIELDS, "seq")
"""What may stand in braces; `seq` counts the photos in order of capture, `{seq:3}` with at least three digits."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was understood: pieces of text, each followed by a field or none, with its number of digits."""

    pieces: tuple[tuple[str, str, int], ...]

    def name(self, frame: SelectedFrame, number: int, total: int) -> PurePosixPath:
        """The name of the `number`-th of `total` photos, without an ending; each part of it is safe everywhere."""
        text = "".join(
            literal + _SLASHES.sub("_", self._value(field, digits, frame, number, total))
            for literal, field, digits in self.pieces
        )
        return PurePosixPath(*(safe_name(part) for part in _SLASHES.split(text)))

    def _value(self, field: str, digits: int, frame: SelectedFrame, number: int, total: int) -> str:
        if field == "seq":
            return str(number).zfill(digits or max(_LEAST_DIGITS, len(str(total))))
        return _FIELDS[field](frame) if field else ""


def template_from(text: str) -> Template:
    """Understand a template; raises AppError with one sentence if that cannot be."""
    try:
        parsed = [
            (literal, field, spec or "", conversion) for literal, field, spec, conversion in Formatter().parse(text)
        ]
    except ValueError:
        raise AppError(f"A brace is missing or stands alone in {text!r}; write fields as {{name}}.") from None
    pieces = tuple(
        (literal, _known(field), _digits(field, spec, conversion)) for literal, field, spec, conversion in parsed
    )
    if not text.strip() or any(not part.strip() for part in _SLASHES.split(text)):
        raise AppError("A name is missing; write a template such as {date}_{name}, or {date}/{name} for folders.")
    return Template(pieces)


def names(text: str, frames: Sequence[SelectedFrame]) -> tuple[PurePosixPath, ...]:
    """The names of photos, without endings, in their order; raises AppError as `template_from` does."""
    template = template_from(text)
    return tuple(template.name(frame, number, len(frames)) for number, frame in enumerate(frames, 1))


def preview(text: str, frames: Sequence[SelectedFrame], at_most: int = 1000) -> tuple[str, ...]:
    """What the first photos would be called in an empty folder, with endings; two that are alike get numbers."""
    template, taken, shown = template_from(text), dict[str, int](), []
    for number, frame in enumerate(frames[:at_most], 1):
        name = template.name(frame, number, len(frames))
        key = folded(str(name))
        taken[key] = taken.get(key, 0) + 1
        again = f" ({taken[key]})" if taken[key] > 1 else ""
        shown.append(f"{name}{again}{frame.photo.path.suffix}")
    return tuple(shown)


def _known(field: str | None) -> str:
    if field is None or field in FIELDS:
        return field or ""
    known = ", ".join(f"{{{one}}}" for one in FIELDS)
    raise AppError(f"There is no field {{{field}}}; there are {known}.")


def _digits(field: str | None, spec: str, conversion: str | None) -> int:
    if not spec and not conversion:
        return 0
    if field == "seq" and not conversion and spec.isdecimal() and 1 <= int(spec) <= 9:
        return int(spec)
    raise AppError("Only {seq} takes something after a colon: its number of digits, from 1 to 9, as in {seq:3}.")


def _time(time: CaptureTime, form: str) -> str:
    try:
        return (_EPOCH + timedelta(seconds=time.wall)).strftime(form)
    except OverflowError:
        # A file's own time may be of any year.
        return "unknown time"
