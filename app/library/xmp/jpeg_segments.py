"""The segments of a JPEG before its pixels, with their places (ITU-T T.81 annex B; XMP specification part 3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.library.source import UnreadableError
from app.library.tiff import Read
from app.library.xmp.text import MOST_BYTES

APP0, APP1, APP2 = 0xE0, 0xE1, 0xE2
XMP_SIGNATURE = b"http://ns.adobe.com/xap/1.0/\0"
EXIF_SIGNATURE = b"Exif\0"
_EXTENDED_SIGNATURE = b"http://ns.adobe.com/xmp/extension/\0"
_GUID_BYTES = 32
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_MOST_SEGMENTS = 2_000
_MOST_FILL = 1_024


@dataclass(frozen=True, slots=True)
class Segment:
    """A marker with what belongs to it: `start` is that of the marker, `body` what follows the length."""

    marker: int
    start: int
    body: int
    end: int


def segments(read: Read) -> Iterator[Segment]:
    """The segments up to and with the one that begins the pixels; raises UnreadableError where there are none."""
    if read(0, 2) != b"\xff\xd8":
        raise UnreadableError("it is no JPEG")
    at = 2
    for _ in range(_MOST_SEGMENTS):
        start, marker = _marker(read, at)
        if marker in _ALONE:
            at = start + 2
            continue
        if marker == _END_OF_IMAGE:
            break
        length = int.from_bytes(read(start + 2, 2), "big")
        if length < 2:
            break
        at = start + 2 + length
        yield Segment(marker, start, start + 4, at)
        if marker == _START_OF_SCAN:
            return
    raise UnreadableError("its header is damaged")


def packets(read: Read) -> Iterator[bytes]:
    """The packet of a JPEG and then its extension, if it has them whole; raises UnreadableError."""
    parts: dict[bytes, list[tuple[int, int, bytes]]] = {}
    for segment in segments(read):
        if segment.marker != APP1:
            continue
        body = read(segment.body, segment.end - segment.body)
        if body.startswith(XMP_SIGNATURE):
            yield body[len(XMP_SIGNATURE) :]
        elif body.startswith(_EXTENDED_SIGNATURE):
            at = len(_EXTENDED_SIGNATURE) + _GUID_BYTES
            numbers = (int.from_bytes(body[at + i : at + i + 4], "big") for i in (0, 4))
            guid = body[len(_EXTENDED_SIGNATURE) : at]
            parts.setdefault(guid, []).append((*numbers, body[at + 8 :]))  # type: ignore[arg-type]
    for found in parts.values():
        if (whole := _joined(found)) is not None:
            yield whole


def _joined(parts: list[tuple[int, int, bytes]]) -> bytes | None:
    total = parts[0][0]
    if total > MOST_BYTES:
        return None
    whole = b""
    for _, offset, data in sorted(parts, key=lambda part: part[1]):
        if offset == len(whole):
            whole += data
    return whole if len(whole) == total else None


def _marker(read: Read, at: int) -> tuple[int, int]:
    """Where the next marker is, and what it is; any number of fill bytes may stand before it."""
    for start in range(at, at + _MOST_FILL):
        pair = read(start, 2)
        if len(pair) < 2 or pair[0] != 0xFF or pair[1] == 0:
            break
        if pair[1] != 0xFF:
            return start, pair[1]
    raise UnreadableError("its header is damaged")
