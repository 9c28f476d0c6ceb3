import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgaesq_core.choice import SURE_ENOUGH, choose, p_best, p_better

SCORES = st.lists(st.floats(1, 10), min_size=1, max_size=40)
SCALES = st.floats(0.01, 5)


@given(SCORES, SCALES)
def test_probabilities_sum_to_one(scores: list[float], scale: float) -> None:
    assert math.fsum(p_best(scores, scale)) == pytest.approx(1, abs=1e-12)


@given(SCORES, SCALES, st.randoms(use_true_random=False))
def test_order_of_frames_changes_no_bit(scores: list[float], scale: float, random: object) -> None:
    indexes = list(range(len(scores)))
    random.shuffle(indexes)  # type: ignore[attr-defined]
    here = p_best(scores, scale)
    there = p_best([scores[index] for index in indexes], scale)
    assert there == tuple(here[index] for index in indexes)


@given(SCORES, SCALES)
def test_a_higher_score_is_never_less_probable(scores: list[float], scale: float) -> None:
    by_score = sorted(zip(scores, p_best(scores, scale), strict=True))
    chances = [chance for _, chance in by_score]
    assert chances == sorted(chances)


@given(st.floats(1, 10), st.integers(1, 300), SCALES)
def test_equal_frames_share_alike(score: float, count: int, scale: float) -> None:
    chances = p_best([score] * count, scale)
    assert len(set(chances)) == 1
    assert chances[0] == pytest.approx(1 / count)


@given(st.floats(1, 10), st.floats(1, 10), SCALES)
def test_two_frames_are_a_pair(first: float, second: float, scale: float) -> None:
    better = p_better(first, second, scale)
    assert p_best([first, second], scale)[0] == pytest.approx(better, abs=1e-12)
    assert better + p_better(second, first, scale) == pytest.approx(1, abs=1e-12)


def test_a_difference_of_scale_times_ln_3_wins_three_times_in_four() -> None:
    assert p_better(5 + 0.4 * math.log(3), 5, 0.4) == pytest.approx(0.75)


def test_a_single_frame_is_the_best_for_sure() -> None:
    ranking = choose([4.2], 0.3)
    assert (ranking.p_best, ranking.margin, ranking.too_close) == ((1.0,), 1.0, False)
    assert (ranking.order, ranking.best) == ((0,), 0)


def test_the_margin_is_the_pairs_own_and_does_not_shrink_with_the_series() -> None:
    short = choose([6.0, 5.5], 0.5)
    long = choose([5.5] * 30 + [6.0], 0.5)
    assert long.margin == short.margin == p_better(6.0, 5.5, 0.5)
    assert long.best == 30
    assert not long.too_close


def test_duplicates_are_too_close_and_stand_in_frame_order() -> None:
    ranking = choose([3.0, 7.0, 7.0], 0.5)
    assert ranking.order == (1, 2, 0)
    assert (ranking.margin, ranking.too_close) == (0.5, True)


def test_too_close_ends_at_the_documented_bound() -> None:
    gap = math.log(SURE_ENOUGH / (1 - SURE_ENOUGH))
    assert choose([5 + gap - 1e-6, 5], 1).too_close
    assert not choose([5 + gap + 1e-6, 5], 1).too_close


def test_far_scores_neither_overflow_nor_vanish_to_nan() -> None:
    assert p_best([1.0, 10.0], 1e-3) == (0.0, 1.0)
    assert p_better(1.0, 10.0, 1e-3) == 0.0


@pytest.mark.parametrize(
    ("scores", "scale"),
    [([], 1.0), ([math.nan], 1.0), ([1.0, math.inf], 1.0), ([1.0], 0.0), ([1.0], -1.0), ([1.0], math.nan)],
)
def test_senseless_input_is_refused(scores: list[float], scale: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        p_best(scores, scale)
