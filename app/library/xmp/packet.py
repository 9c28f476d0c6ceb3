"""Reading a packet: the properties that concern marks, as their programs wrote them."""

import math
import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from app.library.xmp import names
from app.library.xmp.names import Name
from app.library.xmp.properties import properties
from app.library.xmp.text import BadPacketError, text_of
from app.library.xmp.tree import Tree, parse

__all__ = ["BadPacketError", "Packet", "packet_of", "read_packet"]

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
# ISO 8601 with as much of it as XMP wants (XMP specification part 1, section 8.2.1.1).
_YEAR_OR_MONTH = re.compile(r"\d{4}(-\d{2})?")


@dataclass(frozen=True, slots=True)
class Packet:
    """What a packet says in each dialect; None, or empty, where it says nothing or nothing that can be understood.

    `rating` is -1 (rejected) to 5, `dated` seconds since 1970. `tagged` and `colour_class` are Photo Mechanic's,
    `pick_label` and `colour_label` are digiKam's, which also writes the stars as `acdsee_rating` does; `colour_labels`
    are darktable's.
    """

    rating: int | None = None
    microsoft_rating: int | None = None
    acdsee_rating: int | None = None
    pick: int | None = None
    good: bool | None = None
    pick_label: int | None = None
    label: str | None = None
    label_colour: str | None = None
    colour_label: int | None = None
    colour_labels: tuple[int, ...] = ()
    tagged: bool | None = None
    colour_class: int | None = None
    preferences: str | None = None
    keywords: tuple[str, ...] = ()
    dated: float | None = None

    def or_else(self, other: "Packet") -> "Packet":
        """This packet, with another's word where it has none."""
        mine = {one.name: getattr(self, one.name) for one in fields(self)}
        return Packet(**{name: getattr(other, name) if value in (None, ()) else value for name, value in mine.items()})


def read_packet(data: bytes) -> Packet:
    """Read the bytes of a sidecar or an embedded packet; raises BadPacketError."""
    return packet_of(parse(text_of(data).body))


def packet_of(tree: Tree) -> Packet:
    """What a parsed packet says."""
    rating = _whole(tree, names.RATING)
    return Packet(
        rating=None if rating is None or rating < -1 else min(rating, 5),
        microsoft_rating=_whole(tree, names.MICROSOFT_RATING),
        acdsee_rating=_whole(tree, names.ACDSEE_RATING),
        pick=_whole(tree, names.PICK),
        good=_truth(tree, names.GOOD),
        pick_label=_whole(tree, names.PICK_LABEL),
        label=_text(tree, names.LABEL),
        label_colour=_text(tree, names.LABEL_COLOUR),
        colour_label=_whole(tree, names.COLOUR_LABEL),
        colour_labels=tuple(n for text in _list(tree, names.COLOUR_LABELS) if (n := _number(text)) is not None),
        tagged=_truth(tree, names.TAGGED),
        colour_class=_whole(tree, names.COLOUR_CLASS),
        preferences=_text(tree, names.PREFERENCES),
        keywords=_keywords(tree),
        dated=_date(_text(tree, names.METADATA_DATE) or ""),
    )


def _list(tree: Tree, name: Name) -> tuple[str, ...]:
    found = properties(tree, name)
    return found[0].values() if found else ()


def _text(tree: Tree, name: Name) -> str | None:
    return next((text for text in _list(tree, name) if text), None)


def _whole(tree: Tree, name: Name) -> int | None:
    return _number(_text(tree, name) or "")


def _number(text: str) -> int | None:
    """A whole number, also where it was written as a fraction."""
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if math.isfinite(value) and abs(value) < 1_000 else None


def _truth(tree: Tree, name: Name) -> bool | None:
    text = (_text(tree, name) or "").lower()
    return True if text in _TRUE else False if text in _FALSE else None


def _keywords(tree: Tree) -> tuple[str, ...]:
    """All keywords once, flat ones first, each level of a hierarchy after `|` as Lightroom writes them.

    Programs repeat the words of a hierarchy as flat ones; these are left out.
    """
    paths = [_levels(text, "|") for text in _list(tree, names.HIERARCHY)]
    paths += [_levels(text, "/") for text in _list(tree, names.TAGS)]
    repeated = {level.casefold() for path in paths for level in path}
    flat = [text for text in _list(tree, names.SUBJECT) if text.casefold() not in repeated]
    return tuple(dict.fromkeys(filter(None, [*flat, *("|".join(path) for path in paths)])))


def _levels(text: str, separator: str) -> tuple[str, ...]:
    return tuple(level for part in text.split(separator) if (level := part.strip()))


def _date(text: str) -> float | None:
    """Seconds since 1970; a time without a zone is the time here."""
    if _YEAR_OR_MONTH.fullmatch(text):
        text += "-01" if "-" in text else "-01-01"
    try:
        found = datetime.fromisoformat(text)
        seconds = (found if found.tzinfo else found.astimezone()).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return seconds if 0 < seconds < datetime(9000, 1, 1, tzinfo=UTC).timestamp() else None
