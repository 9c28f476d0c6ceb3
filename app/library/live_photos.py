"""The short movies that phones take with a photo: which movie belongs to which photo of the same name.

Apple's Live Photos are a picture and a QuickTime movie that bear one identifier (maker note 0x0011; movie metadata
`com.apple.quicktime.content.identifier`). Google's motion photos hold the movie in the picture's file, after the
picture, where it disturbs nobody; their downloads, and older phones, put it beside: PXL_1.MP.jpg and PXL_1.MP.

A movie goes wherever its photo goes, the bin included, so a like name alone is not enough where a phone names photos
and movies by the second: identifiers decide; where one is missing, the movie must be short and either a QuickTime
movie, whose name no camera gives twice, or with a photo that says of itself that there is one.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from app.library.apple_note import CONTENT_IDENTIFIER, apple_text
from app.library.formats import Format
from app.library.headers import Header
from app.library.iso_boxes import boxes
from app.library.photo import Stamp
from app.library.source import FileSource
from app.library.tiff import Read

_IDENTIFIER_KEY = b"com.apple.quicktime.content.identifier"
# Phones take two to four seconds.
_LONGEST = 10.0
_MOST_BYTES = 1 << 16
_EVERYTHING = 1 << 48
_MOTION_XMP = re.compile(rb":(?:MotionPhoto|MicroVideo)(?:\s*=\s*[\"']|>)\s*1\b")
_MOTION_NAME = re.compile(r"MVIMG_|.*\.MP$", re.IGNORECASE)
_WITH_MOVIES = (Format.HEIC, Format.JPEG, Format.RAW)


@dataclass(frozen=True, slots=True)
class Movie:
    """A movie beside photos; `identifier` is that of a Live Photo or "", `seconds` its length as far as it says."""

    path: Path
    stamp: Stamp
    identifier: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class LiveSide:
    """What a picture says of a movie taken with it; `rank` counts up from the format most often taken so."""

    rank: int
    identifier: str = ""
    is_motion: bool = False


def live_side(path: Path, header: Header) -> LiveSide | None:
    """What a picture says of a movie, or None for formats that no phone takes movies with."""
    if header.format not in _WITH_MOVIES:
        return None
    identifier = apple_text(header.exif.note, CONTENT_IDENTIFIER)
    is_motion = bool(_MOTION_XMP.search(header.xmp) or _MOTION_NAME.match(path.stem))
    return LiveSide(_WITH_MOVIES.index(header.format), identifier, is_motion)


def read_movie(source: FileSource) -> Movie:
    """What a movie says of itself; damaged ones say nothing. Raises UnreadableError."""
    identifier, seconds = "", None
    for start, end in boxes(source.read, 0, min(source.size, _EVERYTHING), b"moov"):
        seconds = seconds or _seconds(source.read, start, end)
        identifier = identifier or _identifier(source.read, start, end)
    return Movie(source.path, source.stamp(), identifier, seconds)


def belongs(movie: Movie, side: LiveSide) -> bool:
    """Whether a movie was taken with the picture of the same name."""
    if movie.identifier and side.identifier:
        return movie.identifier == side.identifier
    if movie.seconds is not None and movie.seconds > _LONGEST:
        return False
    is_quicktime = movie.path.suffix.casefold() == ".mov"
    return is_quicktime or side.is_motion or bool(movie.identifier or side.identifier)


def _seconds(read: Read, start: int, end: int) -> float | None:
    """The length in the movie header (ISO/IEC 14496-12, 8.2.2)."""
    for inside, _ in boxes(read, start, end, b"mvhd"):
        body = read(inside, 32)
        scale_at, width = (20, 8) if body[:1] == b"\1" else (12, 4)
        scale = int.from_bytes(body[scale_at : scale_at + 4], "big")
        length = int.from_bytes(body[scale_at + 4 : scale_at + 4 + width], "big")
        return length / scale if scale else None
    return None


def _identifier(read: Read, start: int, end: int) -> str:
    """The identifier among the movie's metadata (QuickTime File Format, Metadata)."""
    for inside, last in boxes(read, start, end, b"meta"):
        # QuickTime begins with the first box, ISO with a version.
        first = inside if read(inside + 4, 4) == b"hdlr" else inside + 4
        for keys, keys_end in boxes(read, first, last, b"keys"):
            number = _number_of_key(read(keys, min(keys_end - keys, _MOST_BYTES)))
            for values, values_end in boxes(read, first, last, b"ilst"):
                for item, item_end in boxes(read, values, values_end, number):
                    for data, data_end in boxes(read, item, item_end, b"data"):
                        return read(data + 8, min(data_end - data - 8, 128)).decode("ascii", "replace").strip("\0 ")
    return ""


def _number_of_key(keys: bytes) -> bytes:
    """By which name the items of the identifier go: its place among the keys, from 1."""
    at = 8
    for number in range(1, min(int.from_bytes(keys[4:8], "big"), 256) + 1):
        length = int.from_bytes(keys[at : at + 4], "big")
        if keys[at + 8 : at + length] == _IDENTIFIER_KEY:
            return number.to_bytes(4, "big")
        at += max(8, length)
    return b""
