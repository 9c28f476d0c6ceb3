"""Opening a file that may be anything, and reading parts of it without surprises."""

import hashlib
import io
import os
import stat
from pathlib import Path
from types import TracebackType
from typing import Self

from app.library.photo import Stamp

HEAD_BYTES = 65_536
_SAMPLE_BYTES = 16_384
_MOST_BYTES_AT_ONCE = 1 << 20


class UnreadableError(Exception):
    """A file cannot be shown as a photo; `reason` is a fragment of a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason_of(error: OSError) -> str:
    """What an error of the operating system means for one file, in words for people."""
    if isinstance(error, FileNotFoundError):
        return "the file is gone"
    if isinstance(error, PermissionError):
        return "permission to read the file is denied"
    return f"the file cannot be read ({error.strerror or error})"


def open_regular(path: Path) -> io.FileIO:
    """Open a regular file for reading; a pipe or a device is refused before it can block.

    Raises UnreadableError.
    """
    try:
        # Without O_NONBLOCK, opening a pipe that took the file's place would wait for its writer.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0))
        stream = io.FileIO(handle, "rb")
    except OSError as error:
        raise UnreadableError(reason_of(error)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        stream.close()
        raise UnreadableError("not a file but a folder, a pipe or a device")
    return stream


class FileSource:
    """Positioned reads of one open regular file whose first 64 KB are read once and kept.

    Raises UnreadableError from every method that reads.
    """

    def __init__(self, path: Path) -> None:
        self._stream = open_regular(path)
        status = os.fstat(self._stream.fileno())
        self.path = path
        self.size = status.st_size
        self.mtime_ns = status.st_mtime_ns
        try:
            self.head = self._read_from_disk(0, HEAD_BYTES)
        except UnreadableError:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def read(self, offset: int, length: int) -> bytes:
        """The bytes from `offset` on; fewer than `length` at the end of the file, at most 1 MB."""
        end = offset + length
        if end <= len(self.head):
            return self.head[offset:end]
        if offset >= self.size:
            return b""
        return self._read_from_disk(offset, min(length, _MOST_BYTES_AT_ONCE))

    def read_long(self, offset: int, length: int) -> bytes:
        """As `read`, without its bound; the caller has one."""
        return self._read_from_disk(offset, min(length, max(0, self.size - offset)))

    def buffered(self) -> io.BufferedReader:
        """The whole file as a stream for a decoder, at its start, to be closed on its own."""
        try:
            self._stream.seek(0)
            return io.BufferedReader(io.FileIO(os.dup(self._stream.fileno()), "rb"))
        except OSError as error:
            raise UnreadableError(reason_of(error)) from error

    def stamp(self) -> Stamp:
        """Identity of the content: BLAKE2b (16 bytes) over the size and 16 KB of head, middle and tail."""
        digest = hashlib.blake2b(self.size.to_bytes(8, "little"), digest_size=16)
        digest.update(self.head[:_SAMPLE_BYTES])
        digest.update(self.read(max(0, (self.size - _SAMPLE_BYTES) // 2), _SAMPLE_BYTES))
        digest.update(self.read(max(0, self.size - _SAMPLE_BYTES), _SAMPLE_BYTES))
        return Stamp(self.size, self.mtime_ns, digest.digest())

    def _read_from_disk(self, offset: int, length: int) -> bytes:
        try:
            self._stream.seek(offset)
            return self._stream.read(length) or b""
        except OSError as error:
            raise UnreadableError(reason_of(error)) from error
