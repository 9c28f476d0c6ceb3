"""Marks into the packet of a JPEG, which Lightroom asks for; only this segment changes, the pixels stay as they are."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.library.source import UnreadableError
from app.library.tiff import tiff_of
from app.library.xmp.edit import new_packet, with_marks
from app.library.xmp.jpeg_segments import APP0, APP1, APP2, EXIF_SIGNATURE, XMP_SIGNATURE, Segment, segments
from app.library.xmp.replacing import RefusedError, State, read_file, replace_file
from app.library.xmp.tag import start_of_space
from app.library.xmp.text import BadPacketError, text_of
from app.library.xmp.tree import parse
from app.library.xmp.wishes import Wish

MOST_BYTES = 1 << 30
_MOST_IN_SEGMENT = 65_533 - len(XMP_SIGNATURE)
_NAMES = frozenset((".jpg", ".jpeg", ".jpe", ".jfif"))
_ROOM = 2_048
_LINE = b" " * 99 + b"\n"
_PICTURES_SIGNATURE = b"MPF\0"
_PICTURES_TAG = 0xB002
_PICTURE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Embedded:
    """What became of a JPEG: the states it has and had, and whether it was written at all."""

    state: State
    before: State
    is_written: bool


def embed(path: Path, wish: Wish, now: float, *, allowed: bool) -> Embedded:
    """Say marks in a JPEG's own packet; raises RefusedError, and then the file is as it was.

    `allowed` is the photographer's own word that originals may be changed. A new packet takes the room of the old one
    where it can, so that nothing moves.
    """
    if not allowed:
        raise RefusedError("originals are not changed unless you allow it")
    if not is_called_jpeg(path):
        raise RefusedError("it is not called a JPEG, and RAW files are never changed")
    content = read_file(path, MOST_BYTES)
    if content is None:
        raise RefusedError("the photo is gone")
    try:
        made = jpeg_with_marks(content.data, wish, now)
    except (BadPacketError, UnreadableError) as error:
        raise RefusedError(error.reason) from error
    if made is None:
        return Embedded(content.state, content.state, False)
    return Embedded(replace_file(path, made, content.state, kept=True), content.state, True)


def is_called_jpeg(path: Path) -> bool:
    """Whether a file goes by a JPEG's name; some RAW files are JPEGs inside, and even these stay untouched."""
    return path.suffix.lower() in _NAMES


def jpeg_with_marks(data: bytes, wish: Wish, now: float) -> bytes | None:
    """The bytes of a JPEG that says marks; None if it says them already. Raises BadPacketError, UnreadableError."""
    found = list(segments(_reader(data)))
    packet = next((one for one in found if _starts(data, one, APP1, XMP_SIGNATURE)), None)
    if packet is None:
        made = new_packet(wish, now)
        start = end = _place_for_new(data, found)
        old = b""
    else:
        start, end = packet.start, packet.end
        old = data[packet.body + len(XMP_SIGNATURE) : end]
        made = with_marks(old, wish, now)
    if made is None or made == old:
        return None
    made = _fitted(made, len(old))
    segment = b"\xff\xe1" + (len(made) + len(XMP_SIGNATURE) + 2).to_bytes(2, "big") + XMP_SIGNATURE + made
    result = data[:start] + segment + data[end:]
    result = _with_pictures_found(result, start, len(result) - len(data))
    _check(data, result)
    return result


def image_hash(data: bytes) -> str:
    """SHA-256 of all of a JPEG from its pixels on; raises UnreadableError."""
    return hashlib.sha256(data[list(segments(_reader(data)))[-1].start :]).hexdigest()


def _fitted(packet: bytes, wanted: int) -> bytes:
    """The packet with as much white space before its end as makes it `wanted` bytes long, or with room to spare."""
    text = text_of(packet)
    trailer = parse(text.body).trailer
    if text.encoding == "utf-8" and trailer is not None:
        start = start_of_space(text.body, trailer)
        head, tail = text.mark + text.body[:start], text.body[trailer:] + text.padding.encode()
        bare = len(head) + len(tail) + 1
        room = wanted - bare if wanted >= bare else min(_ROOM, max(0, _MOST_IN_SEGMENT - bare))
        packet = head + b"\n" + (_LINE * (room // len(_LINE) + 1))[-room:] * (room > 0) + tail
    if len(packet) > _MOST_IN_SEGMENT:
        raise BadPacketError("the packet in it has no room left")
    return packet


def _place_for_new(data: bytes, found: list[Segment]) -> int:
    """After JFIF and EXIF, which have to come first."""
    place = 2
    for one in found:
        if one.marker != APP0 and not _starts(data, one, APP1, EXIF_SIGNATURE):
            break
        place = one.end
    return place


def _with_pictures_found(data: bytes, changed: int, grown: int) -> bytes:
    """Put right where a file of several pictures says that these are (CIPA DC-007, section 5.2.3)."""
    index = next((one for one in segments(_reader(data)) if _starts(data, one, APP2, _PICTURES_SIGNATURE)), None)
    if index is None or grown == 0:
        return data
    base = index.body + len(_PICTURES_SIGNATURE)
    tiff = tiff_of(data[base : index.end])
    offset, length = tiff.directory(tiff.first).place(_PICTURES_TAG) if tiff else (0, 0)
    if tiff is None or offset + length > index.end - base:
        return data
    order = "little" if tiff.order == "<" else "big"
    moved = 0 if changed < index.start else grown
    result = bytearray(data)
    for number, at in enumerate(range(base + offset, base + offset + length - _PICTURE_BYTES + 1, _PICTURE_BYTES)):
        # The first picture is the file's own and has grown; the others have moved against the index, or not.
        field, by = (at + 4, grown) if number == 0 else (at + 8, moved)
        value = int.from_bytes(result[field : field + 4], order)  # type: ignore[arg-type]
        if value and 0 <= value + by < 1 << 32:
            result[field : field + 4] = (value + by).to_bytes(4, order)  # type: ignore[arg-type]
    return bytes(result)


def _check(before: bytes, after: bytes) -> None:
    """All but the packet and the index of pictures is what it was; raises BadPacketError."""
    if image_hash(before) != image_hash(after) or _others(before) != _others(after):
        raise BadPacketError("it cannot be changed without loss")


def _others(data: bytes) -> list[bytes]:
    ours = ((APP1, XMP_SIGNATURE), (APP2, _PICTURES_SIGNATURE))
    found = list(segments(_reader(data)))
    return [data[one.start : one.end] for one in found if not any(_starts(data, one, *our) for our in ours)]


def _starts(data: bytes, segment: Segment, marker: int, signature: bytes) -> bool:
    return segment.marker == marker and data.startswith(signature, segment.body)


def _reader(data: bytes) -> Callable[[int, int], bytes]:
    return lambda offset, length: data[offset : offset + length]
