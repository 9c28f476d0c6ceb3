"""One small file of every kind the program reads, and what is done to files by accidents and by ill will."""

import io
import random
import struct
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import numpy as np
import pillow_heif
from PIL import Image

from tests.library.exif_blocks import exif_block, small_dng, tiff
from tests.library.movies import movie
from tests.pictures import scene

_HEADER = 400
_ODD_BYTES = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)


@cache
def samples() -> Mapping[str, bytes]:
    """Sound files by their endings."""
    pillow_heif.register_heif_opener()
    picture = scene(1, (96, 64))
    exif = exif_block("Apple", b"Apple iOS\0\0\1MM" + bytes(40))
    deep = Image.fromarray(np.linspace(0, 65_535, 96 * 64).astype(np.uint16).reshape(64, 96))
    found = {
        "jpg": _saved(picture, "JPEG", exif=b"Exif\0\0" + exif),
        "jpeg": _saved(picture, "JPEG", progressive=True),
        "jpe": _saved(picture, "MPO", save_all=True, append_images=[picture.resize((24, 16))]),
        "png": _saved(picture, "PNG"),
        "apng": _saved(deep, "PNG"),
        "tif": _saved(picture, "TIFF", compression="tiff_lzw"),
        "tiff": _saved(deep, "TIFF", compression="tiff_adobe_deflate"),
        "webp": _saved(picture, "WEBP", exif=exif),
        "gif": _saved(picture, "GIF"),
        "bmp": _saved(picture, "BMP"),
        "jp2": _saved(picture, "JPEG2000"),
        "heic": _saved(picture, "HEIF", exif=exif),
        "avif": _saved(picture, "AVIF"),
    }
    with TemporaryDirectory() as folder:
        found["dng"] = small_dng(Path(folder, "a.dng"), "2024:05:06 07:08:09").read_bytes()
    jpeg = found["jpg"]
    found["nef"] = (
        tiff({0xFE: 1, 0x100: 96, 0x101: 64, 0x14A: 400, 0x201: 500, 0x202: len(jpeg)}).ljust(500, b"\0") + jpeg
    )
    found["mov"] = movie("8A5C-1")
    return MappingProxyType(found)


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)  # type: ignore[arg-type]  # every kind has its own
    return buffer.getvalue()


def mutations(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Damaged copies: bytes changed, mostly in the header, pieces left out, doubled or swapped; always the same."""
    chance = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            reach = min(len(copy), _HEADER) if chance.random() < 0.8 else len(copy)
            copy[chance.randrange(reach)] = chance.choice((*_ODD_BYTES, chance.randrange(256)))
        start, length = chance.randrange(len(copy)), chance.randint(1, 64)
        piece = copy[start : start + length]
        change = chance.randrange(4)
        if change == 0:
            del copy[start : start + length]
        elif change == 1:
            copy[start:start] = piece * chance.randint(1, 50)
        yield bytes(copy or b"\0")


def cuts(data: bytes) -> Iterator[bytes]:
    """The beginning of a file, from nothing to all but one byte."""
    for length in (0, 1, 2, 3, 4, 8, 12, 16, 31, 64, 200, len(data) // 3, len(data) // 2, len(data) - 1):
        yield data[:length]


def claims(side: int) -> dict[str, bytes]:
    """Small files whose headers speak of `side` x `side` pixels."""
    files, size = samples(), (96, 64)
    short = (struct.pack("<HH", *size), struct.pack(">HH", *size[::-1]), struct.pack(">II", *size))
    large = (struct.pack("<HH", side, side), struct.pack(">HH", side, side), struct.pack(">II", side, side))
    png = files["png"]
    head = b"IHDR" + large[2] + png[24:29]
    tags = (struct.pack("<HHIHH", 0x100, 3, 1, 96, 0), struct.pack("<HHIHH", 0x101, 3, 1, 64, 0))
    tiffs = files["tif"]
    for tag in tags:
        assert tag in tiffs
        tiffs = tiffs.replace(tag, tag[:8] + struct.pack("<I", side))
    return {
        "jpg": files["jpg"].replace(short[1], large[1]),
        "jpeg": files["jpeg"].replace(short[1], large[1]),
        "png": png[:12] + head + struct.pack(">I", zlib.crc32(head)) + png[33:],
        "tif": tiffs,
        "gif": files["gif"][:6] + large[0] + files["gif"][10:].replace(short[0], large[0]),
        "bmp": files["bmp"].replace(struct.pack("<II", *size), struct.pack("<II", side, side)),
        "jp2": files["jp2"].replace(struct.pack(">II", *size[::-1]), large[2]).replace(short[2], large[2]),
        "heic": files["heic"].replace(b"ispe" + bytes(4) + short[2], b"ispe" + bytes(4) + large[2]),
        "avif": files["avif"].replace(b"ispe" + bytes(4) + short[2], b"ispe" + bytes(4) + large[2]),
        "dng": small_claim(files["dng"], side),
    }


def small_claim(dng: bytes, side: int) -> bytes:
    """A DNG that speaks of another size, its sensor data as they were."""
    for tag, value in ((0x100, 64), (0x101, 48), (0x116, 48)):
        entry = struct.pack("<HHIHH", tag, 3, 1, value, 0)
        assert entry in dng
        dng = dng.replace(entry, struct.pack("<HHII", tag, 4, 1, side))
    return dng
