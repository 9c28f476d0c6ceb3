from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train.schedule import Kind, Schedule, Sequel, rate

BOTH = (Kind.FINE, Kind.COARSE)


@given(st.integers(0, 40), st.sampled_from([Schedule(BOTH), Schedule(BOTH, Sequel.COARSE_FIRST, 20)]))
def test_turns_count_the_steps_of_their_kind(step: int, schedule: Schedule) -> None:
    kind, turn = schedule.turn(step)
    assert turn == sum(schedule.turn(before)[0] is kind for before in range(step))


def test_fine_and_coarse_alternate() -> None:
    assert [Schedule(BOTH).turn(step)[0] for step in range(4)] == [Kind.FINE, Kind.COARSE] * 2


def test_coarse_first_changes_in_the_middle() -> None:
    kinds = [Schedule(BOTH, Sequel.COARSE_FIRST, 5).turn(step)[0] for step in range(5)]
    assert kinds == [Kind.COARSE] * 2 + [Kind.FINE] * 3


@pytest.mark.parametrize("kind", Kind)
def test_one_kind_is_always_taken(kind: Kind) -> None:
    assert [Schedule((kind,)).turn(step) for step in range(3)] == [(kind, 0), (kind, 1), (kind, 2)]


@given(st.floats(0, 0.9))
def test_the_rate_rises_to_its_peak_and_falls(warm_up: float) -> None:
    shares = [step / 200 for step in range(201)]
    rates = [rate(share, warm_up) for share in shares]
    assert rate(warm_up, warm_up) == 1
    assert all(0 < each <= 1 for each in rates)
    for (before, one), (after, other) in pairwise(zip(shares, rates, strict=True)):
        if after <= warm_up:
            assert other > one
        elif before >= warm_up:
            assert other < one


def test_the_rate_by_hand() -> None:
    assert rate(0.55, 0.1) == pytest.approx(0.505)
    assert rate(1.2, 0.1) == pytest.approx(0.01)
