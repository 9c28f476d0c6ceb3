"""What a person said about which photos form a series, and how it is kept; its SQL is here.

A record is named by its content, so that writing one again changes nothing and one is found without a number.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from hashlib import blake2b

from app.library import rows
from app.library.photo import PhotoId

Photos = frozenset[PhotoId]

_NOBODY: Photos = frozenset()
# Questions in one statement; SQLite promises at least 999 (Limits In SQLite, SQLITE_MAX_VARIABLE_NUMBER).
_AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class Parted:
    """Two sets of photos, none of which is to be in one series with any of the other set."""

    left: Photos
    right: Photos


@dataclass(frozen=True, slots=True)
class HandMade:
    """All that was said: sets of photos that stay in one series, what stays apart, and the chosen covers.

    Sets of `joined` share no photo, and no photos of one are parted, unless two programs wrote at once.
    """

    joined: frozenset[Photos] = frozenset()
    parted: frozenset[Parted] = frozenset()
    covers: Photos = _NOBODY

    @property
    def photos(self) -> Photos:
        """The photos of which it was said what they belong to."""
        sides = (side for one in self.parted for side in (one.left, one.right))
        return _NOBODY.union(*self.joined, *sides)

    def __or__(self, other: "HandMade") -> "HandMade":
        return HandMade(self.joined | other.joined, self.parted | other.parted, self.covers | other.covers)

    def __sub__(self, other: "HandMade") -> "HandMade":
        return HandMade(self.joined - other.joined, self.parted - other.parted, self.covers - other.covers)


@dataclass(frozen=True, slots=True)
class HandEdit:
    """From one state to another: what is no longer said, and what is said from now on."""

    removed: HandMade
    added: HandMade

    @property
    def inverse(self) -> "HandEdit":
        """The way back."""
        return HandEdit(self.added, self.removed)

    @property
    def photos(self) -> Photos:
        """The photos concerned."""
        both = self.removed | self.added
        return both.photos | both.covers

    def applied(self, made: HandMade) -> HandMade:
        """What is said after this edit, where `made` was said before."""
        return made - self.removed | self.added


def edit_between(old: HandMade, new: HandMade) -> HandEdit:
    """What leads from `old` to `new`."""
    return HandEdit(old - new, new - old)


class _Part(IntEnum):
    JOINED = 0
    LEFT = 1
    RIGHT = 2
    COVER = 3


_Record = list[tuple[PhotoId, _Part]]


def read(db: sqlite3.Connection, photos: Iterable[PhotoId]) -> HandMade:
    """All that was said of these photos, together with the others that were meant by it."""
    if db.execute("SELECT 1 FROM hand_made LIMIT 1").fetchone() is None:
        return HandMade()
    keys = {key for (key,) in _asked(db, "SELECT DISTINCT record FROM hand_made WHERE photo_id", list(photos))}
    records: dict[bytes, _Record] = defaultdict(list)
    for key, photo, part in _asked(db, "SELECT record, photo_id, part FROM hand_made WHERE record", list(keys)):
        records[key].append((PhotoId(photo), _Part(part)))
    return reduce(HandMade.__or__, map(_made, records.values()), HandMade())


def write(db: sqlite3.Connection, edit: HandEdit) -> None:
    """Keep an edit; may be done again."""
    db.executemany("DELETE FROM hand_made WHERE record = ?", [(_key(record),) for record in _records(edit.removed)])
    for record in _records(edit.added):
        key = _key(record)
        values = [(key, photo, int(part)) for photo, part in record]
        db.executemany("INSERT OR REPLACE INTO hand_made VALUES (?, ?, ?)", values)


def _asked(db: sqlite3.Connection, question: str, values: list[PhotoId] | list[bytes]) -> Iterator[rows.Row]:
    for at in range(0, len(values), _AT_ONCE):
        some = values[at : at + _AT_ONCE]
        yield from db.execute(f"{question} IN ({', '.join('?' * len(some))})", some)


def _made(record: _Record) -> HandMade:
    sides = {part: frozenset(photo for photo, one in record if one is part) for part in _Part}
    left, right = sides[_Part.LEFT], sides[_Part.RIGHT]
    return HandMade(
        frozenset({sides[_Part.JOINED]} if sides[_Part.JOINED] else ()),
        frozenset({Parted(left, right)} if left and right else ()),
        sides[_Part.COVER],
    )


def _records(made: HandMade) -> Iterator[_Record]:
    for joined in made.joined:
        yield [(photo, _Part.JOINED) for photo in sorted(joined)]
    for one in made.parted:
        sides = ((_Part.LEFT, one.left), (_Part.RIGHT, one.right))
        yield [(photo, part) for part, side in sides for photo in sorted(side)]
    for photo in made.covers:
        yield [(photo, _Part.COVER)]


def _key(record: _Record) -> bytes:
    return blake2b(repr([(int(photo), int(part)) for photo, part in record]).encode(), digest_size=16).digest()
