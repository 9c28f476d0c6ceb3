"""EXIF blocks, maker notes and photo files written byte by byte, as cameras do."""

import struct
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

Values = str | bytes | int | tuple[int, ...]


def directory(entries: Mapping[int, Values], start: int, order: str = "<", *, wide: bool = False) -> bytes:
    """A TIFF directory whose out-of-line values follow it; offsets count so that it lies at `start`.

    Text becomes ASCII, bytes UNDEFINED, numbers SHORT (LONG if `wide`).
    """
    head = struct.pack(order + "H", len(entries))
    place = start + 2 + 12 * len(entries) + 4
    rows, tail = b"", b""
    for tag, value in sorted(entries.items()):
        kind, count, data = _encoded(value, order, wide=wide)
        if len(data) <= 4:
            rows += struct.pack(order + "HHI", tag, kind, count) + data.ljust(4, b"\0")
        else:
            rows += struct.pack(order + "HHII", tag, kind, count, place + len(tail))
            tail += data
    return head + rows + b"\0\0\0\0" + tail


def _encoded(value: Values, order: str, *, wide: bool) -> tuple[int, int, bytes]:
    if isinstance(value, str):
        data = value.encode() + b"\0"
        return 2, len(data), data
    if isinstance(value, bytes):
        return 7, len(value), value
    numbers = value if isinstance(value, tuple) else (value,)
    kind, code = (4, "I") if wide or max(numbers) > 0xFFFF else (3, "H")
    return kind, len(numbers), struct.pack(f"{order}{len(numbers)}{code}", *numbers)


def tiff(entries: Mapping[int, Values], order: str = "<") -> bytes:
    """A TIFF structure of one directory."""
    mark = b"II" if order == "<" else b"MM"
    return mark + struct.pack(order + "HI", 42, 8) + directory(entries, 8, order)


def exif_block(make: str, note: bytes, photo: Mapping[int, Values] | None = None) -> bytes:
    """An EXIF block with a maker, a photo directory and a maker note that always lies at offset 1000."""
    main = directory({0x010F: make, 0x8769: 200}, 8)
    inner = {**(photo or {}), 0x927C: bytes(5)}
    rows = directory(inner, 200)
    # The note's entry is the last but for none of the tags used in the tests being larger.
    at = rows.index(struct.pack("<HHI", 0x927C, 7, 5))
    rows = rows[:at] + struct.pack("<HHII", 0x927C, 7, len(note), 1000) + rows[at + 12 :]
    block = (b"II*\0\x08\0\0\0" + main).ljust(200, b"\0") + rows
    return block.ljust(1000, b"\0") + note


def jpeg_with(path: Path, exif: bytes = b"", xmp: bytes = b"") -> Path:
    """A small JPEG with these blocks."""
    image = Image.new("RGB", (32, 24), (90, 120, 30))
    image.save(path, "JPEG", exif=b"Exif\0\0" + exif if exif else b"")
    if xmp:
        body = b"http://ns.adobe.com/xap/1.0/\0" + xmp
        data = path.read_bytes()
        path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:])
    return path


def small_dng(path: Path, taken: str = "", size: tuple[int, int] = (64, 48)) -> Path:
    """A DNG with uncompressed sensor data and no preview, which LibRaw develops."""
    width, height = size
    strip = struct.pack("<H", 9_000) * (width * height)
    entries: dict[int, Values] = {
        0x00FE: 0,
        0x0100: width,
        0x0101: height,
        0x0102: 16,
        0x0103: 1,
        0x0106: 32803,
        0x010F: "Burstpick",
        0x0110: "Test Camera",
        0x0115: 1,
        0x0116: height,
        0x0117: len(strip),
        0x828D: (2, 2),
        0x828E: b"\0\1\1\2",
        0xC612: b"\1\4\0\0",
        0xC614: "Burstpick Test Camera",
        0xC61D: 16_383,
    }
    if taken:
        entries[0x0132] = taken
    length = len(tiff({**entries, 0x0111: 70_000}))
    path.write_bytes(tiff({**entries, 0x0111: 70_000}).ljust(70_000, b"\0") + strip)
    assert length < 70_000
    return path
