import numpy as np
import pytest
from PIL import Image, ImageEnhance
from skimage.data import astronaut

from app.analysis.face_sharpness import sharpness
from tests.pictures import blurred

POINTS = np.array([[206.0, 112.0], [246.0, 112.0], [228.0, 138.0], [211.0, 156.0], [244.0, 156.0]])


@pytest.fixture(scope="module")
def portrait() -> Image.Image:
    """Eileen Collins, by NASA, in the public domain; it comes with scikit-image."""
    return Image.fromarray(astronaut())


def test_blur_lowers_it_step_by_step(portrait: Image.Image) -> None:
    steps = [sharpness(blurred(portrait, radius), POINTS) for radius in (0, 0.7, 1.5, 3, 6)]
    assert steps == sorted(steps, reverse=True)
    assert steps[2] < 0.6 * steps[0]


def test_light_and_contrast_do_not_change_it(portrait: Image.Image) -> None:
    dark = ImageEnhance.Contrast(ImageEnhance.Brightness(portrait).enhance(0.7)).enhance(0.8)
    assert sharpness(dark, POINTS) == pytest.approx(sharpness(portrait, POINTS), rel=0.1)


def test_a_larger_picture_of_the_same_sharpness_is_as_sharp(portrait: Image.Image) -> None:
    small, large = (blurred(portrait, 0.5).resize((side, side), Image.Resampling.BICUBIC) for side in (768, 1536))
    assert sharpness(large, POINTS * 3) == pytest.approx(sharpness(small, POINTS * 1.5), rel=0.2)


def test_nothing_to_be_seen_is_not_sharp_and_the_edge_of_the_picture_is_no_harm() -> None:
    assert sharpness(Image.new("RGB", (400, 400), (90, 90, 90)), POINTS) == 0
    assert sharpness(Image.new("RGB", (40, 40)), POINTS) == 0
    assert sharpness(Image.new("RGB", (400, 400)), np.zeros((5, 2))) == 0
