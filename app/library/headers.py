"""What a photo file says about itself before its pixels: format, size, EXIF, XMP."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.library.codecs import facts_of, open_header
from app.library.decoders import DECODERS
from app.library.exif import Exif
from app.library.formats import DECODED_HERE, Format, refusal, sniff
from app.library.jpeg import read_jpeg_header
from app.library.source import FileSource, UnreadableError
from app.library.tiff import Directory, Read, Tiff, tiff_in
from app.library.wire import Facts

_WIDTH, _HEIGHT, _COMPRESSION, _PHOTOMETRIC = 0x0100, 0x0101, 0x0103, 0x0106
_SUBFILE, _SUB_DIRECTORIES, _DNG_VERSION = 0x00FE, 0x014A, 0xC612
_SENSOR_PHOTOMETRICS = frozenset((32803, 34892))  # colour filter array, linear raw
_SENSOR_COMPRESSIONS = frozenset((32767, 32770, 34713, 65000, 65535))  # Sony, Samsung, Nikon, Kodak, Pentax
_DAMAGED = "its header is damaged"
_XMP = 0x02BC
_PANASONIC_SIZE = (0x0007, 0x0006)


@dataclass(frozen=True, slots=True)
class Header:
    """A readable header; sizes in pixels as stored, `orientation` says how to turn them upright."""

    format: Format
    width: int
    height: int
    orientation: int
    exif: Exif
    xmp: bytes = b""
    clock: datetime | None = None


def format_of(source: FileSource) -> Format:
    """The file's format, with a RAW that is built on TIFF told from a TIFF.

    Raises UnreadableError with the reason why it is no photo.
    """
    kind = sniff(source.head)
    if kind is None:
        raise UnreadableError(refusal(source.head))
    tiff = tiff_in(source.read) if kind is Format.TIFF else None
    return Format.RAW if tiff and _is_raw(source, tuple(tiff.directories())) else kind


def read_header(source: FileSource) -> Header:
    """Read one file's header.

    Raises UnreadableError with the reason why it is no photo.
    """
    kind = sniff(source.head)
    if kind is None:
        raise UnreadableError(refusal(source.head))
    header = _READERS.get(kind, _by_decoder)(source, kind)
    if header.width <= 0 or header.height <= 0:
        raise UnreadableError(_DAMAGED)
    return header


def _jpeg(source: FileSource, kind: Format) -> Header:
    return _jpeg_in(source.read, kind)


def _jpeg_in(read: Read, kind: Format) -> Header:
    found = read_jpeg_header(read)
    exif = Exif.of_block(found.exif)
    return Header(kind, found.width, found.height, exif.orientation, exif, found.xmp)


def _tiff(source: FileSource, kind: Format) -> Header:
    tiff = tiff_in(source.read)
    if tiff is None:
        return _by_decoder(source, kind)
    directories = tuple(tiff.directories())
    if _is_raw(source, directories):
        return _tiff_raw(tiff, directories)
    exif = Exif.of_tiff(tiff)
    width, height = exif.main.whole(_WIDTH), exif.main.whole(_HEIGHT)
    return Header(kind, width, height, exif.orientation, exif, exif.main.data(_XMP))


def _is_raw(source: FileSource, directories: tuple[Directory, ...]) -> bool:
    first = directories[0] if directories else None
    if first is None:
        return False
    is_thumbnail_first = first.whole(_SUBFILE) == 1 and _SUB_DIRECTORIES in first
    return (
        source.head[8:10] == b"CR"
        or _DNG_VERSION in first
        or is_thumbnail_first
        or any(
            found.whole(_PHOTOMETRIC) in _SENSOR_PHOTOMETRICS or found.whole(_COMPRESSION) in _SENSOR_COMPRESSIONS
            for found in directories
        )
    )


def _tiff_raw(tiff: Tiff, directories: tuple[Directory, ...]) -> Header:
    sizes = [(found.whole(_WIDTH), found.whole(_HEIGHT)) for found in directories]
    sizes += [(found.whole(_PANASONIC_SIZE[0]), found.whole(_PANASONIC_SIZE[1])) for found in directories[:1]]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    exif = Exif.of_tiff(tiff)
    return Header(Format.RAW, width, height, exif.orientation, exif, exif.main.data(_XMP))


def _raw(source: FileSource, kind: Format) -> Header:
    tiff = tiff_in(source.read)
    if tiff is not None:
        return _tiff_raw(tiff, tuple(tiff.directories()))
    if source.head[4:8] == b"ftyp":
        exif = Exif.of_cr3(source.read)
        return Header(kind, exif.main.whole(_WIDTH), exif.main.whole(_HEIGHT), exif.orientation, exif)
    if source.head.startswith(b"FUJIFILM"):
        start = int.from_bytes(source.head[84:88], "big")
        return _jpeg_in(lambda offset, length: source.read(start + offset, length), kind)
    if source.head.startswith(b"\0MRM"):
        return _minolta(source, kind)
    return _header(kind, DECODERS.facts(source.path))


def _minolta(source: FileSource, kind: Format) -> Header:
    """MRW: blocks of name, length and body; PRD holds the size, TTW the EXIF."""
    position, width, height, exif = 8, 0, 0, Exif.absent()
    for _ in range(8):
        name, length = source.read(position, 4), int.from_bytes(source.read(position + 4, 4), "big")
        body = source.read(position + 8, length) if name in (b"\0PRD", b"\0TTW") else b""
        if name == b"\0PRD":
            height, width = int.from_bytes(body[12:14], "big"), int.from_bytes(body[14:16], "big")
        elif name == b"\0TTW":
            exif = Exif.of_block(body)
        position += 8 + length
    return Header(kind, width, height, exif.orientation, exif)


def _by_decoder(source: FileSource, kind: Format) -> Header:
    if kind not in DECODED_HERE:
        return _header(kind, DECODERS.facts(source.path))
    with source.buffered() as stream:
        return _header(kind, facts_of(open_header(stream, kind), kind))


def _header(kind: Format, found: Facts) -> Header:
    exif = Exif.of_block(found.exif)
    return Header(kind, found.width, found.height, found.orientation, exif, found.xmp, found.clock)


_READERS: dict[Format, Callable[[FileSource, Format], Header]] = {
    Format.JPEG: _jpeg,
    Format.TIFF: _tiff,
    Format.RAW: _raw,
}
