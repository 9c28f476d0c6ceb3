import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.analysis.tones import tones

PICTURES = arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(3)))


@given(PICTURES)
def test_all_pixels_of_a_small_picture_are_counted_once(pixels: np.ndarray) -> None:
    found = tones(pixels)
    for place, shares in enumerate((found.red, found.green, found.blue)):
        expected = np.histogram(pixels[..., place], bins=256, range=(0, 256))[0] / (pixels.size / 3)
        assert np.allclose(shares, expected)
    assert found.luma.sum() == pytest.approx(1)
    assert found.luma.shape == (256,)


def test_what_is_at_its_end_is_told_apart_from_what_is_nearly() -> None:
    pixels = np.full((10, 10, 3), 100, np.uint8)
    pixels[:2, :, 0] = 255
    pixels[2:3] = 0
    pixels[3:5] = 254
    pixels[5:6] = (0, 0, 1)
    found = tones(pixels)
    assert (found.clipped, found.black) == (0.2, 0.1)


def test_brightness_is_of_grey_what_the_channels_are_and_of_green_more_than_of_blue() -> None:
    assert int(tones(np.full((2, 2, 3), 77, np.uint8)).luma.argmax()) == 77
    green, blue = (np.zeros((2, 2, 3), np.uint8) for _ in range(2))
    green[..., 1] = blue[..., 2] = 200
    assert [int(tones(one).luma.argmax()) for one in (green, blue)] == [143, 14]


def test_of_a_large_picture_as_many_are_counted_as_can_be_seen() -> None:
    pixels = np.tile(np.arange(256, dtype=np.uint8).reshape(1, 256, 1), (8000, 4, 3))
    found = tones(pixels)
    assert 0 < found.clipped < 0.01
    assert found.luma.sum() == pytest.approx(1)
