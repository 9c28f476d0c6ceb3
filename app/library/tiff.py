"""Reading single entries of TIFF structures (EXIF, maker notes, RAW files); every step is bounded.

The structure is that of TIFF 6.0, section 2, and of Exif 2.32, section 4.6. Bytes are never trusted: what does not fit
is absent, so no input raises or loops.
"""

import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Read = Callable[[int, int], bytes]

_ITEM_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_ITEM_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 7: "B", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_RATIONAL_CODES = {5: "I", 10: "i"}
_MOST_ENTRIES = 1_000
_MOST_VALUE_BYTES = 65_536
_MOST_NUMBERS = 256
_MOST_DIRECTORIES = 16
_SUB_DIRECTORIES = 0x014A
_MAGIC_NUMBERS = frozenset((42, 0x55, 0x4F52, 0x5352))


@dataclass(frozen=True, slots=True)
class Tiff:
    """A TIFF structure; all offsets count from the start of `read`'s bytes."""

    read: Read
    order: str
    first: int

    def directory(self, offset: int) -> "Directory":
        """The directory at `offset`, with those of its entries that are there; empty if none is."""
        size = self.read(offset, 2)
        if len(size) < 2:
            return Directory(self)
        count = int(struct.unpack(self.order + "H", size)[0])
        if count > _MOST_ENTRIES:
            return Directory(self)
        data = self.read(offset + 2, count * 12 + 4)
        whole = min(count, len(data) // 12)
        rows = struct.iter_unpack(self.order + "HHI4s", data[: whole * 12])
        entries = {tag: (kind, items, inline) for tag, kind, items, inline in rows}
        link = data[count * 12 : count * 12 + 4]
        following = int(struct.unpack(self.order + "I", link)[0]) if len(link) == 4 else 0
        return Directory(self, entries, following)

    def shifted(self, start: int) -> Read:
        """Read with offsets that count from `start`, as some maker notes do."""
        read = self.read
        return lambda offset, length: read(start + offset, length)

    def directories(self) -> Iterator["Directory"]:
        """The first directory, those chained to it, and their sub-directories; each once, at most 16."""
        waiting = [self.first]
        seen: set[int] = set()
        while waiting and len(seen) < _MOST_DIRECTORIES:
            offset = waiting.pop(0)
            if offset == 0 or offset in seen:
                continue
            seen.add(offset)
            found = self.directory(offset)
            yield found
            waiting += [int(value) for value in found.numbers(_SUB_DIRECTORIES)]
            waiting.append(found.following)


@dataclass(frozen=True, slots=True)
class Directory:
    """The entries of one image file directory; a tag that is absent or damaged reads as empty."""

    tiff: Tiff
    entries: dict[int, tuple[int, int, bytes]] = field(default_factory=dict)
    following: int = 0

    def __contains__(self, tag: int) -> bool:
        return tag in self.entries

    def place(self, tag: int) -> tuple[int, int]:
        """Offset and length in bytes of a value that lies outside the directory; (0, 0) otherwise."""
        kind, items, inline = self.entries.get(tag, (0, 0, b""))
        length = items * _ITEM_BYTES.get(kind, 0)
        if length <= 4:
            return 0, 0
        return int(struct.unpack(self.tiff.order + "I", inline)[0]), length

    def data(self, tag: int) -> bytes:
        """The value's bytes, at most 64 KB."""
        kind, items, inline = self.entries.get(tag, (0, 0, b""))
        length = min(items * _ITEM_BYTES.get(kind, 0), _MOST_VALUE_BYTES)
        if length <= 4:
            return inline[:length]
        return self.tiff.read(self.place(tag)[0], length)

    def text(self, tag: int) -> str:
        """The value as text up to its first NUL, without what cannot be printed."""
        if self.entries.get(tag, (0,))[0] not in (2, 7, 1):
            return ""
        data = self.data(tag).split(b"\0", 1)[0].strip()
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        return text if text.isprintable() else "".join(filter(str.isprintable, text)).strip()

    def numbers(self, tag: int) -> tuple[float, ...]:
        """The value as numbers, at most 256; fractions without a meaning are left out."""
        kind, _, _ = self.entries.get(tag, (0, 0, b""))
        if kind in _RATIONAL_CODES:
            flat = self._unpack(tag, _RATIONAL_CODES[kind], 4)
            return tuple(top / low for top, low in zip(flat[::2], flat[1::2], strict=False) if low)
        if kind in _ITEM_CODES:
            values = self._unpack(tag, _ITEM_CODES[kind], _ITEM_BYTES[kind])
            return tuple(value for value in values if math.isfinite(value))
        return ()

    def number(self, tag: int) -> float | None:
        """The value's first number."""
        found = self.numbers(tag)
        return found[0] if found else None

    def whole(self, tag: int) -> int:
        """The value's first number without its fraction; 0 if there is none."""
        return int(self.number(tag) or 0)

    def _unpack(self, tag: int, code: str, size: int) -> tuple[float, ...]:
        data = self.data(tag)
        items = min(len(data) // size, _MOST_NUMBERS)
        return struct.unpack(f"{self.tiff.order}{items}{code}", data[: items * size])


def tiff_in(read: Read) -> Tiff | None:
    """The TIFF structure that starts at offset 0, or None; RAW variants of the magic number are known."""
    head = read(0, 8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        return None
    magic, first = struct.unpack(order + "HI", head[2:8])
    return Tiff(read, order, first) if magic in _MAGIC_NUMBERS else None


def tiff_of(data: bytes) -> Tiff | None:
    """The TIFF structure in a block of bytes, or None."""
    return tiff_in(lambda offset, length: data[offset : offset + length])
