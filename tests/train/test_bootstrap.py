import numpy as np
import pytest

from train.bootstrap import figure


def test_the_interval_of_a_mean_is_the_one_that_theory_gives() -> None:
    values = np.random.default_rng(1).normal(3, 2, 400)
    found = figure(lambda cases: float(values[cases].mean()), 400, seed=5)
    spread = 1.96 * values.std() / 20
    assert found.value == values.mean()
    assert (found.low, found.high) == pytest.approx((values.mean() - spread, values.mean() + spread), abs=0.04)


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.random.default_rng(1).random(30)
    intervals = [figure(lambda cases: float(values[cases].mean()), 30, seed, 50) for seed in (1, 1, 2)]
    assert intervals[0] == intervals[1] != intervals[2]


def test_cases_without_differences_leave_no_doubt() -> None:
    found = figure(lambda cases: float(np.ones(5)[cases].mean()), 5)
    assert (found.value, found.low, found.high) == (1, 1, 1)
