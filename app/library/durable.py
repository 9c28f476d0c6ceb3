"""Writing that outlives a power cut."""

import errno
import os
import sys
from pathlib import Path

# Some network drives and FUSE cannot be asked for it, and say one of these.
_CANNOT = frozenset((errno.EINVAL, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK))


def flush(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on the disk, where the system can be asked for that.

    Raises OSError.
    """
    # Windows asks for the right to write, which nobody has on a folder.
    if sys.platform == "win32" and (path.is_dir() or not os.access(path, os.W_OK)):
        return
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(handle)


def replace_text(path: Path, text: str) -> None:
    """Put a text in the place of a file, or make it; whoever reads it sees all of the old or all of the new.

    A link to a file kept elsewhere stays a link. What stands for octets that are no UTF-8 is written as these. Raises
    OSError.
    """
    target = path.resolve()
    fresh = target.with_name(f"{target.name}.new")
    with fresh.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, target)
