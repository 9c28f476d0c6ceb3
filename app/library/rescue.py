"""What photographers said, read out of a damaged database into a new one."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.library.schema import make_steps
from app.library.sqlite_pages import Record, cells, library_number

# Columns of the first version; later ones came behind them.
_PHOTO_COLUMNS = 24
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Rescued:
    """How many photos were found, and how many of them bear marks."""

    photos: int
    marked: int


def rescue(damaged: Path, target: Path) -> Rescued:
    """Make a new database at `target` of all that can be read in a damaged one and cannot be computed again.

    Photos keep their ids and the database its number, as far as it can be read. `target` must not be there; when this
    returns it is a whole database in one file. Raises OSError and sqlite3.Error.
    """
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        make_steps(connection, 0)
        connection.execute(f"PRAGMA application_id = {library_number(damaged)}")
        _fill(connection, damaged)
        connection.execute("COMMIT")
        photos, marked = connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE stars OR flag OR label) FROM photo"
        ).fetchone()
        return Rescued(photos, marked)


def is_whole(connection: sqlite3.Connection, *, everything: bool = False) -> bool:
    """Whether what people said can be read; with `everything`, what was computed as well. Raises sqlite3.Error."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > 0 and not names.issuperset(("photo", "file")):
        return False
    checks = [""] if everything else [f"({name})" for name in _TABLES if name in names]
    return all(connection.execute(f"PRAGMA quick_check{one}").fetchone() == ("ok",) for one in checks)


def _fill(connection: sqlite3.Connection, damaged: Path) -> None:
    found: dict[str, list[Record]] = {name: [] for name in _TABLES}
    for cell in cells(damaged):
        for name, fits in _TABLES.items():
            if fits(cell.rowid, cell.record):
                record = (cell.rowid, *cell.record[1:]) if name == "photo" else cell.record
                found[name].append(record)
                break
    for name, records in found.items():
        _insert(connection, name, records)
    # What was lost of keywords is in the files, which are read once more as no file has that size.
    connection.execute("UPDATE sidecar SET size = -1")


def _insert(connection: sqlite3.Connection, table: str, records: Iterable[Record]) -> None:
    """The first record of a key is the newest; one that speaks of a photo nobody found says nothing."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    photos = {row[0] for row in connection.execute("SELECT id FROM photo")}
    about = [n for n, name in enumerate(columns) if name in ("photo_id", "winner", "loser")]
    for record in records:
        values = record[: len(columns)]
        if all(values[n] in photos for n in about):
            names, holes = ", ".join(columns[: len(values)]), ", ".join("?" * len(values))
            connection.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({holes})", values)


def _is_photo(rowid: int | None, record: Record) -> bool:
    return (
        rowid is not None
        and rowid > 0
        and len(record) >= _PHOTO_COLUMNS
        and record[0] is None
        and record[1] in range(6)
        and record[2] in (-1, 0, 1)
        and record[3] in range(6)
        and all(isinstance(value, int | float) for value in (record[5], *record[7:12]))
        and all(isinstance(value, str) for value in (*record[12:15], record[20], record[23]))
    )


def _is_file(rowid: int | None, record: Record) -> bool:
    if rowid is not None or len(record) != 6:
        return False
    path, digest, *numbers = record
    return isinstance(path, bytes) and isinstance(digest, bytes) and len(digest) == _DIGEST_BYTES and _whole(numbers)


def _is_hand_made(rowid: int | None, record: Record) -> bool:
    return rowid is None and len(record) == 3 and isinstance(record[0], bytes) and _whole(record[1:])


def _is_comparison(rowid: int | None, record: Record) -> bool:
    return (
        rowid is None and len(record) == 4 and _whole((*record[:2], record[3])) and isinstance(record[2], int | float)
    )


def _is_folder(rowid: int | None, record: Record) -> bool:
    if rowid is not None or len(record) != 4 or not isinstance(record[0], bytes):
        return False
    return all(value is None or isinstance(value, int | float) for value in record[1:])


def _is_sidecar(rowid: int | None, record: Record) -> bool:
    return (
        rowid is None
        and len(record) == 8
        and isinstance(record[0], int)
        and isinstance(record[1], str)
        and all(value is None or isinstance(value, int | float) for value in record[2:])
    )


def _is_keywords(rowid: int | None, record: Record) -> bool:
    return (
        rowid is None
        and len(record) == 4
        and isinstance(record[0], int)
        and all(isinstance(value, str) for value in record[1:3])
        and isinstance(record[3], int | float)
    )


def _whole(values: Iterable[object]) -> bool:
    return all(isinstance(value, int) for value in values)


# Photos first, as the others speak of them.
_TABLES: dict[str, Callable[[int | None, Record], bool]] = {
    "photo": _is_photo,
    "file": _is_file,
    "hand_made": _is_hand_made,
    "comparison": _is_comparison,
    "folder": _is_folder,
    "sidecar": _is_sidecar,
    "keywords": _is_keywords,
}
