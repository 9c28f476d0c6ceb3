"""The packets of HEIC and AVIF, an item of their own (ISO/IEC 14496-12, 8.11), and of Canon's CR3, a box."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.library.tiff import Read
from app.library.xmp.text import MOST_BYTES

_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_CONTENT_TYPE = b"application/rdf+xml"
_MOST_BOXES = 4_096
_MOST_TABLE = 1 << 20
_MOST_EXTENTS = 64


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    end: int


@dataclass(slots=True)
class _Bytes:
    """Reads numbers one after the other; past the end they are 0."""

    data: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")


@dataclass(frozen=True, slots=True)
class _Item:
    """Where an item is: its construction method (0 the file, 1 the data box), and its pieces as (offset, length)."""

    method: int = 0
    extents: list[tuple[int, int]] = field(default_factory=list)


def packets(read: Read, size: int) -> Iterator[bytes]:
    """The packets of a file of boxes; what is damaged is passed over."""
    for box in _boxes(read, 0, size):
        if box.kind == b"uuid" and read(box.start, 16) == _XMP_UUID:
            yield _long(read, box.start + 16, min(box.end - box.start - 16, MOST_BYTES))
        elif box.kind == b"meta":
            # A full box: version and flags come before what is inside.
            yield from _items(read, list(_boxes(read, box.start + 4, box.end)))


def _items(read: Read, inside: list[_Box]) -> Iterator[bytes]:
    boxes = {box.kind: box for box in inside}
    if not {b"iinf", b"iloc"} <= boxes.keys():
        return
    wanted = set(_packet_items(read, boxes[b"iinf"]))
    table = boxes[b"iloc"]
    places = _locations(_Bytes(_long(read, table.start, min(table.end - table.start, _MOST_TABLE))), wanted)
    for item in places:
        base = boxes[b"idat"].start if item.method == 1 and b"idat" in boxes else 0
        if item.method > 1 or (item.method == 1 and not base) or sum(n for _, n in item.extents) > MOST_BYTES:
            continue
        yield b"".join(_long(read, base + offset, length) for offset, length in item.extents)


def _packet_items(read: Read, table: _Box) -> Iterator[int]:
    """The numbers of the items that are XMP."""
    version = read(table.start, 1)
    entries = table.start + (6 if version == b"\0" else 8)
    for box in _boxes(read, entries, table.end):
        entry = _Bytes(read(box.start, min(box.end - box.start, 512)))
        version = entry.take(1)
        entry.take(3)
        if box.kind != b"infe" or version not in (b"\2", b"\3"):
            continue
        number = entry.number(2 if version == b"\2" else 4)
        entry.take(2)
        if entry.take(4) == b"mime" and entry.data[entry.at :].split(b"\0")[1:2] == [_CONTENT_TYPE]:
            yield number


def _locations(table: _Bytes, wanted: set[int]) -> Iterator[_Item]:
    version = table.number(1)
    table.take(3)
    sizes = table.number(2)
    offset_bytes, length_bytes, base_bytes = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_bytes = sizes & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2
    for _ in range(table.number(wide)):
        if table.at >= len(table.data):
            return
        number = table.number(wide)
        method = table.number(2) & 15 if version in (1, 2) else 0
        table.take(2)
        base = table.number(base_bytes)
        item = _Item(method)
        for _ in range(table.number(2)):
            table.take(index_bytes)
            item.extents.append((base + table.number(offset_bytes), table.number(length_bytes)))
            if len(item.extents) > _MOST_EXTENTS:
                return
        if number in wanted:
            yield item


def _boxes(read: Read, start: int, end: int) -> Iterator[_Box]:
    for _ in range(_MOST_BOXES):
        head = read(start, 16)
        if len(head) < 8 or start + 8 > end:
            return
        length, header = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, header = int.from_bytes(head[8:16], "big"), 16
        length = length or end - start
        if length < header:
            return
        yield _Box(head[4:8], start + header, min(start + length, end))
        start += length


def _long(read: Read, offset: int, length: int) -> bytes:
    """More than one reading gives at once."""
    parts = []
    while length > 0 and (part := read(offset, min(length, 1 << 20))):
        parts.append(part)
        offset, length = offset + len(part), length - len(part)
    return b"".join(parts)
