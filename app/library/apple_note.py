"""Apple's maker note (tag numbers as ExifTool documents them)."""

from app.library.exif import MakerNote
from app.library.tiff import Tiff

BURST_UUID = 0x000B
CONTENT_IDENTIFIER = 0x0011
_SIGNATURE = b"Apple iOS\0"
_ORDER_AT, _FIRST_AT = 12, 14
_ORDERS = {b"II": "<", b"MM": ">"}


def apple_text(note: MakerNote, tag: int) -> str:
    """The text of one tag, or "" where the note is not Apple's or has no such tag."""
    if not note.length or not note.starts_with(_SIGNATURE):
        return ""
    order = _ORDERS.get(note.tiff.read(note.offset + _ORDER_AT, 2), ">")
    return Tiff(note.tiff.shifted(note.offset), order, _FIRST_AT).directory(_FIRST_AT).text(tag)
