"""The segments before a JPEG's pixels: size, EXIF and XMP (ITU-T T.81 annex B, Exif 2.32 section 4.7)."""

from dataclasses import dataclass

from app.library.source import UnreadableError
from app.library.tiff import Read

_EXIF = b"Exif\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_APP1, _START_OF_SCAN, _END = 0xE1, 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_MOST_SEGMENTS = 1_000
_MOST_STRAY_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class JpegHeader:
    """What a JPEG says before its pixels; `width` and `height` as stored, `exif` starts with a TIFF header."""

    width: int
    height: int
    exif: bytes
    xmp: bytes


def read_jpeg_header(read: Read) -> JpegHeader:
    """Walk the segments up to the pixels.

    Raises UnreadableError where no picture can follow.
    """
    width, height, exif, xmp, position = 0, 0, b"", b"", 2
    for _ in range(_MOST_SEGMENTS):
        position, marker, length = _segment(read, position)
        if marker == _APP1:
            body = read(position, length)
            exif = exif or (body[6:] if body.startswith(_EXIF) else b"")
            xmp = xmp or (body[len(_XMP) :] if body.startswith(_XMP) else b"")
        elif marker in _FRAMES:
            frame = read(position, 5)
            height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
        elif marker == _START_OF_SCAN and width and height:
            return JpegHeader(width, height, exif, xmp)
        elif marker in (_START_OF_SCAN, _END):
            break
        position += length
    raise UnreadableError("its header is damaged")


def _segment(read: Read, position: int) -> tuple[int, int, int]:
    """Where the body of the next segment starts, its marker, and the length of the body."""
    head = read(position, 4)
    if len(head) < 4 or head[0] != 0xFF or head[1] in (0x00, 0xFF):
        position = _next_marker(read, position)
        head = read(position, 4)
    if len(head) < 2:
        raise UnreadableError("the file ends before the picture begins")
    if head[1] in _ALONE or head[1] == _END:
        return position + 2, head[1], 0
    return position + 4, head[1], max(0, int.from_bytes(head[2:4], "big") - 2)


def _next_marker(read: Read, position: int) -> int:
    """Where the next marker is; decoders pass over stray bytes before it, so must we."""
    stray = read(position, _MOST_STRAY_BYTES)
    at = stray.find(b"\xff")
    while 0 <= at < len(stray) - 1 and stray[at + 1] in (0x00, 0xFF):
        at = stray.find(b"\xff", at + 1)
    return position + (at if at >= 0 else len(stray))
