"""Kernels, and what they do to a point and to a plain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from train.synth.blur import Kernel, blurred, disc, line, shaken

sizes = st.floats(0.01, 20)


def radius(kernel: Kernel) -> float:
    """Root mean square distance from the middle, in pixels."""
    half = len(kernel) // 2
    down, across = np.mgrid[-half : half + 1, -half : half + 1]
    return float(np.sqrt((kernel * (down**2 + across**2)).sum()))


@given(sizes, st.floats(0, np.pi), st.integers(0, 9))
def test_kernels_are_odd_squares_that_take_no_light_away(size: float, angle: float, seed: int) -> None:
    for kernel in (disc(size), line(size, angle), shaken(size, np.random.default_rng(seed))):
        assert kernel.ndim == 2
        assert kernel.shape[0] == kernel.shape[1]
        assert len(kernel) % 2 == 1
        assert kernel.min() >= 0
        assert kernel.sum() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("size", [2.0, 5.0, 9.5])
def test_a_disc_is_as_wide_as_it_says(size: float) -> None:
    shared_among_pixels = 1 / 3
    assert radius(disc(size)) == pytest.approx(np.sqrt(size**2 / 2 + shared_among_pixels), rel=0.03)


def test_discs_grow_without_steps_from_no_blur_at_all() -> None:
    widths = [radius(disc(size)) for size in np.linspace(0.01, 3, 40)]
    assert widths == sorted(widths)
    assert widths[0] < 0.1


@pytest.mark.parametrize("length", [4.0, 11.0])
def test_a_line_is_as_long_as_it_says_and_lies_as_it_says(length: float) -> None:
    flat = line(length, 0.0)
    assert radius(flat) == pytest.approx(length / np.sqrt(12), rel=0.1)
    assert flat[len(flat) // 2].sum() == pytest.approx(1, abs=1e-4)
    assert np.allclose(line(length, np.pi / 2), flat.T, atol=1e-3)


def test_a_trace_reaches_as_far_as_it_says() -> None:
    kernel = shaken(12, np.random.default_rng(3))
    rows, columns = np.nonzero(kernel > 1e-5)
    assert 11 <= max(np.ptp(rows), np.ptp(columns)) <= 14


def test_a_plain_stays_plain_and_a_point_becomes_the_kernel() -> None:
    plain = np.full((30, 40, 3), 0.4, np.float32)
    assert np.allclose(blurred(plain, disc(4)), plain, atol=1e-5)
    point = np.zeros((31, 31, 3), np.float32)
    point[15, 15] = 1
    kernel = line(6, 0.5)
    half = len(kernel) // 2
    seen = blurred(point, kernel)[15 - half : 16 + half, 15 - half : 16 + half, 1]
    assert np.allclose(seen, kernel[::-1, ::-1], atol=1e-6)


def test_a_picture_smaller_than_the_kernel_is_blurred_too() -> None:
    light = np.random.default_rng(0).random((5, 60, 3), np.float32)
    answer = blurred(light, disc(9))
    assert answer.shape == light.shape
    assert answer.std() < light.std()
