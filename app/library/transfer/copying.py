"""Copies a file and proves the copy by reading it back."""

import hashlib
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from app.cancel import CancelToken
from app.library.source import open_regular
from app.library.transfer.part import PIECE, Part


class DamagedCopyError(Exception):
    """What is read back is not what was written; `reason` is a fragment of a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def copied(source: Path, part: Part, token: CancelToken) -> Iterator[int]:
    """Copy a file with its times and mode, then read the copy back and compare it by SHA-256.

    Yields octets as they are dealt with, in all twice the size of the file. Raises OSError, UnreadableError,
    DamagedCopyError, Cancelled.
    """
    wanted = hashlib.sha256()
    with open_regular(source) as stream:
        before = os.fstat(stream.fileno())
        while piece := stream.read(PIECE):
            token.check()
            wanted.update(piece)
            part.write(piece)
            yield len(piece)
        after = os.fstat(stream.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise DamagedCopyError("the file was changed while it was copied")
    _keep_times_and_mode(source, part.path)
    part.flush()
    found = hashlib.sha256()
    for piece in part.pieces():
        token.check()
        found.update(piece)
        yield len(piece)
    if found.digest() != wanted.digest():
        raise DamagedCopyError("the copy differs from the original when it is read back; check the disk")


def same_bytes(one: Path, other: Path, token: CancelToken) -> bool:
    """Whether two files hold the same; raises OSError, UnreadableError, Cancelled."""
    if os.stat(one).st_size != os.stat(other).st_size:
        return False
    if os.path.samefile(one, other):
        return True
    with open_regular(one) as left, open_regular(other) as right:
        left_pieces, right_pieces = io.BufferedReader(left, PIECE), io.BufferedReader(right, PIECE)
        while piece := left_pieces.read(PIECE):
            token.check()
            if piece != right_pieces.read(PIECE):
                return False
    return True


def _keep_times_and_mode(source: Path, copy: Path) -> None:
    """As far as the file system has them: some of cards and networks know neither modes nor who may set times."""
    try:
        shutil.copystat(source, copy)
    except OSError:
        status = os.stat(source)
        try:
            os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))
        except OSError:
            return
