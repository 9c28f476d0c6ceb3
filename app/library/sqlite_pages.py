"""The records in the pages of an SQLite file, whatever state the file is in.

SQLite itself gives up a table where one page of it is broken. Here every page stands for itself: those that can be read
are read, wherever they belong. Layout: SQLite documentation, Database File Format, sections 1.2 to 1.6, 2.1 and 4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR = 0x0D, 0x0A, 0x02
_HEADER = 100
_USUAL_SIZE = 4096
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_MAGIC = 0x377F0682
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_COLUMNS = 200

Value = int | float | str | bytes | None
Record = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A record; `rowid` is None in a table without one, whose records are those of an index."""

    rowid: int | None
    record: Record


def cells(path: Path) -> Iterator[Cell]:
    """Every record of a database and its write-ahead log, what is newest first, what was replaced last.

    Raises OSError.
    """
    data = path.read_bytes()
    size, reserved = _page_size(data), data[20] if data[:6] == b"SQLite" and len(data) > 20 else 0
    log = _log_pages(path.with_name(f"{path.name}-wal"), size)
    pages = {n + 1: data[n * size : (n + 1) * size] for n in range(-(-len(data) // size))}
    free = _free_pages(pages, size)
    current = {n: page for n, page in (pages | log).items() if n not in free or n in log}
    replaced = {n: page for n, page in pages.items() if n in log or n in free}
    for number, page in (*sorted(current.items()), *sorted(replaced.items())):
        yield from _Page(page, number, size - reserved, pages | log).cells()


def library_number(path: Path) -> int:
    """The application id in the header of a database; 0 where the header is broken. Raises OSError."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    whole = header.startswith(b"SQLite format 3\0") and len(header) == _HEADER
    return int(struct.unpack_from(">i", header, 68)[0]) if whole else 0


def _page_size(data: bytes) -> int:
    if not data.startswith(b"SQLite format 3\0") or len(data) < _HEADER:
        return _USUAL_SIZE
    size = int.from_bytes(data[16:18], "big")
    size = 65_536 if size == 1 else size
    return size if 512 <= size <= 65_536 and size.bit_count() == 1 else _USUAL_SIZE


def _free_pages(pages: dict[int, bytes], size: int) -> set[int]:
    """The pages that hold nothing any more, as far as the list of them can be followed."""
    first = pages.get(1, b"")
    trunk = int.from_bytes(first[32:36], "big") if first.startswith(b"SQLite format 3\0") else 0
    free: set[int] = set()
    while trunk in pages and trunk not in free and len(pages[trunk]) == size:
        page = pages[trunk]
        free.add(trunk)
        count = min(int.from_bytes(page[4:8], "big"), size // 4 - 2)
        free.update(struct.unpack_from(f">{count}I", page, 8))
        trunk = int.from_bytes(page[:4], "big")
    return free


def _log_pages(path: Path, size: int) -> dict[int, bytes]:
    """The newest committed version of every page in a write-ahead log; frames whose checksum is wrong are left out."""
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    if len(data) < _WAL_HEADER or (int.from_bytes(data[:4], "big") & ~1) != _WAL_MAGIC:
        return {}
    order = ">" if data[3] & 1 else "<"
    found: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    before = struct.unpack_from(">2I", data, 24)
    for start in range(_WAL_HEADER, len(data) - size - _FRAME_HEADER + 1, _FRAME_HEADER + size):
        number, commit = struct.unpack_from(">2I", data, start)
        if data[start + 8 : start + 16] != data[16:24]:
            break
        page = data[start + _FRAME_HEADER : start + _FRAME_HEADER + size]
        told = struct.unpack_from(">2I", data, start + 16)
        if _checksum(data[start : start + 8] + page, before, order) == told:
            waiting[number] = page
        if commit:
            found |= waiting
            waiting = {}
        before = told
    return found


def _checksum(data: bytes, seed: tuple[int, ...], order: str) -> tuple[int, int]:
    one, two = seed
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for n in range(0, len(words), 2):
        one = (one + words[n] + two) & 0xFFFFFFFF
        two = (two + words[n + 1] + one) & 0xFFFFFFFF
    return one, two


class _Page:
    """One page of a tree; `usable` is its size without what is reserved at its end."""

    def __init__(self, data: bytes, number: int, usable: int, pages: dict[int, bytes]) -> None:
        self._data, self._usable, self._pages = data, usable, pages
        self._start = _HEADER if number == 1 else 0

    def cells(self) -> Iterator[Cell]:
        kind = self._data[self._start] if len(self._data) > self._start + 12 else 0
        if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR):
            return
        first = self._start + (12 if kind == _INDEX_INTERIOR else 8)
        count = int.from_bytes(self._data[self._start + 3 : self._start + 5], "big")
        for n in range(min(count, (len(self._data) - first) // 2)):
            place = int.from_bytes(self._data[first + 2 * n : first + 2 * n + 2], "big")
            try:
                yield self._cell(place + (4 if kind == _INDEX_INTERIOR else 0), kind)
            except (IndexError, ValueError, struct.error):
                # A broken cell says nothing of its neighbours.
                continue

    def _cell(self, place: int, kind: int) -> Cell:
        length, place = _varint(self._data, place)
        rowid: int | None = None
        if kind == _TABLE_LEAF:
            rowid, place = _varint(self._data, place)
        return Cell(rowid, _record(self._payload(place, length, kind)))

    def _payload(self, place: int, length: int, kind: int) -> bytes:
        usable = self._usable
        most = usable - 35 if kind == _TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return self._data[place : place + length]
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        local = local if local <= most else least
        following = int.from_bytes(self._data[place + local : place + local + 4], "big")
        return self._data[place : place + local] + self._overflow(following, length - local)

    def _overflow(self, following: int, length: int) -> bytes:
        pieces = b""
        seen: set[int] = set()
        while len(pieces) < length and following in self._pages and following not in seen:
            seen.add(following)
            page = self._pages[following]
            pieces += page[4 : min(self._usable, 4 + length - len(pieces))]
            following = int.from_bytes(page[:4], "big")
        return pieces


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for n in range(8):
        byte = data[place + n]
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, place + n + 1
    return value << 8 | data[place + 8], place + 9


def _record(payload: bytes) -> Record:
    """The values of a record; raises ValueError if it is not whole."""
    end, place = _varint(payload, 0)
    kinds = []
    while place < end:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    if place != end or len(kinds) > _MOST_COLUMNS:
        raise ValueError("no record")
    values = []
    for kind in kinds:
        length = _length(kind)
        if place + length > len(payload):
            raise ValueError("cut off")
        values.append(_value(kind, payload[place : place + length]))
        place += length
    if place != len(payload):
        raise ValueError("of another length")
    return tuple(values)


def _length(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return 8 if kind == 7 else _INTEGERS.get(kind, 0)


def _value(kind: int, data: bytes) -> Value:
    if kind in _INTEGERS:
        return int.from_bytes(data, "big", signed=True)
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind >= 12:
        return data.decode("utf-8") if kind % 2 else data
    if kind in (8, 9):
        return kind - 8
    if kind == 0:
        return None
    raise ValueError("an unknown kind of value")
