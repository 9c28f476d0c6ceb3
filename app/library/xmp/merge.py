"""Whose word counts where the library and the files of a photo say different things: of each axis the newest.

A file's word is news only if it says something else than at the last look. A file seen for the first time that says
nothing clears nothing, as many cameras write "no stars" into every photo.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.sidecar_memory import MarkTimes, RememberedSidecar, TakenMark
from app.library.xmp.said import Field, Said, Value, of_marks

_NOTHING: dict[Field, Value] = {Field.STARS: 0, Field.FLAG: Flag.NONE, Field.LABEL: Label.NONE}

# Seconds between two times that FAT can tell apart.
_COARSEST_CLOCK = 2.0


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says now and said `before`; `dated` is the packet's own date, `changed` the file's, in seconds since
    1970."""

    path: Path
    said: Said
    dated: float | None
    changed: float
    before: RememberedSidecar | None


@dataclass(frozen=True, slots=True)
class Word:
    """One side's word on an axis; `path` is None for a mark given in Burstpick."""

    path: Path | None
    value: Value
    at: float


@dataclass(frozen=True, slots=True)
class Conflict:
    """Different words on one axis of a photo, the newest first, which is the one that counts."""

    photo: PhotoId
    field: Field
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What to take from the files of a photo, and where they or the library disagree."""

    taken: tuple[TakenMark, ...]
    conflicts: tuple[Conflict, ...]


def merge(photo: PhotoId, marks: Marks, times: MarkTimes, sources: Sequence[Source], now: float) -> Merged:
    """Decide each axis of one photo; of words equally old the library's counts, then the first source's.

    What claims to be from after `now` is taken to be from now.
    """
    taken, conflicts = [], []
    for field in Field:
        news = [word for source in sources if (word := _news(source, field, now)) is not None]
        if not news:
            continue
        ours = Word(None, of_marks(marks, field), min(times.of(field) or 0.0, now))
        newest = sorted(news, key=lambda word: -word.at)
        is_heard = ours.at > newest[0].at or _claims(ours, field, sources)
        words = sorted([ours, *newest], key=lambda word: -word.at) if is_heard else newest
        if words[0].path is not None and words[0].value != ours.value:
            taken.append(TakenMark(photo, field, words[0].value, words[0].at))
        if len({word.value for word in words}) > 1:
            conflicts.append(Conflict(photo, field, tuple(words)))
    return Merged(tuple(taken), tuple(conflicts))


def _news(source: Source, field: Field, now: float) -> Word | None:
    value, before = source.said.of(field), source.before
    if before is None:
        at = source.changed if source.dated is None else source.dated
        return Word(source.path, value, min(at, now)) if value else None
    if value == before.said.of(field):
        return None
    if value is None and field is Field.STARS and source.said.flag is Flag.REJECT:
        # The reject stands where the stars were.
        return None
    at = source.changed if source.dated is None or source.dated == before.dated else source.dated
    return Word(source.path, _NOTHING[field] if value is None else value, min(at, now))


def _claims(ours: Word, field: Field, sources: Sequence[Source]) -> bool:
    """Whether the library's mark is a word of its own, not merely what a file said before it changed."""
    return bool(ours.value or ours.at) and not any(_echoes(ours, field, source) for source in sources)


def _echoes(ours: Word, field: Field, source: Source) -> bool:
    before = source.before
    if before is None or source.said.of(field) == before.said.of(field):
        return False
    is_older = ours.at <= before.mtime_ns / 1e9 + _COARSEST_CLOCK
    return is_older and (before.said.of(field) or _NOTHING[field]) == ours.value
