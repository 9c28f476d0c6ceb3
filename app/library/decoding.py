"""Decoding by the libraries that a hostile file may bring down; only decoder processes import this."""

import io
from contextlib import suppress
from pathlib import Path

from PIL import Image

from app.library.all_tags import read_tags
from app.library.codecs import facts_of, open_header
from app.library.exif import ORIENTATION
from app.library.formats import Format, sniff
from app.library.headers import format_of
from app.library.pixels import decode_stored, decode_upright, fitted, named_failures, reduced_rgb, turn_upright
from app.library.raw import PREVIEW_ENOUGH, Preview, develop, directory_preview, libraw_preview, probe_raw
from app.library.source import FileSource, UnreadableError
from app.library.wire import Facts, Words


def decode(path: Path, long_side: int | None) -> Image.Image:
    """The photo upright as 8-bit RGB in sRGB; raises UnreadableError and whatever the decoder raises."""
    with FileSource(path) as source:
        kind = format_of(source)
        if kind is Format.RAW:
            return _open_raw(source, long_side)
        with source.buffered() as stream:
            return decode_upright(stream, kind, long_side)


def decoder_facts(path: Path) -> Facts:
    """The header as the decoder reads it; raises UnreadableError."""
    with FileSource(path) as source:
        kind = sniff(source.head)
        if kind is None or kind is Format.RAW:
            return probe_raw(path)
        with source.buffered() as stream:
            return facts_of(open_header(stream, kind), kind)


def tag_rows(path: Path) -> Words:
    """Every tag of a file; raises UnreadableError and whatever the reader raises."""
    return Words(read_tags(path))


def _open_raw(source: FileSource, long_side: int | None) -> Image.Image:
    """The embedded preview if it is large enough, else a development, else what preview there is."""
    enough = PREVIEW_ENOUGH if long_side is None else min(long_side, PREVIEW_ENOUGH)
    preview = _largest_preview(source, long_side, enough)
    if preview is not None and max(preview.size) >= enough:
        return preview
    try:
        with named_failures():
            developed = develop(source.path)
            return reduced_rgb(developed, fitted(developed.size, long_side))
    except UnreadableError:
        if preview is None:
            raise
        return preview


def _largest_preview(source: FileSource, long_side: int | None, enough: int) -> Image.Image | None:
    """The first preview that is large enough, else the largest."""
    found: list[Image.Image] = []
    for find in (libraw_preview, directory_preview):
        with suppress(UnreadableError), named_failures():
            found.append(_shown(find(source), long_side))
            if max(found[-1].size) >= enough:
                break
    return max(found, key=lambda picture: max(picture.size), default=None)


def _shown(preview: Preview, long_side: int | None) -> Image.Image:
    """The preview upright: by its own orientation if it has one, else by the RAW's unless it stands already."""
    if isinstance(preview.picture, Image.Image):
        picture = reduced_rgb(preview.picture, fitted(preview.picture.size, long_side))
    else:
        stored = decode_stored(io.BytesIO(preview.picture), Format.JPEG, long_side)
        picture = stored.picture
        if ORIENTATION in stored.exif.main:
            return turn_upright(picture, stored.orientation)
    is_wide = picture.width >= picture.height
    stands = preview.orientation >= 5 and is_wide != preview.sensor_is_wide
    return picture if stands else turn_upright(picture, preview.orientation)
