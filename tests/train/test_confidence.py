import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, softmax

from train.confidence import likeliest_scale, likeliest_scale_of_best


@given(st.floats(0.1, 9), st.integers(0, 100))
def test_the_scale_by_which_preferences_were_drawn_is_found(scale: float, seed: int) -> None:
    gaps = np.random.default_rng(seed).normal(0, 2 * scale, 300)
    found = likeliest_scale(gaps, expit(gaps / scale), np.ones(300), 1.0)
    assert found == pytest.approx(scale, rel=0.01)


def test_a_model_that_is_often_wrong_may_be_less_sure() -> None:
    gaps = np.array([2.0, 2.0, 2.0, 2.0])
    sure, unsure = (
        likeliest_scale(gaps, np.array(wanted), np.ones(4), 1.0) for wanted in ([1, 1, 1, 0.9], [1, 1, 0, 0.9])
    )
    assert unsure > 2 * sure


def test_pairs_that_do_not_count_change_nothing() -> None:
    gaps, wanted = np.array([1.0, 3.0]), np.array([0.7, 0.1])
    alone = likeliest_scale(gaps[:1], wanted[:1], np.ones(1), 1.0)
    assert likeliest_scale(gaps, wanted, np.array([1.0, 0.0]), 1.0) == pytest.approx(alone, rel=1e-3)


@given(st.floats(0.1, 9), st.integers(0, 100))
def test_the_scale_by_which_the_best_frames_are_the_best_is_found(scale: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = [rng.normal(0, 2 * scale, int(count)) for count in rng.integers(2, 7, 60)]
    found = likeliest_scale_of_best(scores, [softmax(own / scale) for own in scores], 1.0)
    assert found == pytest.approx(scale, rel=0.01)
