import pytest
from PIL import Image

from fgaesq_core.errors import PictureError
from fgaesq_core.frames import picture


def test_rgb_is_handed_on_as_it_is() -> None:
    image = Image.new("RGB", (4, 3))
    assert picture(image) is image
    assert picture(lambda: image) is image


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK", "I", "F"])
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
