"""Marks that may only be looked at: a copy stands in for a database that cannot be written to."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.library.database_trouble import is_denial
from app.library.own_folder import OwnFolder, clear_leftovers
from app.library.schema import STEPS
from app.library.shown_path import shown_path

_PREFIX = "burstpick-shown-"
# Whoever holds the database meanwhile proves that it can be written to.
_PATIENCE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The database to work with. `sentence` is empty where it may be changed, else it says why not.

    `folder` holds a copy, of which nothing is kept.
    """

    database: Path
    sentence: str = ""
    folder: OwnFolder | None = None

    def close(self) -> None:
        """Remove the copy, once everything that was opened on it is closed."""
        if self.folder is not None:
            self.folder.remove()


def standing(path: Path) -> Standing:
    """The database at `path`, or a copy of it if it is of a newer version or may only be read.

    Takes little time where no copy is needed. A database that is damaged or not there stands for itself.
    """
    clear_leftovers(_PREFIX)
    if not path.exists():
        return Standing(path)
    sentence = _obstacle(path)
    if not sentence:
        return Standing(path)
    try:
        return _copied(path, sentence)
    except (OSError, sqlite3.Error):
        # Whoever opens it says what is wrong.
        return Standing(path)


def _obstacle(path: Path) -> str:
    """Why the database must not or cannot be changed; empty if it can, or if that cannot be told."""
    name = shown_path(path)
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
            if _version(connection) > len(STEPS):
                return (
                    f"Your marks at {name} were written by a newer Burstpick: they are shown, and nothing is changed. "
                    "Install that version to go on."
                )
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if is_denial(error):
            return (
                f"Your marks at {name} may only be read: they are shown, and nothing is changed. "
                "Allow writing there, then start Burstpick again."
            )
    return ""


def _copied(path: Path, sentence: str) -> Standing:
    folder = OwnFolder(_PREFIX)
    copy = folder.path / path.name
    try:
        try:
            _copy_as_committed(path, copy)
        except sqlite3.Error:
            # Without a place for the index of its log, SQLite reads nothing; the two files can be copied all the same.
            _copy_files(path, copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            # What this version knows of a newer database it finds there, or says that it cannot.
            connection.execute(f"PRAGMA user_version = {min(_version(connection), len(STEPS))}")
    except (OSError, sqlite3.Error):
        folder.remove()
        raise
    return Standing(copy, sentence, folder)


def _copy_as_committed(path: Path, copy: Path) -> None:
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _copy_files(path: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    shutil.copyfile(path, copy)
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
