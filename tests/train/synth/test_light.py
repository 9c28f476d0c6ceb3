"""Linear light and back."""

import numpy as np
import pytest
from PIL import Image

from tests.pictures import scene
from train.synth.light import to_light, to_picture


def test_every_value_survives_the_way_to_light_and_back() -> None:
    values = np.arange(256, dtype=np.uint8)
    picture = Image.fromarray(np.stack([values, values[::-1], np.roll(values, 7)], axis=-1)[None])
    assert np.array_equal(np.asarray(to_picture(to_light(picture))), np.asarray(picture))


def test_middle_grey_of_srgb_is_a_fifth_of_the_light() -> None:
    light = to_light(Image.new("RGB", (2, 2), (118, 118, 118)))
    assert light == pytest.approx(0.18, abs=0.005)
    assert light.dtype == np.float32


def test_a_stop_less_is_half_the_light() -> None:
    light = to_light(scene(1, (40, 30)))
    assert np.allclose(to_light(to_picture(light / 2)), light / 2, atol=0.006)


def test_light_beyond_white_is_white_and_below_black_black() -> None:
    light = np.array([[[1.5, -0.2, 1.0]]], np.float32)
    assert np.asarray(to_picture(light)).tolist() == [[[255, 0, 255]]]
