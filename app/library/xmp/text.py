"""The text of a packet, whatever its encoding, in a form that goes back to the same bytes."""

import codecs
from dataclasses import dataclass
from xml.parsers import expat

MOST_BYTES = 32 << 20

# The longer marks first, as that of UTF-32 begins as that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIRST_BYTES = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = {"utf-8": "utf-8", "us-ascii": "ascii", "ascii": "ascii", "iso-8859-1": "latin-1", "latin-1": "latin-1"}
_MOST_BYTES_OF_A_DECLARATION = 256


class BadPacketError(Exception):
    """A packet that must not be touched; `reason` is a fragment of a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PacketText:
    """A packet in UTF-8 without byte order mark and end padding, and what it takes to give the original back."""

    body: bytes
    encoding: str = "utf-8"
    mark: bytes = b""
    padding: str = ""

    def bytes_with(self, body: bytes) -> bytes:
        """Another body in the original's encoding; raises BadPacketError where it has no place there."""
        try:
            return self.mark + (body.decode() + self.padding).encode(self.encoding)
        except UnicodeEncodeError as error:
            raise BadPacketError(f"its encoding, {self.encoding}, has no “{error.object[error.start]}”") from error


def text_of(data: bytes) -> PacketText:
    """Decode a packet: by byte order mark, by the width of its first character, by declaration, else UTF-8.

    Raises BadPacketError for one that is too long, empty, or that would not go back to the same bytes.
    """
    if len(data) > MOST_BYTES:
        raise BadPacketError(f"it has more than {MOST_BYTES >> 20} MB")
    mark, encoding = _encoding(data)
    try:
        text = data[len(mark) :].decode(encoding)
        body = text.rstrip("\0")
        found = PacketText(body.encode(), encoding, mark, text[len(body) :])
    except UnicodeError as error:
        raise BadPacketError("its text is damaged") from error
    if not body.strip():
        raise BadPacketError("it is empty")
    if found.bytes_with(found.body) != data:
        raise BadPacketError("its text is damaged")
    return found


def _encoding(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return mark, encoding
    for first, encoding in _FIRST_BYTES:
        if data.startswith(first):
            return b"", encoding
    declared = _declared(data[:_MOST_BYTES_OF_A_DECLARATION])
    if declared.lower() not in _DECLARED:
        raise BadPacketError(f"its encoding, {declared[:40]}, is not one of XMP")
    return b"", _DECLARED[declared.lower()]


def _declared(head: bytes) -> str:
    end = head.find(b"?>")
    if not head.startswith(b"<?xml") or head[5:6].isalnum() or end < 0:
        return "utf-8"
    found = []
    # An encoding of its own keeps the parser from obeying what it is only to report.
    parser = expat.ParserCreate("iso-8859-1")
    parser.XmlDeclHandler = lambda version, encoding, standalone: found.append(encoding)
    try:
        parser.Parse(head[: end + 2], False)
    except expat.ExpatError as error:
        raise BadPacketError("it is not well-formed XML") from error
    return next(filter(None, found), "utf-8")
