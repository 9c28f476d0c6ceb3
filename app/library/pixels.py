"""Decoding one picture within bounds of size and memory, and turning what decoders raise into reasons for people."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from PIL import Image

from app.library.codecs import MOST_PIXELS, facts_of, open_lazily
from app.library.colour import to_rgb
from app.library.cut_jpeg import lost_share, with_end
from app.library.exif import Exif
from app.library.formats import Format
from app.library.source import UnreadableError

_MOST_BYTES = 1 << 30
# How often a decoder holds the whole picture at once, its own buffers counted.
_COPIES = {Format.WEBP: 4.0, Format.AVIF: 3.0, Format.HEIC: 2.5}
_RESIZED_AS_STORED = frozenset(("RGB", "L", "CMYK", "YCbCr", "RGBA", "LA"))
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MOST_LOST = 0.05
# Encoders write about ten; hostile files of some kilobytes hold thousands, each a pass over the whole picture.
_MOST_SCANS = 200
# With its length and number of components: a movie behind the picture holds the marker alone by chance.
_START_OF_SCAN = re.compile(rb"\xff\xda\x00(?:\x08\x01|\x0a\x02|\x0c\x03|\x0e\x04)", re.DOTALL)
_SCAN_BYTES = 5
_CUT_SHORT = "the file ends in the middle of the picture"
_CUT = ("truncated", "unexpected end")
_TOO_LARGE = "the picture is larger than Burstpick opens"


@contextmanager
def named_failures() -> Iterator[None]:
    """Turn whatever a decoder raises inside into UnreadableError."""
    try:
        yield
    except UnreadableError:
        raise
    except MemoryError as error:
        raise UnreadableError("the picture needs more memory than there is") from error
    except Exception as error:
        # Decoders raise whatever damaged bytes lead them to.
        raise UnreadableError(_reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return _TOO_LARGE
    return _CUT_SHORT if _is_cut(error) else "the picture data are damaged"


def _is_cut(error: Exception) -> bool:
    return isinstance(error, EOFError) or any(word in str(error).casefold() for word in _CUT)


@dataclass(frozen=True, slots=True)
class Stored:
    """A picture as it was stored, in RGB; its EXIF; and the orientation that is still to be obeyed, 1 to 8."""

    picture: Image.Image
    exif: Exif
    orientation: int


def decode_upright(stream: IO[bytes], kind: Format, long_side: int | None) -> Image.Image:
    """The picture as it is looked at; else as `decode_stored`."""
    stored = decode_stored(stream, kind, long_side)
    return turn_upright(stored.picture, stored.orientation)


def decode_stored(stream: IO[bytes], kind: Format, long_side: int | None) -> Stored:
    """The picture no larger than wished.

    A JPEG that lacks no more than its last rows is shown. Raises UnreadableError and whatever the decoder raises.
    """
    try:
        return _decode(stream, kind, long_side)
    except OSError as error:
        if kind is not Format.JPEG or not _is_cut(error):
            raise
    return _decode(with_end(stream), kind, long_side, was_cut=True)


def _decode(stream: IO[bytes], kind: Format, long_side: int | None, *, was_cut: bool = False) -> Stored:
    with open_lazily(stream, kind) as image:
        full = image.size
        facts = facts_of(image, kind)
        if full[0] * full[1] > MOST_PIXELS:
            raise UnreadableError(_TOO_LARGE)
        target = fitted(full, long_side)
        if target != full:
            image.draft(None, target)
        needed = _memory(image, full, kind, reduced=target != full)
        if needed > _MOST_BYTES and kind is Format.JPEG:
            image.draft(None, (full[0] // 2, full[1] // 2))
            target = min(target, image.size)
            needed = _memory(image, full, kind, reduced=target != image.size)
        if needed > _MOST_BYTES:
            raise UnreadableError(_TOO_LARGE)
        if image.info.get("progressive") and _scans(stream) > _MOST_SCANS:
            raise UnreadableError("the picture data are damaged")
        image.load()
        # The missing scans of a progressive JPEG blur all of it, and nothing tells how much.
        if was_cut and (image.info.get("progressive") or lost_share(image) > _MOST_LOST):
            raise UnreadableError(_CUT_SHORT)
        return Stored(reduced_rgb(image, target), Exif.of_block(facts.exif), facts.orientation)


def _scans(stream: IO[bytes]) -> int:
    """How many scans a JPEG has; read in pieces, the stream is left where it was."""
    place, count, end = stream.tell(), 0, b""
    stream.seek(0)
    while piece := stream.read(1 << 20):
        data = end + piece
        count += sum(1 for _ in _START_OF_SCAN.finditer(data))
        end = data[-_SCAN_BYTES + 1 :]
    stream.seek(place)
    return count


def fitted(size: tuple[int, int], long_side: int | None) -> tuple[int, int]:
    """The size, in pixels, with its long side brought down to `long_side`."""
    if long_side is None or max(size) <= long_side:
        return size
    scale = long_side / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _memory(image: Image.Image, full: tuple[int, int], kind: Format, *, reduced: bool) -> float:
    """Bytes that decoding takes at its height; Pillow stores a colour pixel in four."""
    in_place = reduced and image.mode in _RESIZED_AS_STORED
    needed = image.size[0] * image.size[1] * 4 * _COPIES.get(kind, 1.0 if in_place else 2.0)
    if image.info.get("progressive"):
        # A progressive JPEG keeps all coefficients, two bytes each, at full size.
        needed += full[0] * full[1] * 2 * len(image.getbands())
    return needed


def reduced_rgb(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    """The picture at the target size in sRGB, freed of metadata."""
    if image.mode not in _RESIZED_AS_STORED or "transparency" in image.info:
        image = to_rgb(image)
    if image.size != target:
        image = image.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture = to_rgb(image)
    picture.info.clear()
    return picture


def turn_upright(picture: Image.Image, orientation: int) -> Image.Image:
    """Undo an EXIF orientation of 1 to 8."""
    turn = _TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)
