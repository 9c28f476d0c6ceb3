from pathlib import Path

import numpy as np
import pytest

from tests.train.records import series
from train.manifest import SeriesRecord
from train.personal.agreement import Agreement, agreement, fitted_scale, gain
from train.personal.events import Shares
from train.samples import Pair


def test_each_series_counts_the_same() -> None:
    long = series("long", 5, *((0, other, 0.9) for other in range(1, 5)))
    short = series("short", 2, (1, 0, 0.9))
    found = agreement([long, short], [(5.0, 1.0, 2.0, 3.0, 4.0), (2.0, 1.0)])
    assert found.shares() == Shares(0.5, 0.5)


def test_the_best_frame_may_be_one_of_several() -> None:
    record = series("two picks", 3, (0, 2, 0.9), (1, 2, 0.9))
    assert agreement([record], [(1.0, 3.0, 2.0)]).shares() == Shares(0.5, 1.0)
    assert agreement([record], [(2.0, 3.0, 3.0)]).shares() == Shares(0.25, 0.5)


def test_frames_that_were_not_compared_do_not_count() -> None:
    record = series("three", 3, (0, 1, 0.9))
    assert agreement([record], [(2.0, 1.0, 3.0)]).shares() == Shares(1.0, 1.0)


def test_the_gain_is_paired() -> None:
    noise = np.random.default_rng(0).uniform(0, 0.5, 40)
    found = gain(Agreement(noise, noise), Agreement(noise + 0.1, noise), 0)
    assert (found.low, found.value, found.high) == pytest.approx((0.1, 0.1, 0.1))


def test_no_gain_is_none() -> None:
    same = Agreement(np.ones(30), np.ones(30))
    assert gain(same, same, 0).low == 0


@pytest.mark.parametrize("true", [0.2, 1.0, 3.0])
def test_the_scale_that_choices_were_drawn_with_is_found(true: float) -> None:
    rng = np.random.default_rng(1)
    records, scores = [], []
    for number in range(1500):
        own = tuple(rng.normal(5, 1.5, 2))
        first = rng.random() < 1 / (1 + np.exp(-(own[0] - own[1]) / true))
        pair = Pair(0, 1, 0.9) if first else Pair(1, 0, 0.9)
        records.append(SeriesRecord(str(number), (Path("a"), Path("b")), (pair,)))
        scores.append(own)
    assert fitted_scale(records, scores, 1.0) == pytest.approx(true, rel=0.2)


def test_the_scale_has_bounds() -> None:
    records = [series(str(number), 2, (0, 1, 0.9)) for number in range(30)]
    assert fitted_scale(records, [(2.0, 1.0)] * 30, 1.0) >= 1 / 31
    assert fitted_scale(records, [(1.0, 2.0)] * 30, 1.0) <= 31
