"""The packets inside PNG and WebP."""

import io
import shutil
import struct
import subprocess
import zlib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.library.photo import Label
from app.library.xmp.chunk_packets import png_packets, webp_packets
from app.library.xmp.dialects import said_by
from app.library.xmp.embedded import embedded_packet
from app.library.xmp.packet import BadPacketError
from app.library.xmp.said import Said
from app.library.xmp.text import MOST_BYTES
from tests.library.xmp.packets import packet
from tests.pictures import scene

RATED = packet('xmp:Rating="3"')
KEYWORD = "XML:com.adobe.xmp"


def png(text: bytes | str = RATED, keyword: str = KEYWORD, *, packed: bool = False) -> bytes:
    info, stream = PngInfo(), io.BytesIO()
    info.add_text("Comment", "before")
    info.add_itxt(keyword, text, lang="en", tkey="XMP", zip=packed)
    scene(1, (64, 48)).save(stream, "png", pnginfo=info)
    return stream.getvalue()


@cache
def webp() -> bytes:
    stream = io.BytesIO()
    scene(1, (64, 48)).save(stream, "webp", xmp=RATED)
    return stream.getvalue()


def said_in(path: Path, data: bytes) -> Said | None:
    path.write_bytes(data)
    found = embedded_packet(path)
    return None if found is None else said_by(found)


def after_the_pixels(data: bytes) -> bytes:
    """A PNG with its packet moved behind its pixels, where some programs put it."""
    at = data.index(b"iTXt") - 4
    end = at + 12 + int.from_bytes(data[at : at + 4], "big")
    return data[:at] + data[end:-12] + data[at:end] + data[-12:]


def test_packets_are_found_plain_packed_and_behind_the_pixels(tmp_path: Path) -> None:
    for data in (png(), png(packed=True), after_the_pixels(png()), webp()):
        assert said_in(tmp_path / "a", data) == Said(3)
    assert said_in(tmp_path / "a", png(keyword="Comment")) is None
    stream = io.BytesIO()
    scene(1, (64, 48)).save(stream, "webp")
    assert said_in(tmp_path / "a", stream.getvalue()) is None


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@pytest.mark.parametrize("ending", ["png", "webp"])
def test_what_exiftool_writes_is_read(tmp_path: Path, ending: str) -> None:
    for name, packed in (("a", "-z"), ("b", "-overwrite_original")):
        path = tmp_path / f"{name}.{ending}"
        scene(1, (64, 48)).save(path)
        marks = ("-XMP-xmp:Rating=4", "-XMP-xmp:Label=Green", "-XMP-dc:Subject=sea", "-XMP-dc:Subject=Anna")
        subprocess.run(["exiftool", "-q", packed, *marks, path], check=True)
        found = embedded_packet(path)
        assert found is not None
        assert (said_by(found), found.keywords) == (Said(4, None, Label.GREEN), ("sea", "Anna"))


def test_a_packet_that_would_fill_the_memory_is_passed_over(tmp_path: Path) -> None:
    assert said_in(tmp_path / "a.png", png(bytes(MOST_BYTES + 1), packed=True)) is None
    assert said_in(tmp_path / "a.png", png(RATED + b" " * 100_000, packed=True)) == Said(3)


def test_a_damaged_packet_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(RATED[:-9]))
    with pytest.raises(BadPacketError):
        embedded_packet(path)


def test_a_chunk_that_lies_about_itself_ends_the_search() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", len(body), kind) + body + bytes(4)

    key = KEYWORD.encode() + b"\0"
    for body in (key, key + b"\0", key + b"\0\0en", key + b"\0\0en\0XMP", key + b"\1\0\0\0no zlib", key + b"\1\0\0\0"):
        data = bytes(8) + chunk(b"iTXt", body) + chunk(b"iTXt", key + b"\1\0\0\0" + zlib.compress(b"whole"))
        assert list(png_packets(lambda offset, length, data=data: data[offset : offset + length])) == [b"whole"]
    endless = struct.pack(">I4s", 0, b"tEXt") + bytes(4)
    asked: list[int] = []

    def read(offset: int, length: int) -> bytes:
        asked.append(offset)
        return (endless * 2)[(offset - 8) % 12 :][:length] if offset >= 8 else b""

    assert list(png_packets(read)) == []
    assert len(asked) == 1 << 16


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60), st.integers(0, 4000))
def test_any_bytes_in_place_of_chunks_are_passed_over(noise: bytes, at: int) -> None:
    for whole, packets in ((small_png(), png_packets), (webp(), webp_packets)):
        data = bytearray(whole)
        data[at % len(data) : at % len(data) + len(noise)] = noise
        found = list(packets(lambda offset, length, data=data: bytes(data[offset : offset + length])))
        assert sum(map(len, found)) < 1 << 20


@cache
def small_png() -> bytes:
    info, stream = PngInfo(), io.BytesIO()
    info.add_itxt(KEYWORD, RATED.decode(), zip=True)
    Image.new("RGB", (16, 16)).save(stream, "png", pnginfo=info)
    return stream.getvalue()
