from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.pace import Pace, pace, seconds_left
from app.analysis.shoot import Shoot
from app.library.photo import Flag, Marks, PhotoId
from tests.analysis.known import photo, series

intervals = st.lists(st.floats(0.2, 60), min_size=20, max_size=100)


def times(*pauses: float) -> list[float]:
    return list(accumulate(pauses, initial=1000.0))


def test_series_decided_and_left_and_picks_are_counted() -> None:
    shoot = Shoot()
    shoot.add((photo(number), Marks()) for number in range(1, 8))
    shoot.set_series([series(1, 2), series(3, 4), series(5), series(6, 7)])
    shoot.set_marks({PhotoId(n): Marks(flag=Flag.PICK) for n in (1, 2)} | {PhotoId(5): Marks(flag=Flag.REJECT)})
    assert pace(shoot, ()) == Pace(2, 2, 2, None)
    assert pace(shoot, times(*[4.0] * 12)) == Pace(2, 2, 2, 8.0)
    assert pace(Shoot(), ()) == Pace(0, 0, 0, 0.0)


def test_an_even_pace_goes_on() -> None:
    assert seconds_left(30, times(*[6.0] * 20)) == pytest.approx(180.0)


def test_nothing_is_told_before_enough_decisions() -> None:
    assert seconds_left(30, times(*[6.0] * 8)) is None
    assert seconds_left(30, times(*[6.0] * 9)) is not None
    assert seconds_left(0, ()) == 0.0


def test_series_that_take_long_count_more_than_the_median_would_say() -> None:
    assert seconds_left(10, times(*[2.0, 2.0, 8.0] * 10)) == pytest.approx(40.0)


def test_the_pace_is_that_of_late() -> None:
    assert seconds_left(1, times(*[30.0] * 200, *[3.0] * 60)) == pytest.approx(3.0)


@given(intervals, st.floats(600, 100_000), st.data())
def test_a_pause_adds_at_most_five_usual_intervals(pauses: list[float], long: float, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(pauses) - 1))
    paused = [*pauses[:at], long, *pauses[at + 1 :]]
    with_pause, hour = seconds_left(100, times(*paused)), list(pauses)
    hour[at] = 10 * long
    assert with_pause is not None
    assert with_pause <= 100 * 5 * max(pauses)
    assert with_pause == pytest.approx(seconds_left(100, times(*hour)))


@given(intervals, st.integers(1, 500))
def test_twice_as_many_series_take_twice_as_long_and_a_slower_pace_longer(pauses: list[float], left: int) -> None:
    one, two = seconds_left(left, times(*pauses)), seconds_left(2 * left, times(*pauses))
    slower = seconds_left(left, times(*(3 * pause for pause in pauses)))
    assert one is not None
    assert two == pytest.approx(2 * one)
    assert slower == pytest.approx(3 * one)
