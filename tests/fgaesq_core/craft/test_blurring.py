import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from fgaesq_core.craft.blurring import blurred


def test_blurs_are_those_of_a_filter() -> None:
    planes = np.random.default_rng(0).random((3, 48, 48), np.float32)
    found = blurred(planes, (1.0, 16.0))
    assert found.shape == (2, 3, 48, 48)
    for spread, planes_blurred in zip((1.0, 16.0), found, strict=True):
        for plane, plane_blurred in zip(planes, planes_blurred, strict=True):
            assert plane_blurred == pytest.approx(gaussian_filter(plane, spread), abs=1e-6)


@pytest.mark.parametrize("level", [0.1, 53.6, 97.3])
def test_what_is_even_stays_exactly_even(level: float) -> None:
    plane = np.full((48, 48), level, np.float32)
    assert (blurred(plane, (1.0, 6.0)) == plane).all()
