"""Temporary folders that go away with the program: at its end, and after a kill at the next start."""

import shutil
import tempfile
import time
from pathlib import Path

_LOCK = ".in-use"
# A folder without a lock may be one that another program is about to lock.
_GRACE_SECONDS = 24 * 3600.0


class OwnFolder:
    """A new temporary folder whose name begins with `prefix`, held by a lock that ends with the process.

    Raises OSError.
    """

    def __init__(self, prefix: str) -> None:
        from filelock import FileLock

        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        self._lock = FileLock(self.path / _LOCK)
        try:
            self._lock.acquire(timeout=0)
        except OSError:
            shutil.rmtree(self.path, ignore_errors=True)
            raise

    def remove(self) -> None:
        """Remove the folder with all that is in it; what cannot be removed now goes at a later start."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def clear_leftovers(prefix: str) -> None:
    """Remove the folders of that prefix that killed programs left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        if folder.is_dir() and not folder.is_symlink() and _is_nobodys(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_nobodys(folder: Path) -> bool:
    from filelock import FileLock, Timeout

    try:
        if not (folder / _LOCK).exists():
            return time.time() - folder.stat().st_mtime > _GRACE_SECONDS
        with FileLock(folder / _LOCK, timeout=0):
            return True
    except (Timeout, OSError):
        return False
