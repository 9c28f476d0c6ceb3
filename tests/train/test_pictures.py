from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from tests.pictures import scene, write_photo
from train.pictures import opened
from train.samples import SampleError

FORMATS = Path(__file__).parents[2].parent / "shared" / "photos" / "formats"
has_formats = pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the shared photos")


def test_upright_rgb_of_bounded_size(tmp_path: Path) -> None:
    upright = scene(1, (300, 200))
    path = write_photo(tmp_path / "a.jpg", upright.transpose(Image.Transpose.ROTATE_90), orientation=6, quality=95)
    picture = opened(path, 150)
    assert (picture.mode, picture.size) == ("RGB", (150, 100))
    expected = upright.resize((150, 100), Image.Resampling.LANCZOS)
    assert np.abs(np.asarray(picture, float) - np.asarray(expected, float)).mean() < 6


def test_a_small_picture_stays_as_it_is(tmp_path: Path) -> None:
    scene(1, (60, 40)).save(tmp_path / "a.png")
    assert opened(tmp_path / "a.png", 100).tobytes() == scene(1, (60, 40)).tobytes()


def test_what_is_transparent_lies_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert opened(tmp_path / "a.png").getpixel((0, 0)) == (255, 255, 255)


def test_wide_grey_keeps_its_white(tmp_path: Path) -> None:
    Image.fromarray(np.full((8, 8), 65535, np.uint16)).save(tmp_path / "a.png")
    assert opened(tmp_path / "a.png").getpixel((0, 0)) == (255, 255, 255)


def swapped_profile() -> bytes:
    """The sRGB profile with its red and green primaries exchanged, under another name."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"?XYZ"), (b"gXYZ", b"rXYZ"), (b"?XYZ", b"gXYZ"), (b"sRGB", b"XRGB")):
        data = data.replace(old, new)
    return data.replace("sRGB".encode("utf-16-be"), "XRGB".encode("utf-16-be"))


def test_colours_are_those_that_the_profile_means(tmp_path: Path) -> None:
    picture = Image.new("RGB", (8, 8), (200, 30, 30))
    picture.save(tmp_path / "swapped.png", icc_profile=swapped_profile())
    picture.save(tmp_path / "damaged.png", icc_profile=b"no profile at all")
    assert opened(tmp_path / "damaged.png").getpixel((0, 0)) == (200, 30, 30)
    red, green, _ = np.asarray(opened(tmp_path / "swapped.png"))[0, 0]
    assert green > 150
    assert red < 80


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 not much", b"II*\0\x08\0\0\0\0\0", bytes(1000)])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.jpg").write_bytes(content)
    with pytest.raises(SampleError, match=r"broken\.jpg cannot be read: it is no picture or is damaged\.$"):
        opened(tmp_path / "broken.jpg")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match=r"gone\.jpg cannot be read: No such file or directory\.$"):
        opened(tmp_path / "gone.jpg")


def test_a_file_that_is_cut_short_is_no_picture(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.jpg", scene(1))
    path.write_bytes(path.read_bytes()[:8000])
    with pytest.raises(SampleError, match=r"a\.jpg"):
        opened(path)


@has_formats
def test_all_eight_orientations_look_alike() -> None:
    pictures = [opened(FORMATS / "orientation" / f"Landscape_{n}.jpg", 200) for n in range(1, 9)]
    assert {picture.size for picture in pictures} == {pictures[0].size}
    pixels = [np.asarray(picture, float) for picture in pictures]
    assert max(np.abs(other - pixels[0]).mean() for other in pixels) < 12


@has_formats
def test_heic_and_raw_files_are_pictures_too() -> None:
    heic = sorted(path for path in (FORMATS / "heic").rglob("*") if path.suffix.lower() == ".heic")[0]
    raw = sorted(path for path in (FORMATS / "raw").rglob("*") if path.suffix.lower() in (".kdc", ".nef"))
    assert max(opened(heic, 300).size) == 300
    assert [max(opened(path, 300).size) for path in raw] == [300] * len(raw)
