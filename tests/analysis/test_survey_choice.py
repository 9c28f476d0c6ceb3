from hypothesis import given
from hypothesis import strategies as st

from app.analysis.shoot import Shoot
from app.analysis.survey_choice import MOST, surveyed
from app.library.photo import Flag, Marks, PhotoId
from fgaesq_core.choice import choose
from tests.ui.made_up import shoot_of


def numbers(shoot: Shoot, current: int, most: int = MOST) -> list[int]:
    return [int(photo) for photo in surveyed(shoot, shoot.series[0], PhotoId(current), most)]


def ranked(scores: list[float]) -> Shoot:
    shoot = shoot_of(len(scores))
    shoot.set_ranking(shoot.series[0].frames, choose(scores, 0.25))
    return shoot


def test_a_short_series_is_seen_whole() -> None:
    assert numbers(shoot_of(9), 4) == list(range(1, 10))


def test_of_a_long_one_the_best_are_seen_in_order_of_capture() -> None:
    assert numbers(ranked([1, 9, 2, 8, 3, 7]), 2, most=3) == [2, 4, 6]


def test_the_current_frame_is_always_among_them() -> None:
    assert numbers(ranked([1, 9, 2, 8, 3, 7]), 1, most=3) == [1, 2, 4]


def test_rejected_frames_come_last() -> None:
    shoot = ranked([1, 9, 2, 8, 3, 7])
    shoot.set_marks({PhotoId(2): Marks(flag=Flag.REJECT)})
    assert numbers(shoot, 4, most=3) == [4, 5, 6]


def test_nothing_shows_what_a_model_thinks_where_it_is_kept_back() -> None:
    shoot = ranked([float(n) for n in range(20)])
    shoot.set_blind(True)
    assert numbers(shoot, 2) == list(range(1, 10))
    assert numbers(shoot, 10) == list(range(6, 15))


@given(st.lists(st.floats(1, 10), min_size=2, max_size=25), st.data())
def test_there_are_never_too_many_and_never_too_few(scores: list[float], data: st.DataObject) -> None:
    current = data.draw(st.integers(1, len(scores)))
    found = numbers(ranked(scores), current)
    assert len(found) == min(MOST, len(scores))
    assert found == sorted(set(found))
    assert current in found
