"""Noise is told from detail by where there is nothing else, lines through the picture as well as grain."""

import numpy as np
import pytest
from PIL import Image

from fgaesq_core.cells import Floats
from fgaesq_core.craft.noise import measures
from fgaesq_core.craft.planes import planes
from tests.pictures import blurred, scene

_SCENE = np.asarray(blurred(scene(3, (128, 96)), 6)).astype(np.float32)
_STREAKS = slice(15, 27)


def measured(pixels: Floats) -> Floats:
    return np.concatenate(measures(planes(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))))


@pytest.mark.parametrize("shape", [(96, 1, 1), (1, 128, 1)])
def test_lines_through_all_of_a_picture_are_seen_where_grain_is_not(shape: tuple[int, int, int]) -> None:
    lines = 12 * np.random.default_rng(1).standard_normal(shape, dtype=np.float32)
    clean, lined = measured(_SCENE), measured(_SCENE + lines)
    assert (lined - clean)[_STREAKS][:3].min() > 2
    assert abs((lined - clean)[1]) < 1


def test_the_direction_of_lines_does_not_matter() -> None:
    lines = 12 * np.random.default_rng(1).standard_normal((96, 1, 1), dtype=np.float32)
    upright, lying = measured(_SCENE + lines), measured((_SCENE + lines).transpose(1, 0, 2))
    assert np.allclose(upright[_STREAKS], lying[_STREAKS])
