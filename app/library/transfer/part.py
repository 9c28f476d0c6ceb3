"""A file that is being written: under a final name it is whole, and before that nobody takes it for a photo."""

import errno
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

_PREFIX, _ENDING = ".burstpick-", ".part"
PIECE = 1 << 22
# A file system that knows no hard links, or not here, says one of these.
NO_LINKS = frozenset((errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL))


class Part:
    """An open file of a name that is hidden; gone when discarded, unless it was placed. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{_PREFIX}{secrets.token_hex(8)}{_ENDING}"
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        self._handle = os.open(self.path, flags, 0o600)
        _lock(self._handle)
        self._is_open = True

    def write(self, piece: bytes) -> None:
        """Append some octets."""
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(self._handle, rest) :]

    def flush(self) -> None:
        """See to it that all is on the disk, and that reading it again asks the disk."""
        os.fsync(self._handle)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(self._handle, 0, 0, os.POSIX_FADV_DONTNEED)

    def pieces(self) -> Iterator[bytes]:
        """What was written, from the start."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        while piece := os.read(self._handle, PIECE):
            yield piece

    def place(self, target: Path) -> None:
        """Give it its final name; raises FileExistsError rather than replace what is there."""
        if sys.platform == "win32":
            # Renaming never replaces there, and does not mind files that may only be read.
            self._close()
            os.rename(self.path, target)
            return
        try:
            os.link(self.path, target)
        except OSError as error:
            if isinstance(error, FileExistsError) or error.errno not in NO_LINKS:
                raise
            rename_to_free(self.path, target)
        else:
            os.unlink(self.path)
        self._close()

    def replace(self, target: Path) -> None:
        """Take the place of a file that Burstpick itself wrote before, if there is one."""
        if sys.platform == "win32":
            self._close()
        os.replace(self.path, target)
        self._close()

    def discard(self) -> None:
        """Take it away; does nothing once it was placed."""
        was_open = self._is_open
        if sys.platform == "win32":
            self._close()
        if was_open:
            self.path.unlink(missing_ok=True)
        self._close()

    def _close(self) -> None:
        if self._is_open:
            self._is_open = False
            os.close(self._handle)


def rename_to_free(source: Path, target: Path) -> None:
    """Rename where no hard link can be made; raises FileExistsError if the name is taken."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    os.rename(source, target)


def clear_leftovers(folder: Path) -> None:
    """Remove what a run that was killed left in a folder; files that another run is writing stay."""
    try:
        names = [name for name in os.listdir(folder) if name.startswith(_PREFIX) and name.endswith(_ENDING)]
    except OSError:
        return
    for name in names:
        _remove_if_left(folder / name)


def _lock(handle: int) -> bool:
    """Mark an open file as being written, for as long as this process holds it open; False if somebody else does."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
    return True


def _remove_if_left(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        if _lock(handle):
            path.unlink()
    except OSError:
        # On Windows a file that is being written cannot be removed.
        return
    finally:
        os.close(handle)
