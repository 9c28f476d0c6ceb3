"""A damaged database is set aside and what can be read of it goes on: at every start, before anything else is done."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.errors import AppError
from app.library.database_trouble import cannot_open, is_damage
from app.library.durable import flush
from app.library.rescue import Rescued, is_whole, rescue

_PATIENCE = 30.0
_LOG_ENDINGS = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Mended:
    """A database was damaged: the file as it was, and what was found in it."""

    broken: Path
    rescued: Rescued

    @property
    def sentence(self) -> str:
        """What happened, for people."""
        what = f"The file of your marks was damaged; it was set aside as {self.broken.name}"
        if not self.rescued.photos:
            return f"{what}, and as nothing could be read from it, marks begin anew."
        marks = "photo" if self.rescued.marked == 1 else "photos"
        return f"{what}, and the marks of {self.rescued.marked:,} {marks} were rescued from it."


def suspect(path: Path) -> None:
    """Have every page of a database examined at the next start: something in it could not be read."""
    with suppress(OSError):
        _mark_of_doubt(path).touch()


def mend(path: Path) -> Mended | None:
    """Examine the database at `path`, and where it is damaged put a rescued one in its place.

    No connection of this process may be open on it. The damaged file stays, with its log, as `*.broken-DATE`. Killed
    at any moment, the next call ends what was begun. Raises AppError.
    """
    try:
        if not path.exists() and not _ready(path).exists():
            return None
        with _alone(path):
            return _mend(path)
    except (OSError, sqlite3.Error) as error:
        raise cannot_open(path, error) from error


def _mend(path: Path) -> Mended | None:
    ready, doubt = _ready(path), _mark_of_doubt(path)
    if not ready.exists():
        if _is_usable(path, everything=doubt.exists()):
            doubt.unlink(missing_ok=True)
            return None
        part = ready.with_name(f"{ready.name}.part")
        _remove(part)
        rescue(path, part)
        flush(part)
        os.replace(part, ready)
    with closing(sqlite3.connect(ready)) as connection:
        photos, marked = connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE stars OR flag OR label) FROM photo"
        ).fetchone()
    broken = _set_aside(path)
    os.replace(ready, path)
    flush(path.parent)
    doubt.unlink(missing_ok=True)
    return Mended(broken, Rescued(photos, marked))


def _is_usable(path: Path, *, everything: bool) -> bool:
    """Whether a database is not damaged. Raises sqlite3.Error, where that cannot be told."""
    try:
        # Only for reading: closing would write the log into the file, and a log that is not its own ruins it.
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE)) as connection:
            return is_whole(connection, everything=everything)
    except sqlite3.Error as error:
        if is_damage(error):
            return False
        raise


def _set_aside(path: Path) -> Path:
    """Give the damaged file and its log another name; the file itself keeps the old one until the new takes it."""
    broken = _free_name(path)
    if path.exists():
        _link(path, broken)
    for ending in _LOG_ENDINGS:
        log = path.with_name(path.name + ending)
        if log.exists():
            os.replace(log, broken.with_name(broken.name + ending))
    flush(path.parent)
    return broken


def _link(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:
        # Some file systems have no links.
        os.replace(path, name)


def _free_name(path: Path) -> Path:
    day = f"{path.name}.broken-{date.today().isoformat()}"
    names = (path.with_name(day if n == 1 else f"{day}-{n}") for n in range(1, 1_000_000))
    # A call that was killed may have given the name already.
    return next(name for name in names if not name.exists() or (path.exists() and name.samefile(path)))


def _ready(path: Path) -> Path:
    """Where a rescued database waits that is whole."""
    return path.with_name(f"{path.name}.rescued")


def _mark_of_doubt(path: Path) -> Path:
    return path.with_name(f"{path.name}.suspect")


def _remove(database: Path) -> None:
    for ending in ("", "-journal", *_LOG_ENDINGS):
        database.with_name(database.name + ending).unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two programs may start at once: the first mends, the other finds it mended."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE):
            yield
    except Timeout as error:
        raise AppError(f"Another Burstpick is busy with {path}; wait until it is done.", str(error)) from error
