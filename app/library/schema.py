"""The shape of the database, one step per version; a step is never edited once it has shipped."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from app.errors import AppError

_STEP_1 = """
CREATE TABLE photo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stars INTEGER NOT NULL DEFAULT 0,
    flag INTEGER NOT NULL DEFAULT 0,
    label INTEGER NOT NULL DEFAULT 0,
    marked_at REAL,
    wall REAL NOT NULL, tz_offset INTEGER, resolution REAL NOT NULL, sure INTEGER NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, orientation INTEGER NOT NULL,
    camera TEXT NOT NULL, serial TEXT NOT NULL, lens TEXT NOT NULL,
    focal_length REAL, exposure REAL, aperture REAL, iso INTEGER, exposure_bias REAL,
    burst_key TEXT NOT NULL, burst_index INTEGER, bracketed INTEGER NOT NULL, burst_reason TEXT NOT NULL
);
CREATE TABLE file (
    path BLOB NOT NULL,
    digest BLOB NOT NULL,
    photo_id INTEGER NOT NULL REFERENCES photo(id),
    role INTEGER NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    PRIMARY KEY (path, digest)
) WITHOUT ROWID;
CREATE INDEX file_by_digest ON file(digest);
CREATE INDEX file_by_photo ON file(photo_id);
CREATE TABLE vector (
    embedder TEXT NOT NULL, digest BLOB NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (embedder, digest)
) WITHOUT ROWID;
CREATE TABLE ranking (
    model TEXT NOT NULL, frames BLOB NOT NULL, scores BLOB NOT NULL, p_best BLOB NOT NULL,
    margin REAL NOT NULL, too_close INTEGER NOT NULL,
    PRIMARY KEY (model, frames)
) WITHOUT ROWID;
CREATE TABLE folder (
    path BLOB PRIMARY KEY,
    gap REAL, likeness REAL, current_photo INTEGER
) WITHOUT ROWID;
"""

# Whether the model's word on the photo's series could be seen when its marks were given; of marks from before nobody
# knows, and they are taken for such.
_STEP_2 = """
ALTER TABLE photo ADD COLUMN scores_shown INTEGER NOT NULL DEFAULT 1
"""

# What was said by hand of series, as records of photos with their part in each, and of two frames side by side.
_STEP_3 = """
CREATE TABLE hand_made (
    record BLOB NOT NULL, photo_id INTEGER NOT NULL REFERENCES photo(id), part INTEGER NOT NULL,
    PRIMARY KEY (record, photo_id)
) WITHOUT ROWID;
CREATE INDEX hand_made_by_photo ON hand_made(photo_id);
CREATE TABLE comparison (
    winner INTEGER NOT NULL REFERENCES photo(id), loser INTEGER NOT NULL REFERENCES photo(id),
    at REAL NOT NULL, scores_shown INTEGER NOT NULL,
    PRIMARY KEY (winner, loser, at)
) WITHOUT ROWID
"""

STEPS = (_STEP_1, _STEP_2, _STEP_3)


def connect(path: Path) -> sqlite3.Connection:
    """Open the database at `path`, made or brought up to date first; raises AppError if that cannot be.

    Write-ahead log with full synchronisation: a commit that returned survives a killed process and a pulled
    plug (SQLite documentation, PRAGMA synchronous).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    except (sqlite3.Error, OSError) as error:
        raise _cannot_open(path, error) from error
    try:
        _prepare(connection, path)
    except (sqlite3.Error, OSError) as error:
        connection.close()
        raise _cannot_open(path, error) from error
    except AppError:
        connection.close()
        raise
    return connection


def _cannot_open(path: Path, error: Exception) -> AppError:
    return AppError(f"Your marks at {path} cannot be opened; check that the disk is there and not full.", str(error))


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) > len(STEPS):
        raise AppError(f"Your marks at {path} were written by a newer Burstpick; install that version to go on.")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    _migrate(connection, path)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == len(STEPS):
        return
    # Two programs may start at once: the first to hold the write lock makes the steps, the other finds them made.
    connection.execute("BEGIN IMMEDIATE")
    version = _version(connection)
    if 0 < version < len(STEPS):
        _copy(path, path.with_name(f"{path.name}.before-{len(STEPS)}"))
    for step in STEPS[version:]:
        for statement in step.split(";"):
            if statement.strip():
                connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(STEPS)}")
    connection.execute("COMMIT")


def _copy(path: Path, target: Path) -> None:
    """Copy a database as it was last committed, unless that was done before; `target` is a whole copy or not there."""
    if target.exists():
        return
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    os.replace(part, target)
