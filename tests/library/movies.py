"""Short movies as phones write them, of boxes without pictures."""

import struct


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def movie(
    identifier: str = "", seconds: float | None = 2.5, brand: bytes = b"qt  ", *, wide: bool = False, iso: bool = False
) -> bytes:
    """A movie of that length whose metadata give it that identifier; `iso` writes them as ISO has it."""
    parts = b""
    if seconds is not None:
        clock = struct.pack(">II", 600, int(seconds * 600)) if not wide else struct.pack(">IQ", 600, int(seconds * 600))
        parts += box(b"mvhd", (b"\1\0\0\0" + bytes(16) if wide else bytes(12)) + clock + bytes(80))
    if identifier:
        names = (b"com.apple.quicktime.make", b"com.apple.quicktime.content.identifier")
        keys = struct.pack(">II", 0, len(names)) + b"".join(box(b"mdta", name) for name in names)
        values = (b"Apple", identifier.encode())
        items = b"".join(
            box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0) + value))
            for number, value in enumerate(values, 1)
        )
        metadata = box(b"hdlr", bytes(25)) + box(b"keys", keys) + box(b"ilst", items)
        parts += box(b"meta", bytes(4) + metadata if iso else metadata)
    return box(b"ftyp", brand + bytes(4) + brand) + box(b"mdat", bytes(5_000)) + box(b"moov", parts)
