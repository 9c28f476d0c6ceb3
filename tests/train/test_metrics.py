import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import pearsonr, spearmanr

from train.metrics import (
    accuracy,
    calibration_error,
    confusion,
    linear_correlation,
    macro_f1,
    rank_correlation,
    top_share,
)
from train.samples import Pair

numbers = st.lists(st.integers(-5, 5).map(float), min_size=2, max_size=12)


def test_pairs_are_counted_by_outcome() -> None:
    scores = (3.0, 1.0, 2.0, 2.0)
    pairs = [Pair(0, 1, 0.9), Pair(1, 2, 0.9), Pair(2, 0, 0.9), Pair(2, 3, 0.9), Pair(3, 1, 0.9)]
    # The earlier is better in 0-1, 1-2, 2-3: one is right, one wrong, one even. The later is so in 2-0 and 3-1.
    assert confusion(scores, pairs).tolist() == [[1.5, 1.5], [1, 1]]


def test_accuracy_and_f1_by_hand() -> None:
    counts = np.array([[8.0, 2.0], [3.0, 5.0]])
    assert accuracy(counts) == 13 / 18
    # Precision and recall: 8/11 and 8/10, 5/7 and 5/8.
    assert macro_f1(counts) == pytest.approx((16 / 21 + 10 / 15) / 2)


def test_an_outcome_that_never_occurs_does_not_count() -> None:
    assert macro_f1(np.array([[4.0, 0.0], [0.0, 0.0]])) == 1
    assert macro_f1(np.array([[3.0, 1.0], [0.0, 0.0]])) == pytest.approx((6 / 7 + 0) / 2)


def test_without_preference_half_of_the_pairs_are_right() -> None:
    counts = confusion((1.0, 1.0, 1.0), [Pair(0, 1, 0.9), Pair(2, 1, 0.9)])
    assert (accuracy(counts), macro_f1(counts)) == (0.5, 0.5)


def test_the_first_place_is_shared() -> None:
    assert top_share((1.0, 3.0, 2.0), {1}) == 1
    assert top_share((1.0, 3.0, 2.0), {0, 2}) == 0
    assert top_share((3.0, 3.0, 2.0), {0, 2}) == 0.5
    assert top_share((0.0, 0.0, 0.0), {2}) == pytest.approx(1 / 3)


@given(numbers, st.randoms())
def test_correlations_are_those_of_scipy(first: list[float], random: object) -> None:
    second = [value + random.choice((-2, 0, 3)) for value in first]  # type: ignore[attr-defined]
    assume(len(set(first)) > 1 and len(set(second)) > 1)
    assert linear_correlation(first, second) == pytest.approx(pearsonr(first, second).statistic)
    assert rank_correlation(first, second) == pytest.approx(spearmanr(first, second).statistic)


def test_what_is_all_the_same_correlates_with_nothing() -> None:
    assert rank_correlation([0.1] * 3, [1, 2, 3]) == linear_correlation([1, 2, 3], [0.1] * 3) == 0


def test_calibration_error_by_hand() -> None:
    # Bins of 1/15: 0.58 and 0.60 share the ninth (gap .18 in sum), 0.95 and 1.0 the last (gap -.05), 0.3 stands alone.
    error = calibration_error([0.58, 0.6, 0.95, 1.0, 0.3], [1, 0, 1, 1, 0])
    assert error == pytest.approx((0.18 + 0.05 + 0.3) / 5)


def test_a_rule_without_doubt_errs_by_its_errors() -> None:
    assert calibration_error(np.ones(4), [1, 0, 1, 1]) == 0.25


def test_who_is_right_as_often_as_it_says_is_calibrated() -> None:
    rng = np.random.default_rng(0)
    sure = rng.uniform(0.2, 1, 40_000)
    assert calibration_error(sure, rng.random(40_000) < sure) < 0.02
    assert calibration_error(sure, rng.random(40_000) < sure - 0.15) == pytest.approx(0.15, abs=0.01)
