"""What the properties of each program say by themselves, and whose word is news where they disagree.

A program changes only its own properties and leaves the others as they were. So of words that differ the one counts
that was another at the last look: without what was said then nobody could tell a reject that darktable took back from
one that Lightroom gave.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import TypeVar

from app.library.photo import Flag, Label

AnyWord = TypeVar("AnyWord", bound=IntEnum)
_SILENT = "-"


@dataclass(frozen=True, slots=True)
class FlagVoices:
    """The flag by each program's properties; None where there are none.

    `rating` is that of darktable and Bridge, whose reject stands in the place of the stars.
    """

    rating: Flag | None = None
    lightroom: Flag | None = None
    digikam: Flag | None = None
    photo_mechanic: Flag | None = None

    @property
    def all(self) -> tuple[Flag | None, ...]:
        """Every program's word."""
        return self.rating, self.lightroom, self.digikam, self.photo_mechanic


@dataclass(frozen=True, slots=True)
class LabelVoices:
    """The label by each program's properties; None where there are none, or nothing that is a colour of ours."""

    darktable: Label | None = None
    text: Label | None = None
    digikam: Label | None = None
    bridge: Label | None = None

    @property
    def all(self) -> tuple[Label | None, ...]:
        """Every program's word."""
        return self.darktable, self.text, self.digikam, self.bridge


@dataclass(frozen=True, slots=True)
class Voices:
    """All of them."""

    flag: FlagVoices = FlagVoices()
    label: LabelVoices = LabelVoices()

    def as_text(self) -> str:
        """In short, for `voices_from`."""
        words = (*self.flag.all, *self.label.all)
        return " ".join(_SILENT if word is None else str(int(word)) for word in words)


def voices_from(text: str) -> Voices:
    """What `as_text` made; raises ValueError for another text."""
    words = [None if word == _SILENT else int(word) for word in text.split()]
    number = len(fields(FlagVoices))
    if len(words) != number + len(fields(LabelVoices)):
        raise ValueError(f"{text!r} are no voices")
    flags = (None if word is None else Flag(word) for word in words[:number])
    labels = (None if word is None else Label(word) for word in words[number:])
    return Voices(FlagVoices(*flags), LabelVoices(*labels))


def news(
    now: Sequence[AnyWord | None],
    before: Sequence[AnyWord | None],
    said: AnyWord | None,
    plain: AnyWord | None,
    nothing: AnyWord,
) -> AnyWord | None:
    """The word that counts of those that programs say `now`, where a packet `said` something by those of `before`.

    That is the one that changed; `nothing` if a program took its own back. One that says for the first time that there
    is nothing takes nothing away. Where nothing had been said, it is what is said `plain`ly.
    """
    changed = [(new, old) for new, old in zip(now, before, strict=True) if new != old]
    if not changed:
        return said
    loud = next((new for new, _ in changed if new), None)
    if loud is not None:
        return loud
    if any(old for _, old in changed):
        return nothing
    return plain if said is None else said
