"""Opening the database file: made or brought up to date first, and never mistaken for another."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.errors import AppError
from app.library.database_trouble import LostError, NewerError, cannot_open, cannot_save
from app.library.schema import STEPS, make_steps

_PATIENCE = 30.0


class DatabaseFile:
    """One connection, and the file it was opened on.

    `library` is a number that a database is given once and keeps when it is moved or rescued. Given to the
    constructor, it must be that of the file, which is then not made; ids of photos mean nothing in another one.
    Raises AppError, and of these LostError, NewerError and DamagedError.
    """

    def __init__(self, path: Path, library: int | None = None) -> None:
        self.path = path
        if library is not None and not path.exists():
            raise LostError(path, other=False)
        self.connection = _connect(path)
        try:
            self.library = _pragma(self.connection, "application_id")
            self._place = _place(path)
        except (sqlite3.Error, OSError) as error:
            self.connection.close()
            raise cannot_open(path, error) from error
        if library not in (None, self.library):
            self.connection.close()
            raise LostError(path, other=True)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is kept or nothing; when this returns it is on the disk, in the file of that path.

        Raises AppError.
        """
        try:
            self._check_place()
            self.connection.execute("BEGIN IMMEDIATE")
            with self.connection:
                yield
            # Files that were removed or lie on a disk that was taken away can be written to, and nobody finds it again.
            self._check_place()
        except sqlite3.Error as error:
            raise cannot_save(self.path, error) from error

    def _check_place(self) -> None:
        try:
            is_there = _place(self.path) == self._place
        except OSError as error:
            raise LostError(self.path, other=False) from error
        if not is_there:
            raise LostError(self.path, other=True)


def _place(path: Path) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_dev, status.st_ino


def _connect(path: Path) -> sqlite3.Connection:
    """Write-ahead log with full synchronisation: a commit that returned survives a killed process and a pulled
    plug (SQLite documentation, PRAGMA synchronous).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    except (sqlite3.Error, OSError) as error:
        raise cannot_open(path, error) from error
    try:
        _prepare(connection, path)
    except (sqlite3.Error, OSError) as error:
        connection.close()
        raise cannot_open(path, error) from error
    except AppError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "user_version") > len(STEPS):
        raise NewerError(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    _migrate(connection, path)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "user_version") == len(STEPS) and _pragma(connection, "application_id"):
        return
    # Two programs may start at once: the first to hold the write lock makes the steps, the other finds them made.
    connection.execute("BEGIN IMMEDIATE")
    version = _pragma(connection, "user_version")
    if 0 < version < len(STEPS):
        copy_database(path, path.with_name(f"{path.name}.before-{len(STEPS)}"))
    make_steps(connection, version)
    if not _pragma(connection, "application_id"):
        connection.execute(f"PRAGMA application_id = {1 + secrets.randbelow(2**31 - 1)}")
    connection.execute("COMMIT")


def copy_database(path: Path, target: Path) -> None:
    """Copy a database as it was last committed, unless that was done before; `target` is a whole copy or not there.

    Raises sqlite3.Error and OSError.
    """
    if target.exists():
        return
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    os.replace(part, target)
