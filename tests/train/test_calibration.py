from itertools import combinations
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from tests.train.records import series
from train.calibration import calibrate, calibrated, hang_together, strengths
from train.manifest import SeriesRecord, SingleRecord, around
from train.samples import Pair


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[int, list[Pair]]:
    count = draw(st.integers(2, 6))
    frames = st.permutations(range(count)).map(lambda order: order[:2])
    pairs = st.builds(lambda two, p: Pair(two[0], two[1], p), frames, st.floats(0.5, 1))
    return count, draw(st.lists(pairs, max_size=15))


def pair_of(record: SeriesRecord) -> Pair:
    (pair,) = record.pairs
    return pair


def test_wins_of_two_frames_give_their_share() -> None:
    one, other = strengths(2, [Pair(0, 1, 1.0)] * 3 + [Pair(1, 0, 1.0)], prior=1e-9)
    assert one - other == pytest.approx(log(3))


def test_a_chain_adds_up() -> None:
    a, b, c = strengths(3, [Pair(0, 1, 0.75), Pair(1, 2, 0.8)], prior=1e-6)
    assert (a - b, b - c) == (pytest.approx(log(3), abs=1e-3), pytest.approx(log(4), abs=1e-3))


@settings(max_examples=25, deadline=None)
@given(comparisons())
def test_strengths_are_the_most_likely_ones(given_: tuple[int, list[Pair]]) -> None:
    count, pairs = given_

    def unlikely(known: np.ndarray) -> float:
        gaps = [known[pair.better] - known[pair.worse] for pair in pairs]
        said = sum(
            pair.probability * np.logaddexp(0, -gap) + (1 - pair.probability) * np.logaddexp(0, gap)
            for pair, gap in zip(pairs, gaps, strict=True)
        )
        return float(said + 0.1 * (np.logaddexp(0, known) + np.logaddexp(0, -known)).sum())

    best = minimize(unlikely, np.zeros(count), method="BFGS")
    assert strengths(count, pairs) == pytest.approx(best.x, abs=2e-3)


@given(comparisons())
def test_strengths_are_where_hunters_algorithm_stands_still(given_: tuple[int, list[Pair]]) -> None:
    count, pairs = given_
    found = np.exp(strengths(count, pairs, prior=0.1))
    for frame in range(count):
        won, met = 0.1, 0.2 / (found[frame] + 1)
        for pair in pairs:
            if frame in (pair.better, pair.worse):
                won += pair.probability if frame == pair.better else 1 - pair.probability
                met += 1 / (found[pair.better] + found[pair.worse])
        assert won / met == pytest.approx(found[frame], rel=1e-6)


@given(comparisons(), st.randoms())
def test_strengths_do_not_hang_on_order_or_numbers(given_: tuple[int, list[Pair]], random: object) -> None:
    count, pairs = given_
    numbers = list(range(count))
    random.shuffle(numbers)  # type: ignore[attr-defined]
    renamed = [Pair(numbers[pair.better], numbers[pair.worse], pair.probability) for pair in reversed(pairs)]
    found = strengths(count, renamed)
    assert [found[number] for number in numbers] == pytest.approx(strengths(count, pairs), abs=1e-6)


def test_a_frame_that_never_lost_stays_finite() -> None:
    found = strengths(3, [Pair(0, 1, 1.0)] * 100 + [Pair(1, 2, 1.0)] * 100)
    assert np.isfinite(found).all()
    assert found[0] > found[1] > found[2]


def test_what_is_consistent_stays_as_it_is() -> None:
    record = series("a", 3, (0, 1, 0.75), (1, 2, 0.9), (0, 2, 0.62))
    assert calibrated(record).record == record
    assert not calibrated(record).fused


def test_repetition_makes_surer_and_contradiction_less_sure() -> None:
    one = pair_of(calibrated(series("a", 2, (0, 1, 1.0), (0, 1, 1.0))).record)
    disputed = calibrated(series("a", 2, (0, 1, 1.0), (0, 1, 1.0), (0, 1, 1.0), (1, 0, 1.0)))
    assert disputed.fused
    assert 0.6 < pair_of(disputed.record).probability < 0.75 < one.probability < 1


def test_those_who_were_outvoted_turn_round() -> None:
    pair = pair_of(calibrated(series("a", 2, (0, 1, 0.9), (1, 0, 0.9), (1, 0, 1.0))).record)
    assert (pair.better, pair.worse) == (1, 0)


def test_an_even_dispute_is_dropped_and_counted() -> None:
    disputed = calibrated(series("a", 3, (0, 1, 0.8), (1, 0, 0.8), (0, 2, 0.95), (1, 2, 0.95)))
    assert (disputed.fused, disputed.dropped) == (True, 1)
    assert {(pair.better, pair.worse) for pair in disputed.record.pairs} == {(0, 2), (1, 2)}


def test_a_circle_is_a_contradiction() -> None:
    circle = calibrated(series("a", 3, (0, 1, 0.8), (1, 2, 0.8), (2, 0, 0.8)))
    assert (circle.fused, circle.dropped, circle.record.pairs) == (True, 3, ())


def test_a_sentence_stays_with_its_direction() -> None:
    pairs = (
        Pair(0, 1, 0.9, "it is sharp"),
        Pair(1, 0, 0.6, "it is warmer"),
        Pair(0, 1, 0.95, "the eyes are open"),
        Pair(0, 1, 0.99),
    )
    record = SeriesRecord("a", series("a", 2).images, pairs)
    assert pair_of(calibrated(record).record).sentence == "the eyes are open"


@settings(deadline=None)
@given(comparisons(), st.floats(0.5, 0.9))
def test_calibrated_pairs_are_told_apart_once_and_in_no_circle(given_: tuple[int, list[Pair]], least: float) -> None:
    count, pairs = given_
    record = SeriesRecord("a", series("a", count).images, tuple(pairs))
    found = calibrated(record, least)
    compared = {frozenset((pair.better, pair.worse)) for pair in pairs}
    left = [frozenset((pair.better, pair.worse)) for pair in found.record.pairs]
    assert len(left) == len(set(left)) == len(compared) - found.dropped
    assert set(left) <= compared
    assert all(pair.probability >= least for pair in found.record.pairs)
    again = calibrated(found.record, least)
    assert (again.record, again.fused, again.dropped) == (found.record, False, 0)


def test_a_whole_set_counts_what_becomes_of_it() -> None:
    kept, split = series("kept", 3, (0, 1, 0.9), (1, 2, 0.55)), series("split", 2, (0, 1, 0.8), (1, 0, 0.8))
    single = SingleRecord(kept.images[0], around(5))
    found = calibrate([kept, single, split, series("silent", 2)])
    assert [getattr(one, "id", "single") for one in found.records] == ["kept", "single"]
    assert (found.fused, found.dropped, found.emptied) == (1, 2, 2)


def test_fused_probabilities_follow_from_one_set_of_strengths() -> None:
    record = series("a", 3, (0, 1, 0.9), (0, 1, 0.7), (1, 2, 0.8), (0, 2, 0.9))
    known = strengths(3, record.pairs)
    said = {(pair.better, pair.worse): pair.probability for pair in calibrated(record).record.pairs}
    expected = {(i, j): 1 / (1 + exp(known[j] - known[i])) for i, j in combinations(range(3), 2)}
    assert said == pytest.approx(expected)


def test_what_hangs_together() -> None:
    assert not hang_together([])
    assert hang_together([Pair(5, 2, 0.9), Pair(2, 9, 0.9)])
    assert not hang_together([Pair(0, 1, 0.9), Pair(2, 3, 0.9)])
