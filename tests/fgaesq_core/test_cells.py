import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.cells import CELL, block_means, normalised, squares, to_cells, unit

SIDES = st.integers(1, 100)


def numbered(height: int, width: int) -> np.ndarray:
    """A picture whose every value is another and none is zero."""
    return np.arange(1, 3 * height * width + 1, dtype=np.float32).reshape(3, height, width)


def joined(cells: np.ndarray) -> np.ndarray:
    rows, columns, _, side, _ = cells.shape
    return cells.transpose(2, 0, 3, 1, 4).reshape(3, rows * side, columns * side)


@settings(max_examples=60, deadline=None)
@given(SIDES, SIDES)
def test_cells_hold_the_picture_cut_or_filled(height: int, width: int) -> None:
    picture = numbered(height, width)
    whole = joined(to_cells(picture))
    assert whole.shape[1] % CELL == 0
    assert whole.shape[2] % CELL == 0
    assert max(abs(whole.shape[1] - height), abs(whole.shape[2] - width)) < CELL
    kept = whole[:, :height, :width]
    assert (kept == picture[:, : whole.shape[1], : whole.shape[2]]).all()
    assert whole.sum(dtype=np.float64) == kept.sum(dtype=np.float64)


@pytest.mark.parametrize(
    ("size", "cells"),
    [
        ((64, 96), (2, 3)),
        # A rest of 20 by 20 is filled up, one of 10 by 10 is cut off.
        ((84, 84), (3, 3)),
        ((74, 74), (2, 2)),
        # A side without a rest counts 1 both ways, so the other side decides.
        ((64, 84), (2, 3)),
        ((64, 74), (2, 2)),
        # Equal corners are filled.
        ((48, 80), (2, 3)),
        ((10, 10), (0, 0)),
    ],
)
def test_what_is_cut_and_what_is_filled(size: tuple[int, int], cells: tuple[int, int]) -> None:
    assert to_cells(numbered(*size)).shape == (*cells, 3, CELL, CELL)


@settings(max_examples=60, deadline=None)
@given(SIDES, SIDES, st.sampled_from([16, 32]))
def test_squares_lose_nothing(height: int, width: int, side: int) -> None:
    picture = numbered(height, width)
    whole = joined(squares(picture, side))
    assert whole.shape[1:] == (-(-height // side) * side, -(-width // side) * side)
    assert (whole[:, :height, :width] == picture).all()
    assert np.count_nonzero(whole) == picture.size


def test_pixels_are_channels_first_and_between_0_and_1() -> None:
    image = Image.new("RGB", (2, 1), (255, 0, 51))
    assert unit(image) == pytest.approx(np.array([[[1, 1]], [[0, 0]], [[0.2, 0.2]]]))
    assert unit(image).dtype == np.float32


def test_clips_mean_becomes_zero() -> None:
    mean = np.array([0.48145466, 0.4578275, 0.40821073], np.float32).reshape(3, 1, 1)
    assert (normalised(mean) == 0).all()
    assert normalised(mean + np.float32(0.26130258))[1, 0, 0] == pytest.approx(1, abs=1e-6)


def test_block_means_are_those_of_each_block() -> None:
    values = np.random.default_rng(0).integers(0, 256, (12, 20), np.uint8)
    means = block_means(values, 4)
    assert means.dtype == np.float32
    assert means[2, 3] == np.float32(values[8:12, 12:16].mean())
    assert np.array_equal(means, block_means(values.astype(np.float32), 4))
