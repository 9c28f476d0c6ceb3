"""The packet inside a photo, read only: JPEG, TIFF and what is built on it (DNG, most RAW), HEIC, AVIF, CR3, PNG,
WebP.
"""

from collections.abc import Iterator
from functools import reduce
from pathlib import Path

from app.library.formats import Format, sniff
from app.library.source import FileSource, UnreadableError
from app.library.tiff import tiff_in
from app.library.xmp import iso_packets, jpeg_segments
from app.library.xmp.chunk_packets import png_packets, webp_packets
from app.library.xmp.packet import BadPacketError, Packet, read_packet
from app.library.xmp.text import MOST_BYTES

_XMP_TAG = 700
_BUILT_ON_TIFF = frozenset((Format.TIFF, Format.RAW))
_BUILT_OF_BOXES = frozenset((Format.HEIC, Format.AVIF))


def embedded_packet(path: Path) -> Packet | None:
    """What the packets inside a photo say together, the main one first; None if there is none.

    Raises UnreadableError for a file that cannot be read, BadPacketError if the packets in it are damaged.
    """
    with FileSource(path) as source:
        found = [data for data in _packets(source) if data.strip(b"\0 \n\r\t")]
    read, failed = [], None
    for data in found:
        try:
            read.append(read_packet(data))
        except BadPacketError as error:
            failed = error
    if read:
        return reduce(Packet.or_else, read)
    if failed is not None:
        raise failed
    return None


def _packets(source: FileSource) -> Iterator[bytes]:
    kind = sniff(source.head)
    if kind is Format.JPEG:
        try:
            yield from jpeg_segments.packets(source.read)
        except UnreadableError:
            # Whether it is a photo at all is not for this to say.
            return
    elif kind is Format.PNG:
        yield from png_packets(source.read)
    elif kind is Format.WEBP:
        yield from webp_packets(source.read)
    elif source.head[4:8] == b"ftyp" and (kind in _BUILT_OF_BOXES or kind is Format.RAW):
        yield from iso_packets.packets(source.read, source.size)
    elif kind in _BUILT_ON_TIFF and (tiff := tiff_in(source.read)) is not None:
        first = tiff.directory(tiff.first)
        offset, length = first.place(_XMP_TAG)
        if 0 < length <= MOST_BYTES:
            yield source.read_long(offset, length)
