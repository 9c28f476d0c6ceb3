import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.errors import PictureError
from fgaesq_core.frames import picture
from tests.pictures import scene

GREYS = np.arange(0, 256, dtype=np.uint8).reshape(16, 16)


def test_rgb_is_handed_on_as_it_is() -> None:
    image = Image.new("RGB", (4, 3))
    assert picture(image) is image
    assert picture(lambda: image) is image


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK", "LAB", "I", "F"])
def test_other_modes_become_rgb(mode: str) -> None:
    assert picture(Image.new(mode, (4, 3))).mode == "RGB"


def test_what_a_decoder_raises_passes_through() -> None:
    def broken() -> Image.Image:
        raise OSError("cut short")

    with pytest.raises(OSError, match="cut short"):
        picture(broken)


@pytest.mark.parametrize("size", [(0, 0), (0, 5), (5, 0)])
def test_a_picture_without_pixels_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureError, match="no pixels"):
        picture(Image.new("RGB", size))


@pytest.mark.parametrize("kind", [np.uint16, ">u2", np.int32])
def test_greys_of_sixteen_bits_keep_their_tones(kind: str) -> None:
    wide = Image.fromarray((GREYS.astype(np.uint16) * 257).astype(kind))
    assert (np.asarray(picture(wide)) == GREYS[..., None]).all()


@given(st.floats(1.5, 1e6))
def test_broken_numbers_are_scaled_to_their_white(top: float) -> None:
    found = np.asarray(picture(Image.fromarray(GREYS.astype(np.float32) / 255 * np.float32(top))))
    white = 255 if top <= 255 else top
    assert found[..., 0] == pytest.approx(GREYS * (top / white), abs=1)


def test_numbers_up_to_one_are_shares_of_white() -> None:
    assert (np.asarray(picture(Image.fromarray(GREYS.astype(np.float32) / 255)))[..., 0] == GREYS).all()


def test_numbers_that_are_none_are_black() -> None:
    odd = Image.fromarray(np.array([[np.nan, np.inf, -np.inf, -5, 0.5, 1]], np.float32))
    assert np.asarray(picture(odd))[0, :, 0].tolist() == [0, 0, 0, 0, 128, 255]


@pytest.mark.parametrize("mode", ["LA", "RGBA", "RGBa"])
def test_what_is_transparent_lies_on_white(mode: str) -> None:
    layer = Image.new("LA" if mode == "LA" else "RGBA", (2, 1))
    layer.putalpha(Image.frombytes("L", (2, 1), bytes([255, 0])))
    found = picture(layer.convert(mode))
    assert found.mode == "RGB"
    assert [found.getpixel((0, 0)), found.getpixel((1, 0))] == [(0, 0, 0), (255, 255, 255)]


def test_a_palette_beside_transparency_is_no_obstacle() -> None:
    image = Image.new("P", (2, 1), 1)
    image.putpalette([0, 0, 0, 9, 9, 9])
    image.putalpha(Image.frombytes("L", (2, 1), bytes([255, 0])))
    assert image.mode == "PA"
    assert [picture(image).getpixel((place, 0)) for place in (0, 1)] == [(9, 9, 9), (255, 255, 255)]


def test_a_transparent_colour_of_a_palette_lies_on_white() -> None:
    image = Image.new("P", (1, 1), 1)
    image.putpalette([0, 0, 0, 9, 9, 9])
    image.info["transparency"] = 1
    assert picture(image).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr", "HSV"])
def test_colours_survive_their_modes(mode: str) -> None:
    image = scene(1, (40, 30))
    found = np.asarray(picture(image.convert(mode)), float)
    assert np.abs(found - np.asarray(image)).max() < 10


def test_the_callers_picture_is_left_alone() -> None:
    image = Image.new("RGBA", (2, 2), (1, 2, 3, 4))
    picture(image)
    assert image.mode == "RGBA"
    assert image.getpixel((0, 0)) == (1, 2, 3, 4)
