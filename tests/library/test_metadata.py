import math
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational as Rational

from app.library.capture_time import time_from_exif
from app.library.exif import Exif
from app.library.headers import read_header
from app.library.metadata import read_capture
from app.library.photo import Capture
from app.library.source import FileSource
from tests.library.exif_blocks import Values, exif_block, jpeg_with, small_dng
from tests.pictures import scene, write_photo

NOON = datetime(2024, 5, 6, 12, 0, 0)
NOON_WALL = datetime(2024, 5, 6, 12, tzinfo=UTC).timestamp()


def capture_of(path: Path) -> Capture:
    with FileSource(path) as source:
        return read_capture(read_header(source), source.mtime_ns)


def with_photo_tags(folder: Path, tags: dict[int, Values]) -> Capture:
    return capture_of(jpeg_with(folder / "a.jpg", exif_block("Burstpick", b"-----", tags)))


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "heic", "avif"])
def test_every_format_gives_time_camera_and_size(tmp_path: Path, ending: str) -> None:
    path = write_photo(tmp_path / f"a.{ending}", scene(1, (64, 48)), NOON, subsec="25", offset="+02:00", serial="X1")
    found = capture_of(path)
    assert (found.width, found.height) == (64, 48)
    assert found.camera == "Burstpick Test Camera"
    assert found.time.sure
    assert found.time.wall == pytest.approx(NOON_WALL + 0.25, abs=1e-6)
    assert found.time.offset == 120
    assert found.time.resolution == pytest.approx(0.01)
    assert found.serial == "X1"


def test_a_tiff_gives_what_its_main_directory_says(tmp_path: Path) -> None:
    found = capture_of(write_photo(tmp_path / "a.tif", scene(1, (64, 48)), NOON, orientation=6))
    assert (found.width, found.height, found.orientation) == (48, 64, 6)
    assert (found.camera, found.time.wall, found.time.sure) == ("Burstpick Test Camera", NOON_WALL, True)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_sizes_are_those_of_the_upright_picture(tmp_path: Path, orientation: int) -> None:
    found = capture_of(write_photo(tmp_path / "a.jpg", scene(1, (64, 48)), orientation=orientation))
    assert (found.width, found.height) == ((64, 48) if orientation < 5 else (48, 64))
    assert found.orientation == orientation


@pytest.mark.parametrize(
    ("digits", "fraction", "resolution"),
    [("5", 0.5, 0.1), ("53", 0.53, 0.01), ("530", 0.53, 0.001), ("53  ", 0.53, 0.01), ("", 0.0, 1.0), ("  ", 0, 1)],
)
def test_the_digits_of_the_sub_seconds_are_the_clocks_step(
    tmp_path: Path, digits: str, fraction: float, resolution: float
) -> None:
    found = with_photo_tags(tmp_path, {0x9003: "2024:05:06 12:00:00", 0x9291: digits}).time
    assert found.wall == pytest.approx(NOON_WALL + fraction, abs=1e-9)
    assert found.resolution == pytest.approx(resolution)


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [("+02:00", 120), ("-03:30", -210), ("Z", 0), ("+14:00", 840), ("+00:00", 0), ("  :  ", None), ("+99:00", None)],
)
def test_time_zones_are_minutes_east(tmp_path: Path, zone: str, minutes: int | None) -> None:
    assert with_photo_tags(tmp_path, {0x9003: "2024:05:06 12:00:00", 0x9011: zone}).time.offset == minutes


def test_digitised_stands_in_for_taken_with_its_own_fraction(tmp_path: Path) -> None:
    tags: dict[int, Values] = {
        0x9003: "0000:00:00 00:00:00",
        0x9291: "11",
        0x9004: "2024:05:06 12:00:00",
        0x9292: "9",
    }
    assert with_photo_tags(tmp_path, tags).time.wall == pytest.approx(NOON_WALL + 0.9, abs=1e-6)


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "2014:99:99 10:00:00", "    :  :     :  :  ", "", "2024:05"])
def test_an_invalid_date_is_no_time_and_the_files_own_is_unsure(tmp_path: Path, text: str) -> None:
    path = jpeg_with(tmp_path / "a.jpg", exif_block("Burstpick", b"-----", {0x9003: text}))
    os.utime(path, ns=(0, 1_700_000_000_500_000_000))
    found = capture_of(path).time
    assert (found.wall, found.offset, found.sure) == (1_700_000_000.5, 0, False)


def test_xmp_gives_the_time_where_exif_has_none(tmp_path: Path) -> None:
    xmp = b'<rdf:Description photoshop:DateCreated="2024-05-06T12:00:00.5+01:00"/>'
    found = capture_of(jpeg_with(tmp_path / "a.jpg", xmp=xmp)).time
    assert (found.wall, found.offset, found.resolution, found.sure) == (NOON_WALL + 0.5, 60, 0.1, True)


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("NIKON CORPORATION", "NIKON D90", "NIKON D90"),
        ("SONY", "ILCE-7M3", "SONY ILCE-7M3"),
        ("Eastman Kodak Company", "KODAK DC210", "KODAK DC210"),
        ("Apple", "iPhone 12", "Apple iPhone 12"),
        ("", "X100", "X100"),
    ],
)
def test_the_camera_names_its_maker_once(tmp_path: Path, make: str, model: str, camera: str) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = make, model
    scene(1, (32, 24)).save(tmp_path / "a.jpg", exif=exif)
    assert capture_of(tmp_path / "a.jpg").camera == camera


def test_exposure_is_read_and_the_absurd_is_unknown(tmp_path: Path) -> None:
    exif = Image.Exif()
    details = exif.get_ifd(0x8769)
    details[0x829A], details[0x829D], details[0x920A] = Rational(1, 250), Rational(28, 10), Rational(0, 0)
    details[0x8827], details[0x9204] = 400, Rational(-2, 3)
    scene(1, (32, 24)).save(tmp_path / "a.jpg", exif=exif)
    found = capture_of(tmp_path / "a.jpg")
    assert found.exposure == pytest.approx(1 / 250)
    assert found.aperture == pytest.approx(2.8)
    assert (found.iso, found.focal_length) == (400, None)
    assert found.exposure_bias == pytest.approx(-2 / 3)


def test_high_sensitivities_are_found_behind_the_16_bit_tag(tmp_path: Path) -> None:
    assert with_photo_tags(tmp_path, {0x8827: 65_535, 0x8832: 102_400}).iso == 102_400


def test_a_dng_is_read_as_raw(tmp_path: Path) -> None:
    path = small_dng(tmp_path / "a.tif", "2024:05:06 12:00:00")
    found = capture_of(path)
    assert (found.width, found.height, found.time.wall) == (64, 48, NOON_WALL)
    assert found.camera == "Burstpick Test Camera"


@given(st.datetimes(datetime(1840, 1, 1), datetime(2200, 1, 1)), st.integers(0, 999))
def test_any_date_survives_the_way_through_exif(moment: datetime, milliseconds: int) -> None:
    text = moment.strftime("%Y:%m:%d %H:%M:%S")
    block = exif_block("Burstpick", b"-----", {0x9003: text, 0x9291: f"{milliseconds:03d}"})
    found = time_from_exif(Exif.of_block(block))
    assert found is not None
    whole = moment.replace(microsecond=0, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    assert found.wall == pytest.approx(whole.total_seconds() + milliseconds / 1000, abs=1e-4)


@given(st.text(max_size=40), st.text(max_size=12), st.text(max_size=12))
def test_any_text_is_a_time_or_none(stamp: str, fraction: str, zone: str) -> None:
    tags: dict[int, Values] = {0x9003: stamp, 0x9291: fraction, 0x9011: zone}
    try:
        block = exif_block("Burstpick", b"-----", tags)
    except UnicodeEncodeError:
        return
    found = time_from_exif(Exif.of_block(block))
    assert found is None or math.isfinite(found.wall)
