"""Replacing a file as a whole: whoever reads it sees all of the old or all of the new, whatever happens."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from app.library.durable import flush
from app.library.source import UnreadableError, open_regular, reason_of

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be taken away
    fcntl = None  # type: ignore[assignment]

_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_PART, _ORIGINAL = ".burstpick-part", ".burstpick-original"


class RefusedError(Exception):
    """A file that was not written; `reason` is a fragment of a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class State:
    """By what a file is told to be the one that was read."""

    size: int
    mtime_ns: int
    inode: int
    mode: int


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, and its state when they were read."""

    data: bytes
    state: State


def read_file(path: Path, most_bytes: int) -> Content | None:
    """A regular file as a whole; None if it is not there. Raises RefusedError for anything that cannot be read."""
    try:
        with open_regular(path) as stream:
            state = _state(os.fstat(stream.fileno()))
            if state.size > most_bytes:
                raise RefusedError(f"it has more than {most_bytes >> 20} MB")
            data = b"".join(iter(lambda: stream.read(1 << 20), b""))
    except UnreadableError as error:
        if not os.path.lexists(path):
            return None
        raise RefusedError(error.reason) from error
    except OSError as error:
        raise RefusedError(reason_of(error)) from error
    return Content(data, state)


def state_of(path: Path) -> State | None:
    """The state of a file; None if it is not there."""
    try:
        return _state(os.stat(path))
    except OSError:
        return None


def replace_file(path: Path, data: bytes, before: State | None, *, kept: bool = False) -> State:
    """Put `data` in the place of a file that had the state `before`, or None for none; returns its new state.

    The new content is on the disk before it takes the name, and is read back. A link stays one, the mode stays. `kept`
    keeps the old file beside it until then, and puts it back where the new one proves damaged. Raises RefusedError, and
    then the old file is as it was.
    """
    target = Path(os.path.realpath(path))
    if before is not None and not before.mode & 0o222:
        raise RefusedError("the file is write-protected")
    part = target.with_name(f".{target.name}{_PART}")
    original = target.with_name(f".{target.name}{_ORIGINAL}") if kept and before is not None else None
    try:
        with _held(part, target) as stream:
            try:
                _write(stream, data, before)
                if state_of(target) != before:
                    raise RefusedError("another program has just changed it")
                if original is not None:
                    _keep(target, original)
                if fcntl is None:
                    stream.close()
                os.replace(part, target)
                with suppress(OSError):
                    # The rename itself is done.
                    flush(target.parent)
            except (RefusedError, OSError):
                for leftover in filter(None, (part, original)):
                    with suppress(OSError):
                        leftover.unlink()
                raise
            return _read_back(target, data, original)
    except OSError as error:
        raise RefusedError(_failure(error)) from error


def sweep(folder: Path) -> None:
    """Take away what a killed program left of files it was writing; those being written now stay. Raises OSError."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.endswith((_PART, _ORIGINAL))]
    for name in names:
        if not name.startswith("."):
            continue
        left = folder / name
        with suppress(OSError):
            if name.endswith(_ORIGINAL):
                _settle(left, folder / name[1 : -len(_ORIGINAL)])
            else:
                _remove_if_left(left)


def _settle(original: Path, target: Path) -> None:
    """An original that was kept beside its successor: back in its place if that is empty, else gone."""
    if not (_is_free(target.with_name(f".{target.name}{_PART}")) and _is_free(target)):
        return
    if os.path.lexists(target):
        original.unlink()
    else:
        os.rename(original, target)


def _keep(target: Path, original: Path) -> None:
    original.unlink(missing_ok=True)
    try:
        os.link(target, original)
    except OSError:
        # Memory cards and many exchange disks know no second names.
        shutil.copy2(target, original)


@contextmanager
def _held(part: Path, target: Path) -> Iterator[FileIO]:
    """A part that nobody else writes, for as long as it is open, also under the name that it takes; else RefusedError.

    Two that opened it under one name could otherwise write into what has become the file itself.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(part, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
    with os.fdopen(handle, "r+b", buffering=0) as stream:
        if not (_lock(handle) and _is_named(handle, part)):
            raise RefusedError("another Burstpick is writing it")
        if not _is_free(target):
            part.unlink(missing_ok=True)
            raise RefusedError("another Burstpick is writing it")
        yield stream


def _write(stream: FileIO, data: bytes, before: State | None) -> None:
    stream.truncate(0)
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]
    if before is not None and hasattr(os, "fchmod"):
        os.fchmod(stream.fileno(), stat.S_IMODE(before.mode))
    os.fsync(stream.fileno())


def _read_back(target: Path, data: bytes, original: Path | None) -> State:
    found = read_file(target, max(len(data), 1))
    if found is None or found.data != data:
        if original is not None:
            os.replace(original, target)
        raise RefusedError("what was written did not come back; check the disk")
    if original is not None:
        original.unlink(missing_ok=True)
    return found.state


def _state(status: os.stat_result) -> State:
    return State(status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode)


def _lock(handle: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # A file system without locks.
        return True
    return True


def _is_named(handle: int, path: Path) -> bool:
    """Whether an open file still goes by that name."""
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except FileNotFoundError:
        return False


def _is_free(path: Path) -> bool:
    """Whether no Burstpick writes a file, which need not be there."""
    try:
        handle = os.open(path, _READING)
    except OSError:
        return True
    try:
        return _lock(handle)
    finally:
        os.close(handle)


def _remove_if_left(part: Path) -> None:
    handle = os.open(part, _READING)
    try:
        is_left = _lock(handle) and _is_named(handle, part)
        if is_left and fcntl is not None:
            part.unlink()
    finally:
        os.close(handle)
    if is_left and fcntl is None:
        part.unlink()


def _failure(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "permission to write there is denied"
    return f"it cannot be written ({error.strerror or error})"
