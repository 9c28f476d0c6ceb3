import contextlib
import io
import os
import struct
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from app.library.decode import UnreadableError, open_picture
from tests.library.exif_blocks import directory as tiff_directory
from tests.library.exif_blocks import small_dng, tiff
from tests.pictures import scene, write_photo

TURNED_BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def difference(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size
    return float(np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float)).mean())


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif", "gif", "bmp", "jp2", "heic", "avif"])
def test_every_format_becomes_rgb_of_the_wished_size(tmp_path: Path, ending: str) -> None:
    picture = scene(2, (400, 300))
    path = tmp_path / f"a.{ending}"
    picture.save(path, quality=95)
    found = open_picture(path, 160)
    assert (found.mode, found.size) == ("RGB", (160, 120))
    assert difference(found, picture.resize((160, 120), Image.Resampling.LANCZOS)) < 8
    assert open_picture(path).size == (400, 300)
    assert open_picture(path, 5_000).size == (400, 300)


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_orientations_come_out_equal(tmp_path: Path, ending: str, orientation: int) -> None:
    upright = scene(3, (200, 120))
    turn = TURNED_BACK[orientation]
    stored = upright if turn is None else upright.transpose(turn)
    path = write_photo(tmp_path / f"a.{ending}", stored, orientation=orientation, quality=95)
    assert difference(open_picture(path), upright) < 6
    assert open_picture(path, 100).size == (100, 60)


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Image.new("RGBA", (8, 8), (200, 0, 0, 0)), (255, 255, 255)),
        (Image.new("RGBA", (8, 8), (0, 0, 0, 255)), (0, 0, 0)),
        (Image.new("LA", (8, 8), (0, 0)), (255, 255, 255)),
        (Image.new("L", (8, 8), 77), (77, 77, 77)),
        (Image.new("1", (8, 8), 1), (255, 255, 255)),
        (
            Image.new(
                "P",
                (8, 8),
                0,
            ),
            None,
        ),
        (Image.new("I;16", (8, 8), 0x8000), (128, 128, 128)),
        (Image.new("CMYK", (8, 8), (0, 255, 255, 0)), (255, 0, 0)),
        (Image.new("F", (8, 8), 0.5), (128, 128, 128)),
        (Image.new("F", (8, 8), float("nan")), (0, 0, 0)),
    ],
)
def test_every_colour_mode_has_a_defined_rgb(
    tmp_path: Path, picture: Image.Image, expected: tuple[int, int, int] | None
) -> None:
    path = tmp_path / "a.tif"
    picture.save(path)
    for side in (None, 4):
        found = open_picture(path, side)
        assert found.mode == "RGB"
        if expected is not None:
            pixel = found.getpixel((1, 1))
            assert isinstance(pixel, tuple)
            assert all(abs(a - b) <= 1 for a, b in zip(pixel, expected, strict=True))


def test_sixteen_bit_png_keeps_its_greys(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65_535, 256).astype(np.uint16).reshape(1, 256).repeat(4, axis=0)
    Image.fromarray(ramp).save(tmp_path / "a.png")
    found = np.asarray(open_picture(tmp_path / "a.png"))[0, :, 0]
    assert np.abs(found.astype(int) - np.arange(256)).max() <= 1


def swapped_profile() -> bytes:
    """The sRGB profile with its red and blue primaries exchanged, under another name."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    rows = {bytes(data[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, blue = rows[b"rXYZ"], rows[b"bXYZ"]
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data).replace(b"sRGB", b"XRGB").replace("sRGB".encode("utf-16-be"), "XRGB".encode("utf-16-be"))


@pytest.mark.parametrize("side", [None, 16])
def test_colour_profiles_are_brought_to_srgb(tmp_path: Path, side: int | None) -> None:
    picture = Image.new("RGB", (32, 32), (250, 10, 10))
    picture.save(tmp_path / "a.jpg", icc_profile=swapped_profile(), quality=100, subsampling=0)
    found = open_picture(tmp_path / "a.jpg", side)
    red, _, blue = found.getpixel((3, 3))  # type: ignore[misc]
    assert (red < 60, blue > 230) == (True, True)
    assert found.info == {}


def test_the_srgb_profile_changes_nothing(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (32, 32), (200, 60, 60)).save(tmp_path / "a.png", icc_profile=profile)
    assert open_picture(tmp_path / "a.png").getpixel((0, 0)) == (200, 60, 60)


def test_a_damaged_profile_is_passed_over(tmp_path: Path) -> None:
    Image.new("RGB", (32, 32), (200, 60, 60)).save(tmp_path / "a.png", icc_profile=b"not a profile")
    assert open_picture(tmp_path / "a.png").getpixel((0, 0)) == (200, 60, 60)


def test_the_content_counts_and_not_the_extension(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.jpg", scene(1, (64, 48)))
    assert open_picture(path.rename(tmp_path / "a.heic")).size == (64, 48)


def test_a_raw_without_a_preview_is_developed(tmp_path: Path) -> None:
    path = small_dng(tmp_path / "a.dng")
    found = open_picture(path, 20)
    assert (found.mode, found.size) == ("RGB", (20, 15))
    assert open_picture(path).size == (32, 24)


def test_a_raw_shows_its_embedded_preview_upright(tmp_path: Path) -> None:
    upright = scene(5, (90, 160))
    buffer = io.BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(buffer, "JPEG", quality=95)
    jpeg = buffer.getvalue()
    head = tiff({0xFE: 1, 0x100: 160, 0x101: 90, 0x112: 6, 0x14A: 4_000, 0x201: 5_000, 0x202: len(jpeg)})
    path = tmp_path / "cut.nef"
    path.write_bytes(head.ljust(5_000, b"\0") + jpeg)
    assert difference(open_picture(path), upright) < 6


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_cut_jpeg_is_shown_only_if_next_to_nothing_is_lost(tmp_path: Path, share: float) -> None:
    path = write_photo(tmp_path / "a.jpg", scene(1, (1200, 800)))
    whole = open_picture(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * (1 - share))])
    if share < 0.05:
        assert difference(open_picture(path), whole) < 5
        return
    with pytest.raises(UnreadableError, match="ends in the middle"):
        open_picture(path)
    with pytest.raises(UnreadableError, match="ends in the middle"):
        open_picture(path, 150)


def test_a_cut_progressive_jpeg_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    scene(1, (300, 200)).save(path, progressive=True)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(UnreadableError, match="ends in the middle"):
        open_picture(path)


@pytest.mark.parametrize("ending", ["png", "tif", "webp", "heic", "avif"])
def test_other_cut_files_are_named(tmp_path: Path, ending: str) -> None:
    path = write_photo(tmp_path / f"a.{ending}", scene(1, (300, 200)))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(UnreadableError) as caught:
        open_picture(path)
    assert caught.value.reason


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_bomb(path: Path, side: int) -> Path:
    row = zlib.compressobj(9)
    data = row.compress(bytes(1 << 20)) + row.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    return path


@pytest.mark.parametrize("side", [17_000, 25_000, 65_000])
def test_bombs_are_refused_before_they_unfold(tmp_path: Path, side: int) -> None:
    with pytest.raises(UnreadableError, match="larger than"):
        open_picture(png_bomb(tmp_path / "a.png", side), 320)


def test_a_jpeg_of_endless_scans_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    scene(1, (64, 48)).save(path, progressive=True)
    data = path.read_bytes()
    last = data.rindex(b"\xff\xda")
    path.write_bytes(data[:last] + data[last:-2] * 500 + data[-2:])
    with pytest.raises(UnreadableError, match="damaged"):
        open_picture(path)


def test_a_missing_file_a_folder_and_a_pipe_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="gone"):
        open_picture(tmp_path / "none.jpg")
    with pytest.raises(UnreadableError):
        open_picture(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jpg")
        with pytest.raises(UnreadableError, match="pipe"):
            open_picture(tmp_path / "pipe.jpg")


def test_many_threads_decode_the_same_files_alike(tmp_path: Path) -> None:
    paths = [write_photo(tmp_path / f"{n}.{end}", scene(n, (200, 150))) for n in range(3) for end in ("jpg", "heic")]
    paths.append(small_dng(tmp_path / "a.dng"))
    alone = [open_picture(path, 90).tobytes() for path in paths]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda path: open_picture(path, 90).tobytes(), paths * 6))
    assert together == alone * 6


def encoded(kind: str) -> bytes:
    buffer = io.BytesIO()
    scene(1, (60, 40)).save(buffer, kind)
    return buffer.getvalue()


SAMPLES = tuple(encoded(kind) for kind in ("JPEG", "PNG", "TIFF", "WEBP", "GIF"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_damaged_files_raise_nothing_but_unreadable(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    with contextlib.suppress(UnreadableError):
        assert open_picture(path, 30).mode == "RGB"


def test_odd_files_say_nothing_on_the_screen(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.jpg", scene(1, (64, 48)), datetime(2024, 1, 1))
    data = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(data.replace(b"2024:", b"\xff\xff\xff\xff\xff").replace(b"II*\0", b"II*\0\xf0", 1))
    Image.new("P", (8, 8)).save(tmp_path / "b.png", transparency=b"\0\1\2")
    png_bomb(tmp_path / "c.png", 21_000)
    script = (
        "import sys; from pathlib import Path\n"
        "from app.library.decode import UnreadableError, open_picture\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    try: open_picture(path, 20)\n"
        "    except UnreadableError: pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_a_raw_whose_sensor_data_are_cut_off_is_no_black_photo(tmp_path: Path) -> None:
    path = small_dng(tmp_path / "a.dng")
    data = path.read_bytes()
    strip = len(data) - 70_000
    path.write_bytes(data[:70_000] + bytes(strip * 3 // 4) + data[-strip // 4 :])
    with pytest.raises(UnreadableError, match="sensor data are missing"):
        open_picture(path)
    path.write_bytes(data[:70_000] + bytes(strip // 4) + data[70_000 + strip // 4 :])
    assert open_picture(path).size == (32, 24)


def test_the_larger_of_two_previews_is_shown(tmp_path: Path) -> None:
    small, large = io.BytesIO(), io.BytesIO()
    scene(5, (96, 64)).save(small, "JPEG")
    scene(6, (1500, 1000)).save(large, "JPEG", quality=95)
    previews = {0x201: 90_000, 0x202: len(small.getvalue())}
    head = tiff({0xFE: 1, 0x100: 3000, 0x101: 2000, 0x14A: 1_000, **previews})
    inner = tiff_directory({0x201: 100_000, 0x202: len(large.getvalue())}, 1_000)
    path = tmp_path / "a.nef"
    data = (head.ljust(1_000, b"\0") + inner).ljust(90_000, b"\0") + small.getvalue()
    path.write_bytes(data.ljust(100_000, b"\0") + large.getvalue())
    assert difference(open_picture(path), scene(6, (1500, 1000))) < 8
    assert open_picture(path, 60).size == (60, 40)


def test_the_first_of_several_pictures_in_a_jpeg_is_the_photo(tmp_path: Path) -> None:
    full, preview = scene(1, (400, 300)), scene(2, (100, 75))
    full.save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[preview], quality=95)
    assert (tmp_path / "a.jpg").read_bytes().count(b"\xff\xd8\xff") == 2
    assert difference(open_picture(tmp_path / "a.jpg"), full) < 6


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_sixteen_bit_tiff_keeps_its_greys(tmp_path: Path, compression: str) -> None:
    ramp = np.linspace(0, 65_535, 256).astype(np.uint16).reshape(1, 256).repeat(4, axis=0)
    Image.fromarray(ramp).save(tmp_path / "a.tif", compression=compression)
    found = np.asarray(open_picture(tmp_path / "a.tif"))[0, :, 0]
    assert np.abs(found.astype(int) - np.arange(256)).max() <= 1


@pytest.mark.parametrize("planar", [1, 2])
def test_sixteen_bit_colour_tiff_keeps_its_colours(tmp_path: Path, planar: int) -> None:
    pixels = np.array([(0xFFFF, 0x8000, 0x0100)] * 8 * 8, dtype="<u2")
    strip = (pixels if planar == 1 else pixels.T).tobytes()
    offsets = 1_000 if planar == 1 else (1_000, 1_128, 1_256)
    counts = len(strip) if planar == 1 else (128, 128, 128)
    tags = {0x100: 8, 0x101: 8, 0x102: (16, 16, 16), 0x103: 1, 0x106: 2, 0x115: 3, 0x116: 8, 0x11C: planar}
    (tmp_path / "a.tif").write_bytes(tiff({**tags, 0x111: offsets, 0x117: counts}).ljust(1_000, b"\0") + strip)
    assert open_picture(tmp_path / "a.tif").getpixel((3, 3)) == (255, 128, 1)


def test_sixteen_bit_colour_png_keeps_its_colours(tmp_path: Path) -> None:
    rows = (b"\0" + struct.pack(">HHH", 0xFFFF, 0x8000, 0x0100) * 8) * 8
    head = struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    assert open_picture(tmp_path / "a.png").getpixel((3, 3)) == (255, 128, 1)


def test_ten_bits_of_a_heif_become_eight(tmp_path: Path) -> None:
    pixels = np.full((64, 96, 3), (0xFFFF, 0x8000, 0x0100), np.uint16)
    made = pillow_heif.from_bytes(mode="RGB;16", size=(96, 64), data=pixels.tobytes())
    made.save(tmp_path / "DSC00001.HIF", quality=-1, format="HEIF")
    assert (tmp_path / "DSC00001.HIF").read_bytes()[8:12] == b"heix"
    found = np.asarray(open_picture(tmp_path / "DSC00001.HIF")).astype(int)
    assert np.abs(found - (255, 128, 1)).max() <= 2


def test_the_primary_picture_of_a_heif_is_the_photo(tmp_path: Path) -> None:
    made = pillow_heif.from_pillow(scene(1, (64, 48)))
    made.add_from_pillow(scene(2, (128, 96)))
    made.save(tmp_path / "a.heic", primary_index=1)
    assert open_picture(tmp_path / "a.heic").size == (128, 96)
