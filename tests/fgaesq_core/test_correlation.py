import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgaesq_core.correlation import (
    NormalisedCorrelation,
    PhaseCorrelation,
    certainty,
    detail,
    is_clearly_more,
    is_enough,
    likeness,
)

ROWS, COLUMNS = 24, 36


def noise(seed: int, shape: tuple[int, int] = (ROWS, COLUMNS)) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(st.integers(-10, 10), st.integers(-7, 7), st.integers(0, 9), st.floats(0.1, 9), st.floats(-50, 50))
def test_a_shift_is_found_whatever_the_light(right: int, down: int, seed: int, gain: float, offset: float) -> None:
    whole = noise(seed, (ROWS + 20, COLUMNS + 20))
    other = whole[10 - down : 10 - down + ROWS, 10 - right : 10 - right + COLUMNS]
    reference = whole[10 : 10 + ROWS, 10 : 10 + COLUMNS]
    assert NormalisedCorrelation(reference).shift(np.float32(gain) * other + np.float32(offset)) == (right, down)
    assert PhaseCorrelation(reference).shift(np.float32(gain) * other) == (right, down)


def test_shifts_are_counted_by_their_overlap() -> None:
    reference, other = noise(1), noise(2)
    other[:, :6] = reference[:, -6:]
    assert NormalisedCorrelation(reference).shift(other) != (6 - COLUMNS, 0)
    other[:, : COLUMNS // 2] = reference[:, -COLUMNS // 2 :]
    assert NormalisedCorrelation(reference).shift(other) == (-COLUMNS // 2, 0)


@pytest.mark.parametrize("value", [0, 0.3, 255])
def test_flat_pictures_have_a_shift_as_well(value: float) -> None:
    flat = np.full((ROWS, COLUMNS), value, np.float32)
    for reference, other in ((flat, flat), (flat, noise(1)), (noise(1), flat)):
        assert len(NormalisedCorrelation(reference).shift(other)) == 2
        assert len(PhaseCorrelation(reference).shift(other)) == 2


def test_the_likeness_of_all_shifts_is_that_of_each() -> None:
    reference, other = noise(3), noise(3) + noise(4)
    whole = NormalisedCorrelation(reference)
    at_once = whole._likeness(other)
    for right, down in ((0, 0), (5, 3), (-4, 7), (10, -6), (-12, -5)):
        ours = reference[max(0, -down) : ROWS - max(0, down), max(0, -right) : COLUMNS - max(0, right)]
        theirs = other[max(0, down) : ROWS + min(0, down), max(0, right) : COLUMNS + min(0, right)]
        assert at_once[down, right] == pytest.approx(np.corrcoef(ours.ravel(), theirs.ravel())[0, 1], abs=1e-3)


@given(st.integers(0, 99), st.integers(2, 200))
def test_likeness_is_the_correlation(seed: int, count: int) -> None:
    first, second = noise(seed, (1, count)), noise(seed + 1, (1, count))
    wanted = np.corrcoef(first.ravel(), second.ravel())[0, 1]
    assert likeness(first, second) == pytest.approx(wanted, abs=1e-4)
    assert likeness(first, -first) == pytest.approx(-1, abs=1e-4)


def test_nothing_is_like_a_flat_picture() -> None:
    assert likeness(noise(1), np.ones((ROWS, COLUMNS), np.float32)) == 0


@given(st.floats(-1, 1), st.floats(-1, 1), st.integers(1, 10**5))
def test_more_likeness_or_more_values_are_surer(one: float, other: float, count: int) -> None:
    low, high = sorted((one, other))
    assert certainty(low, count) <= certainty(high, count)
    if high > 0:
        assert certainty(high, count) <= certainty(high, 2 * count)


def test_a_little_more_likeness_or_that_of_a_few_values_is_no_proof() -> None:
    assert is_clearly_more(0.9, 0.1, 900)
    assert not is_clearly_more(0.55, 0.53, 900)
    assert not is_clearly_more(0.25, 0.0, 9000)
    assert not is_clearly_more(0.5, 0.5, 900)
    assert not is_clearly_more(0.8, 0.1, 16)


def test_less_than_two_fifths_are_not_compared() -> None:
    assert is_enough(np.arange(10) < 4)
    assert not is_enough(np.arange(10) < 3)


def test_detail_hangs_on_neither_brightness_nor_its_fall() -> None:
    grey = np.random.default_rng(1).integers(60, 160, (96, 128)).astype(np.uint8)
    lit = grey + (np.arange(128) * 0.4).astype(np.uint8)
    inner = slice(4, -4)
    assert detail(grey + np.uint8(40), 8) == pytest.approx(detail(grey, 8), abs=1e-2)
    assert likeness(detail(lit, 8)[:, inner], detail(grey, 8)[:, inner]) > 0.98
    assert [detail(grey, block).shape for block in (8, 4, 2)] == [(12, 16), (24, 32), (48, 64)]
