"""Packets inside photos: read from every kind, written into JPEGs without touching the picture."""

import hashlib
import io
import os
from functools import cache
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.library.photo import Flag, Label, Marks
from app.library.source import UnreadableError
from app.library.xmp.dialects import said_by
from app.library.xmp.embedded import embedded_packet
from app.library.xmp.embedding import embed, image_hash, jpeg_with_marks
from app.library.xmp.iso_packets import packets
from app.library.xmp.jpeg_segments import segments
from app.library.xmp.packet import BadPacketError
from app.library.xmp.replacing import RefusedError
from app.library.xmp.said import Said
from app.library.xmp.wishes import Profile, Wish
from tests.library.xmp.packets import packet
from tests.pictures import scene

NOW = 1_750_000_000.0
PHOTOS = Path(__file__).parents[3].parent / "shared" / "photos"
RATED = packet('xmp:Rating="3"')
PADDED = b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>\n" + RATED + b"\n" + b" " * 900 + b"\n<?xpacket end='w'?>"
WISH = Wish(Marks(5, Flag.PICK, Label.GREEN))
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"


def jpeg(**options: object) -> bytes:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Burstpick"
    scene(1, (64, 48)).save(stream, "JPEG", **({"exif": exif} | options))
    return stream.getvalue()


def segment(body: bytes) -> bytes:
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def pixels(data: bytes) -> bytes:
    return np.asarray(Image.open(io.BytesIO(data))).tobytes()


def others(data: bytes) -> list[bytes]:
    found = segments(lambda offset, length: data[offset : offset + length])
    bodies = [data[one.start : one.end] for one in found]
    return [one for one in bodies if b"ns.adobe.com/xap" not in one[:40] and b"MPF\0" not in one[:8]]


def said_in(path: Path) -> Said | None:
    found = embedded_packet(path)
    return None if found is None else said_by(found)


@pytest.mark.parametrize("name", ["a.jpg", "a.tif", "a.heic", "a.avif"])
def test_packets_are_found_in_every_kind_of_photo(tmp_path: Path, name: str) -> None:
    path, picture = tmp_path / name, scene(1, (64, 48))
    if name == "a.tif":
        picture.save(path, tiffinfo={700: RATED})
    elif name == "a.heic":
        pillow_heif.from_pillow(picture).save(path, xmp=RATED)
    else:
        picture.save(path, xmp=RATED)
    assert said_in(path) == Said(3)
    bare = tmp_path / f"bare-{name}"
    if name == "a.heic":
        pillow_heif.from_pillow(picture).save(bare)
    else:
        picture.save(bare)
    assert said_in(bare) is None


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def test_the_packet_of_a_canon_raw(tmp_path: Path) -> None:
    path = tmp_path / "a.cr3"
    uuid = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
    path.write_bytes(box(b"ftyp", b"crx \0\0\0\1crx isom") + box(b"uuid", uuid + RATED) + box(b"mdat", b"0" * 99))
    assert said_in(path) == Said(3)


def test_the_extension_of_a_packet_fills_what_the_packet_leaves_open(tmp_path: Path) -> None:
    more = packet('xmp:Rating="1" xmp:Label="Red"')
    guid = hashlib.md5(more).hexdigest().upper().encode()
    parts = [more[:100], more[100:]]
    blocks = [
        segment(EXTENSION + guid + len(more).to_bytes(4, "big") + at.to_bytes(4, "big") + part)
        for at, part in zip((0, 100), parts, strict=True)
    ]
    data = jpeg(xmp=RATED)
    path = tmp_path / "a.jpg"
    path.write_bytes(data[:2] + blocks[1] + blocks[0] + data[2:])
    assert said_in(path) == Said(3, None, Label.RED)
    embed(path, WISH, NOW, allowed=True)
    assert all(block in path.read_bytes() for block in blocks)
    path.write_bytes(data[:2] + blocks[1] + data[2:])
    assert said_in(path) == Said(3)


def test_a_damaged_packet_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(xmp=RATED[:-9]))
    with pytest.raises(BadPacketError):
        embedded_packet(path)
    before = path.read_bytes()
    with pytest.raises(RefusedError, match="well-formed"):
        embed(path, WISH, NOW, allowed=True)
    assert path.read_bytes() == before


@cache
def small_heic() -> bytes:
    stream = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (16, 16))).save(stream, xmp=RATED)
    return stream.getvalue()


@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(0, 4000))
def test_any_bytes_in_place_of_boxes_are_passed_over(noise: bytes, at: int) -> None:
    data = bytearray(small_heic())
    data[at % len(data) : at % len(data) + len(noise)] = noise
    found = list(packets(lambda offset, length: bytes(data[offset : offset + length]), len(data)))
    assert sum(map(len, found)) < 1 << 20


@pytest.mark.parametrize("data", [jpeg(), jpeg(xmp=RATED), jpeg(xmp=PADDED), jpeg(exif=b"", icc_profile=b"i" * 500)])
def test_the_picture_and_everything_else_stay_as_they_are(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    path.chmod(0o640)
    assert embed(path, WISH, NOW, allowed=True).is_written
    after = path.read_bytes()
    assert said_in(path) == Said(5, Flag.PICK, Label.GREEN)
    assert (image_hash(after), pixels(after), others(after)) == (image_hash(data), pixels(data), others(data))
    assert path.stat().st_mode & 0o777 == 0o640
    again = embed(path, WISH, NOW + 1, allowed=True)
    assert not again.is_written
    assert path.read_bytes() == after
    assert [one.name for one in tmp_path.iterdir()] == ["a.jpg"]


def test_room_in_the_packet_is_used_so_that_nothing_moves() -> None:
    for data, wish in ((jpeg(xmp=PADDED), WISH), (jpeg(xmp=PADDED), Wish(Marks(3, Flag.REJECT), Profile.ALL))):
        after = jpeg_with_marks(data, wish, NOW)
        assert after is not None
        assert len(after) == len(data)


def test_a_new_packet_follows_the_exif_and_leaves_room_for_the_next() -> None:
    first = jpeg_with_marks(jpeg(), WISH, NOW)
    assert first is not None
    assert first[2:].startswith(jpeg()[2:20])
    second = jpeg_with_marks(first, Wish(Marks(1, Flag.REJECT, Label.PURPLE), Profile.ALL), NOW)
    assert second is not None
    assert len(second) == len(first)


def test_no_original_is_touched_without_leave(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg())
    with pytest.raises(RefusedError, match="unless you allow it"):
        embed(path, WISH, NOW, allowed=False)
    assert path.read_bytes() == jpeg()


def test_a_raw_file_is_never_touched_whatever_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.NEF"
    path.write_bytes(jpeg())
    with pytest.raises(RefusedError, match="RAW"):
        embed(path, WISH, NOW, allowed=True)
    assert path.read_bytes() == jpeg()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no jpeg", "no JPEG"),
        (b"\xff\xd8\xff\xd9", "damaged"),
        (jpeg()[:60], "damaged"),
        (jpeg(xmp=packet(f'crs:Curve="{"1" * 65_200}"')), "no room left"),
    ],
)
def test_a_jpeg_that_cannot_take_marks_stays_as_it_is(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    with pytest.raises(RefusedError, match=reason):
        embed(path, WISH, NOW, allowed=True)
    assert path.read_bytes() == data


def test_a_photo_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="gone"):
        embed(tmp_path / "a.jpg", WISH, NOW, allowed=True)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("options", [{}, {"xmp": RATED}])
def test_the_other_pictures_of_a_file_are_still_found(options: dict[str, bytes]) -> None:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Burstpick"
    second = scene(2, (32, 24))
    scene(1, (64, 48)).save(stream, "MPO", save_all=True, append_images=[second], exif=exif, quality=95, **options)
    data = stream.getvalue()
    before = Image.open(io.BytesIO(data))
    after_data = jpeg_with_marks(data, WISH, NOW)
    assert after_data is not None
    assert len(after_data) > len(data)
    after = Image.open(io.BytesIO(after_data))
    assert (before.n_frames, after.n_frames) == (2, 2)  # type: ignore[attr-defined]
    before.seek(1)
    after.seek(1)
    assert after.size == (32, 24)
    assert not options or data.index(b"MPF\0") < data.index(RATED)
    assert after.tobytes() == before.tobytes()


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="the corpus of photos is not there")
def test_real_jpegs_keep_their_pictures() -> None:
    written = 0
    for path in sorted((PHOTOS / "formats").rglob("*")):
        if path.suffix.lower() not in (".jpg", ".jpeg") or path.stat().st_size > 4 << 20:
            continue
        data = path.read_bytes()
        try:
            after = jpeg_with_marks(data, WISH, NOW)
            again = None if after is None else jpeg_with_marks(after, WISH, NOW)
        except (UnreadableError, BadPacketError):
            continue
        assert after is not None
        assert again is None
        assert image_hash(after) == image_hash(data)
        assert others(after) == others(data)
        written += 1
    assert written > 50
