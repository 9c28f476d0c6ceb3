"""What SQLite's errors mean for a person's marks, in sentences."""

import sqlite3
from pathlib import Path

from app.errors import AppError
from app.library.shown_path import shown_path

_DAMAGED = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))
_READ_ONLY = frozenset((sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH))
_HELD = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))
_UNTIL_THEN = "Burstpick keeps them in mind and goes on trying"


class DamagedError(AppError):
    """The database is no database or is broken; `rescue.mend` helps."""

    def __init__(self, path: Path, detail: str = "") -> None:
        what = f"Your marks at {shown_path(path)} cannot be opened, as the file is damaged"
        super().__init__(f"{what}; start Burstpick's window again to have them rescued.", detail)


class NewerError(AppError):
    """The database was written by a newer version."""

    def __init__(self, path: Path) -> None:
        sentence = f"Your marks at {shown_path(path)} were written by a newer Burstpick; install that version to go on."
        super().__init__(sentence)


class LostError(AppError):
    """The database is not where it was, or another one is there."""

    def __init__(self, path: Path, *, other: bool) -> None:
        what = (
            f"another file of marks has taken the place of {shown_path(path)}"
            if other
            else f"{shown_path(path)} is gone"
        )
        super().__init__(f"Your marks could not be saved or read: {what}. Put it back; {_UNTIL_THEN}.")


def cannot_open(path: Path, error: Exception) -> AppError:
    """What to say where a database cannot be opened."""
    if is_damage(error):
        return DamagedError(path, str(error))
    sentence = f"Your marks at {shown_path(path)} cannot be opened; check that the disk is there and not full."
    return AppError(sentence, str(error))


def cannot_read(path: Path, error: sqlite3.Error) -> AppError:
    """What to say where something could not be read from an open database."""
    if is_damage(error):
        return DamagedError(path, str(error))
    return AppError(f"Your marks at {shown_path(path)} cannot be read; check that the disk is there.", str(error))


def cannot_save(path: Path, error: sqlite3.Error) -> AppError:
    """What to say where something could not be written to an open database."""
    code = _code(error)
    if code in _DAMAGED:
        return DamagedError(path, str(error))
    if code in _READ_ONLY:
        why = f"{shown_path(path)} may only be read. Allow writing"
    elif code in _HELD:
        why = f"another program holds {shown_path(path)}. Close it"
    else:
        why = f"the disk of {shown_path(path)} is full or does not answer. Free some space there"
    return AppError(f"Your marks could not be saved: {why}; {_UNTIL_THEN}.", str(error))


def is_damage(error: BaseException) -> bool:
    """Whether an error says that a file is no database or a broken one."""
    return isinstance(error, sqlite3.Error) and _code(error) in _DAMAGED


def is_denial(error: sqlite3.Error) -> bool:
    """Whether an error says that a database may not be written to."""
    return _code(error) in _READ_ONLY | {sqlite3.SQLITE_CANTOPEN}


def _code(error: sqlite3.Error) -> int:
    # The low byte is the primary code (SQLite documentation, Result and Error Codes).
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
