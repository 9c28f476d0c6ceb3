import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.sharp_place import sharp_place

QUIET = np.full((300, 450), 120, np.uint8)


def with_detail(across: float, down: float, size: int = 40) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A plain frame with grain in one place."""
    rng = np.random.default_rng(5)
    picture = QUIET.copy()
    left, top = round(across * 450) - size // 2, round(down * 300) - size // 2
    picture[top : top + size, left : left + size] = rng.integers(60, 200, (size, size), np.uint8)
    return picture


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_the_detail_is_found_wherever_it_is(across: float, down: float) -> None:
    assert sharp_place(with_detail(across, down)) == pytest.approx((across, down), abs=0.08)


def test_where_nothing_is_there_is_no_place() -> None:
    assert sharp_place(QUIET) is None
    assert sharp_place(QUIET[:40, :40]) is None


def test_of_equal_detail_the_middle_wins() -> None:
    both = np.maximum(with_detail(0.08, 0.1), with_detail(0.5, 0.5))
    assert sharp_place(both) == pytest.approx((0.5, 0.5), abs=0.08)


def test_an_area_wins_over_a_lone_edge() -> None:
    picture = with_detail(0.3, 0.5)
    picture[:, 400:] = 160
    assert sharp_place(picture) == pytest.approx((0.3, 0.5), abs=0.08)
