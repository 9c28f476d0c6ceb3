from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.shoot import Shoot
from app.library.photo import Flag, Marks, PhotoId
from app.ui.navigation import Course
from tests.analysis.known import ranking
from tests.ui.made_up import shoot_of


@pytest.fixture
def shoot() -> Shoot:
    """Photos 1 to 3, 4, 5 to 6 and 7 to 9; of the last series 8 is the best."""
    shoot = shoot_of(3, 1, 2, 3)
    shoot.set_ranking(shoot.series[3].frames, ranking(3.0, 9.0, 3.0))
    return shoot


def course(shoot: Shoot, *shown: int) -> Course:
    return Course(shoot, shown or range(len(shoot.series)))


def test_frames_follow_each_other_over_the_ends_of_series(shoot: Shoot) -> None:
    way = course(shoot)
    photos: list[int | None] = [PhotoId(1)]
    while (last := photos[-1]) is not None:
        photos.append(way.frame(PhotoId(last), 1))
    assert photos == [*range(1, 10), None]
    assert [way.frame(PhotoId(n), -1) for n in (1, 4, 5)] == [None, 3, 4]


def test_the_order_of_what_is_shown_counts(shoot: Shoot) -> None:
    way = course(shoot, 3, 0)
    assert way.frame(PhotoId(9), 1) == 1
    assert way.frame(PhotoId(1), -1) == 9
    assert way.frame(PhotoId(4), 1) is None
    assert way.series(PhotoId(2), -1) == 8


def test_a_series_is_entered_on_its_best_shot(shoot: Shoot) -> None:
    way = course(shoot)
    assert (way.entry(0), way.entry(3)) == (1, 8)
    assert way.series(PhotoId(1), 99) == 8
    assert way.series(PhotoId(9), 1) is None
    assert way.series(None, 1) is None


def test_what_is_undecided_is_gone_to_and_where_nothing_is_the_next(shoot: Shoot) -> None:
    way = course(shoot)
    shoot.set_marks({PhotoId(n): Marks(flag=Flag.PICK) for n in (4, 5)})
    assert way.undecided(PhotoId(1)) == 8
    shoot.set_marks({PhotoId(7): Marks(flag=Flag.PICK)})
    assert way.undecided(PhotoId(1)) == 4
    assert way.undecided(PhotoId(7)) is None
    assert way.undecided(None) is None


def test_from_a_photo_that_is_not_there_no_way_leads(shoot: Shoot) -> None:
    way = course(shoot)
    assert way.place(PhotoId(99)) is None
    assert way.frame(PhotoId(99), 1) is None
    assert way.series(PhotoId(99), 1) is None


@given(st.lists(st.integers(0, 3), unique=True, min_size=1), st.integers(1, 9))
def test_forth_and_back_is_where_one_was(shown: Sequence[int], at: int) -> None:
    shoot = shoot_of(3, 1, 2, 3)
    way = Course(shoot, shown)
    following = way.frame(PhotoId(at), 1)
    if following is not None:
        assert way.frame(following, -1) == at
