"""From a photo file to an upright sRGB picture of a wished size."""

from pathlib import Path

from PIL import Image

from app.library.decoders import DECODERS
from app.library.formats import DECODED_HERE
from app.library.headers import format_of
from app.library.pixels import decode_upright, named_failures
from app.library.source import FileSource, UnreadableError

__all__ = ["UnreadableError", "open_picture"]


def open_picture(path: Path, long_side: int | None = None) -> Image.Image:
    """Decode a photo upright as 8-bit RGB in sRGB, its long side at most `long_side` pixels and never enlarged.

    A JPEG too large for the memory set aside (1 GB) comes reduced even if no size was wished. JPEG, PNG, GIF and BMP
    are decoded in this process, all else in one that is killed if it takes too long. Raises UnreadableError.
    """
    with named_failures(), FileSource(path) as source:
        kind = format_of(source)
        if kind in DECODED_HERE:
            with source.buffered() as stream:
                return decode_upright(stream, kind, long_side)
    return DECODERS.picture(path, long_side)
