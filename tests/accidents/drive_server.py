"""Serves a folder by FUSE for reading: `drive_server.py HANDLE FOLDER SECONDS`, each answer taking so many seconds.

Speaks the kernel's own protocol (linux/fuse.h, version 7.31) on an open handle of /dev/fuse.
"""

import errno
import os
import select
import struct
import sys
import threading
from collections.abc import Callable

_IN = struct.Struct("<IIQQIIII")
_OUT = struct.Struct("<IiQ")
_ATTR = struct.Struct("<QQQQQQIIIIIIIIII")
_ENTRY = struct.Struct("<QQQQII")
_LONGEST = 1 << 17
_ROOT = 1


class _Server:
    """Answers one request after the other, of reading alone; whatever else is asked for is not known here."""

    def __init__(self, handle: int, folder: str, seconds: float) -> None:
        self._handle, self._seconds = handle, seconds
        self._lock = threading.Lock()
        self._paths = {_ROOT: folder}
        self._ids = {folder: _ROOT}
        self._answers: dict[int, Callable[[int, bytes], bytes]] = {
            1: self._lookup,
            3: self._attributes,
            14: self._open,
            15: self._read,
            17: self._statistics,
            18: lambda *_: b"",
            25: lambda *_: b"",
            26: self._begin,
            27: lambda *_: struct.pack("<QII", 0, 0, 0),
            28: self._list,
            29: lambda *_: b"",
        }

    def run(self) -> None:
        """Until the folder is unmounted; asleep between two lines on standard input, which are answered by one."""
        while True:
            ready, _, _ = select.select([self._handle, sys.stdin], [], [])
            if sys.stdin in ready:
                # Not in the middle of a request: one that is being answered cannot even be killed.
                print(sys.stdin.readline(), end="", flush=True)
                if not sys.stdin.readline():
                    return
                continue
            try:
                request = os.read(self._handle, _LONGEST + 4096)
            except OSError as error:
                if error.errno == errno.ENODEV:
                    return
                continue
            _, code, unique, node, *_ = _IN.unpack_from(request)
            if code in {2, 42, 36}:
                continue
            said = request[_IN.size :]
            if self._seconds:
                # A slow drive takes its time for each, and not for one after the other.
                threading.Timer(self._seconds, self._answer, (code, unique, node, said)).start()
            else:
                self._answer(code, unique, node, said)

    def _answer(self, code: int, unique: int, node: int, said: bytes) -> None:
        wrong, data = 0, b""
        try:
            answer = self._answers.get(code)
            if answer is None:
                wrong = -errno.ENOSYS
            else:
                data = answer(node, said)
        except OSError as error:
            wrong = -(error.errno or errno.EIO)
        try:
            os.write(self._handle, _OUT.pack(_OUT.size + len(data), wrong, unique) + data)
        except OSError:
            # Whoever asked has been killed.
            return

    def _begin(self, _: int, said: bytes) -> bytes:
        major, _minor, ahead, _flags = struct.unpack_from("<IIII", said)
        return struct.pack("<IIIIHHIIHHIII5I", major, 31, ahead, 0, 4, 3, 4096, 1, 1, 0, 0, 0, 0, *(0,) * 5)

    def _lookup(self, node: int, said: bytes) -> bytes:
        path = os.path.join(self._paths[node], os.fsdecode(said.rstrip(b"\0")))
        attributes = self._of(path)
        return _ENTRY.pack(self._id(path), 0, 0, 0, 0, 0) + attributes

    def _attributes(self, node: int, _: bytes) -> bytes:
        return struct.pack("<QII", 0, 0, 0) + self._of(self._paths[node])

    def _open(self, node: int, _: bytes) -> bytes:
        os.stat(self._paths[node])
        # 1 is FOPEN_DIRECT_IO: nothing is answered from memory.
        return struct.pack("<QII", 0, 1, 0)

    def _read(self, node: int, said: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", said)
        with open(self._paths[node], "rb") as file:
            file.seek(offset)
            return file.read(size)

    def _statistics(self, node: int, _: bytes) -> bytes:
        return struct.pack("<QQQQQIIII6I", 1 << 20, 1 << 19, 1 << 19, 1 << 16, 1 << 15, 4096, 255, 4096, 0, *(0,) * 6)

    def _list(self, node: int, said: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", said)
        listed = b""
        for place, entry in enumerate(sorted(os.scandir(self._paths[node]), key=lambda one: one.name)[offset:], offset):
            name = os.fsencode(entry.name)
            kind = 4 if entry.is_dir() else 8
            one = struct.pack("<QQII", self._id(entry.path), place + 1, len(name), kind) + name
            one += bytes(-len(one) % 8)
            if len(listed) + len(one) > size:
                break
            listed += one
        return listed

    def _id(self, path: str) -> int:
        with self._lock:
            if path not in self._ids:
                self._ids[path] = len(self._ids) + 1
                self._paths[self._ids[path]] = path
            return self._ids[path]

    def _of(self, path: str) -> bytes:
        found = os.stat(path)
        times = (found.st_atime_ns, found.st_mtime_ns, found.st_ctime_ns)
        whole = tuple(one // 10**9 for one in times)
        parts = tuple(one % 10**9 for one in times)
        owner = (found.st_mode, found.st_nlink, found.st_uid, found.st_gid, 0, 4096, 0)
        return _ATTR.pack(self._id(path), found.st_size, found.st_blocks, *whole, *parts, *owner)


if __name__ == "__main__":
    _Server(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])).run()
