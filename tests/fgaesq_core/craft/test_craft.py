import numpy as np
import pytest
from PIL import Image

from fgaesq_core.craft import COUNT, Look, compared, look
from fgaesq_core.divergence import motions
from fgaesq_core.registration import STILL
from fgaesq_core.working import Pixels, brought_to, grid
from tests.fgaesq_core.bursts import noisy
from tests.pictures import blurred, scene

CELLS = 48


def seen(image: Image.Image) -> tuple[Look, Pixels]:
    pixels = brought_to(image, grid(image.width / image.height, CELLS))
    return look(image, pixels), pixels


def measured(*images: Image.Image) -> list[np.ndarray]:
    looks, pixels = zip(*map(seen, images), strict=True)
    return compared(looks, motions(pixels), (pixels[0].shape[1], pixels[0].shape[0]))


def test_every_frame_has_all_measures_as_numbers() -> None:
    found = measured(scene(1), noisy(scene(1), 2), blurred(scene(1), 3))
    assert [measures.shape for measures in found] == [(COUNT,)] * 3
    assert all(np.isfinite(measures).all() and measures.dtype == np.float32 for measures in found)


@pytest.mark.parametrize("size", [(20, 400), (400, 20), (16, 16), (1, 1), (37, 53), (3000, 40)])
def test_pictures_of_any_shape_have_measures(size: tuple[int, int]) -> None:
    own = seen(scene(3, size) if min(size) > 1 else Image.new("RGB", size, "grey"))[0]
    assert np.isfinite(compared([own], [STILL], (32, 32))[0]).all()


@pytest.mark.parametrize("level", [0, 128, 255])
def test_even_pictures_have_measures(level: int) -> None:
    assert np.isfinite(measured(Image.new("RGB", (320, 240), (level,) * 3))).all()


def test_a_frame_alone_differs_in_nothing_from_its_series() -> None:
    (alone,) = measured(scene(1))
    own = len(seen(scene(1))[0].own)
    assert not alone[own : 2 * own].any()


def test_small_frames_of_a_large_picture_are_told_from_enlarged_ones() -> None:
    large, small = (seen(scene(5).resize(size))[0].own[0] for size in ((1280, 960), (200, 150)))
    assert large > 0 > small
