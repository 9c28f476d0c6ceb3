import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgaesq_core.cells import to_cells, unit
from fgaesq_core.difference import differences, similarity
from tests.fgaesq_core.parity_cases import parity_picture
from tests.pictures import blurred, scene

SIZES = st.tuples(st.integers(1, 150), st.integers(1, 150))


def noise(size: tuple[int, int], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((3, *size), dtype=np.float32)


def test_similarity_is_scikit_images_to_the_bit() -> None:
    metrics = pytest.importorskip("skimage.metrics", reason="scikit-image is only needed for this comparison")
    first, second = (unit(parity_picture(f"cat-0{number}.png")) for number in (1, 2))
    ours, theirs = (to_cells(pixels).reshape(-1, 3, 32, 32) for pixels in (first, second))
    wanted = [
        metrics.structural_similarity(one, other, channel_axis=0, data_range=1.0)
        for one, other in zip(ours, theirs, strict=True)
    ]
    assert similarity(ours, theirs).tolist() == np.array(wanted, np.float32).tolist()


def test_the_same_picture_differs_nowhere() -> None:
    pixels = unit(scene(3))
    assert differences(pixels, pixels)[0] == pytest.approx([0] * 300, abs=1e-6)


def test_a_picture_differs_where_it_was_changed() -> None:
    pixels = unit(scene(3))
    changed = pixels.copy()
    changed[:, 64:96, 96:128] = unit(blurred(scene(3), 4))[:, 64:96, 96:128]
    found, _ = differences(pixels, changed)
    assert [cell for cell, difference in enumerate(found) if difference and difference > 1e-3] == [2 * 20 + 3]


def test_inverted_cells_differ_by_no_more_than_one() -> None:
    pixels = noise((64, 64))
    assert differences(pixels, 1 - pixels)[0] == [1.0] * 4


@settings(max_examples=30, deadline=None)
@given(SIZES, SIZES)
def test_each_list_fits_its_picture(first: tuple[int, int], second: tuple[int, int]) -> None:
    ours, theirs = noise(first, 1), noise(second, 2)
    for pixels, found, other in zip((ours, theirs), differences(ours, theirs), (theirs, ours), strict=True):
        rows, columns = to_cells(pixels).shape[:2]
        below = max(0, rows - len(to_cells(other))) * columns
        known = [difference for difference in found if difference is not None]
        assert len(found) <= rows * columns
        assert found[len(known) :] == [None] * below
        assert all(0 <= difference <= 1 for difference in known)


def test_cells_of_unequal_rows_are_walked_in_order_all_the_same() -> None:
    narrow, wide = noise((64, 64), 1), noise((64, 96), 2)
    found, _ = differences(narrow, wide)
    ours, theirs = (to_cells(pixels).reshape(-1, 3, 32, 32) for pixels in (narrow, wide))
    assert found == pytest.approx(np.clip(1 - similarity(ours, theirs[:4]), 0, 1))
