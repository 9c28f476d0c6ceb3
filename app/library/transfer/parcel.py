"""What travels together, and how it went."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath


class Mode(Enum):
    """How photos get to another place; the value is what people write."""

    COPY = "copy"
    MOVE = "move"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One photo on its way: its files, the sidecars beside them, and its name under the destination without an ending.

    `files` arrive all or none. `shared` are companions that belong to a photo that stays as well, and so are copied
    whatever the mode.
    """

    files: tuple[Path, ...]
    companions: tuple[Path, ...]
    name: PurePosixPath
    shared: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class Delivered:
    """A photo that has arrived, as the files `targets`; `was_there` if each of them was there before, byte for byte."""

    parcel: Parcel
    targets: tuple[Path, ...]
    was_there: bool


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A file that did not arrive, or that could not be taken away from where it was, and why, in words for people."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Advance:
    """How many octets of all have been dealt with."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Halted:
    """The rest was not tried, as it would fail in the same way; `left` photos, and the reason as a sentence."""

    sentence: str
    left: int


Event = Delivered | Undelivered | Advance | Halted
