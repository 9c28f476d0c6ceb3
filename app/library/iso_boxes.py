"""The boxes of the ISO base media format (ISO/IEC 14496-12): movies, and the EXIF blocks of Canon CR3 files."""

from collections.abc import Iterator

from app.library.tiff import Read

_CANON_UUID = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_MOST_BOXES = 64


def canon_block(read: Read, name: bytes) -> bytes:
    """One of the blocks CMT1 (main), CMT2 (EXIF) and CMT3 (maker note), or nothing; each a TIFF of its own."""
    for start, end in boxes(read, 0, 1 << 40, b"moov"):
        for inner_start, inner_end in boxes(read, start, end, b"uuid"):
            if read(inner_start, 16) != _CANON_UUID:
                continue
            for block_start, block_end in boxes(read, inner_start + 16, inner_end, name):
                return read(block_start, min(block_end - block_start, 1 << 20))
    return b""


def boxes(read: Read, start: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """The insides, as (start, end), of the boxes of one name between two offsets."""
    for _ in range(_MOST_BOXES):
        head = read(start, 16)
        if len(head) < 8 or start + 8 > end:
            return
        length, header = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, header = int.from_bytes(head[8:16], "big"), 16
        if length == 0:
            length = end - start
        if length < header:
            return
        if head[4:8] == wanted:
            yield start + header, min(start + length, end)
        start += length
