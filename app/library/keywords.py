"""The keywords of photos as their sidecars and embedded packets say them, kept in the database; its SQL is here.

They are read and shown, never given here. Of several files of a photo the one that spoke last counts, as a whole.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from app.library import rows
from app.library.photo import PhotoId

_AT_ONCE = 900
# Far more than anybody gives one photo; a hostile packet holds millions.
_MOST_WORDS = 1_000
_MOST_LETTERS = 500
_SIDECAR = ".xmp"
# Between the words of one file; none holds it, as white space within a word is one space.
_BETWEEN = "\n"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaidKeywords:
    """What one file of a photo says of keywords since `at`, in seconds since 1970; none if it took all back.

    `ending` is that of `RememberedSidecar`. The levels of a hierarchy have `|` between them, the highest first.
    """

    photo: PhotoId
    ending: str
    words: Words
    at: float


def tidy(words: Iterable[str]) -> Words:
    """Words as they are kept: each once, in their order, with single spaces, and not without bounds."""
    clean = (" ".join(word.split())[:_MOST_LETTERS] for word in islice(words, _MOST_WORDS))
    return tuple(dict.fromkeys(filter(None, clean)))


def newest(said: Iterable[SaidKeywords]) -> Words:
    """The keywords of one photo: the last word, and of words equally old that of a sidecar."""
    return max(said, key=lambda one: (one.at, one.ending.endswith(_SIDECAR), one.ending), default=_NOTHING).words


def said(db: sqlite3.Connection, photos: Iterable[PhotoId]) -> Iterator[SaidKeywords]:
    """What the files of some photos said at the last look, photo by photo; nothing of those that never said any."""
    wanted = sorted(set(photos))
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        found = db.execute(
            "SELECT photo_id, ending, words, said_at FROM keywords "
            f"WHERE photo_id IN ({', '.join('?' * len(some))}) ORDER BY photo_id",
            some,
        )
        yield from map(_from_row, found)


def of_photos(db: sqlite3.Connection, photos: Iterable[PhotoId]) -> dict[PhotoId, Words]:
    """The keywords of those of some photos that have any, or had."""
    return {photo: newest(files) for photo, files in groupby(said(db, photos), key=lambda one: one.photo)}


def write(db: sqlite3.Connection, changed: Iterable[SaidKeywords]) -> None:
    """Keep what files say now; may be done again."""
    db.executemany(
        "INSERT OR REPLACE INTO keywords VALUES (?, ?, ?, ?)",
        ((one.photo, one.ending, _BETWEEN.join(one.words), one.at) for one in changed),
    )


def _from_row(row: rows.Row) -> SaidKeywords:
    photo, ending, words, at = row
    return SaidKeywords(PhotoId(photo), ending, tuple(words.split(_BETWEEN)) if words else (), at)


_NOTHING = SaidKeywords(PhotoId(0), "", (), 0.0)
