"""The packets of PNG, a text chunk, and of WebP, a chunk of its own
(PNG specification, 11.3.3; WebP container specification).
"""

import zlib
from collections.abc import Iterator

from app.library.tiff import Read
from app.library.xmp.text import MOST_BYTES

_PNG_SIGNATURE = 8
_TEXT = b"iTXt"
_END = b"IEND"
_KEYWORD = b"XML:com.adobe.xmp\0"
_RIFF_HEADER = 12
_PACKET = b"XMP "
# A hundred megabytes of PNG are some ten thousand chunks.
_MOST_CHUNKS = 1 << 16
_MOST_AT_ONCE = 1 << 20


def png_packets(read: Read) -> Iterator[bytes]:
    """The packets of a PNG, before or behind its pixels; what is damaged or larger than `MOST_BYTES` is passed over."""
    at = _PNG_SIGNATURE
    for _ in range(_MOST_CHUNKS):
        head = read(at, 8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if len(head) < 8 or kind == _END:
            return
        if kind == _TEXT and length <= MOST_BYTES and read(at + 8, len(_KEYWORD)) == _KEYWORD:
            packet = _text(_long(read, at + 8 + len(_KEYWORD), length - len(_KEYWORD)))
            if packet is not None:
                yield packet
        # Length, kind, body and a checksum, which the text of a packet does not need.
        at += length + 12


def webp_packets(read: Read) -> Iterator[bytes]:
    """The packets of a WebP; what is damaged or larger than `MOST_BYTES` is passed over."""
    at = _RIFF_HEADER
    for _ in range(_MOST_CHUNKS):
        head = read(at, 8)
        length = int.from_bytes(head[4:], "little")
        if len(head) < 8:
            return
        if head[:4] == _PACKET and length <= MOST_BYTES:
            yield _long(read, at + 8, length)
        at += 8 + length + length % 2


def _text(body: bytes) -> bytes | None:
    """The text of an iTXt chunk behind its keyword: flag and method of compression, language, translated keyword."""
    _, _, rest = body[2:].partition(b"\0")
    _, end, text = rest.partition(b"\0")
    if not end:
        return None
    if body[0] == 0:
        return text
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(text, MOST_BYTES)
    except zlib.error:
        return None
    return unpacked if unpacking.eof else None


def _long(read: Read, offset: int, length: int) -> bytes:
    """More than one reading gives at once."""
    parts = []
    while length > 0 and (part := read(offset, min(length, _MOST_AT_ONCE))):
        parts.append(part)
        offset, length = offset + len(part), length - len(part)
    return b"".join(parts)
