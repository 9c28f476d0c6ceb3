import pytest

from app.analysis.filters import Filter, Show
from app.analysis.shoot import Shoot
from app.library.photo import Flag, Marks, PhotoId
from app.ui.selection import Selection
from tests.ui.made_up import shoot_of

PICK = Marks(flag=Flag.PICK)


@pytest.fixture
def shoot() -> Shoot:
    """Photos 1 to 2, 3 to 4 and 5 to 6 in three series."""
    return shoot_of(2, 2, 2)


def undecided(shoot: Shoot) -> Selection:
    selection = Selection(shoot)
    selection.choose(Show.UNDECIDED.filter)
    return selection


def test_what_was_in_view_when_it_was_marked_stays_until_a_filter_is_chosen(shoot: Shoot) -> None:
    shoot.set_marks({PhotoId(5): PICK})
    selection = undecided(shoot)
    assert selection.shown == [0, 1]
    selection.let_stay([PhotoId(1), PhotoId(5)])
    shoot.set_marks({PhotoId(1): PICK})
    selection.renew()
    assert selection.shown == [0, 1], "the other was not in view"
    selection.choose(selection.filter)
    assert selection.shown == [1]


def test_a_guest_is_shown_in_its_place_until_one_is_elsewhere(shoot: Shoot) -> None:
    shoot.set_marks({PhotoId(3): PICK})
    selection = undecided(shoot)
    assert selection.invite(PhotoId(4))
    assert selection.shown == [0, 1, 2]
    assert not selection.leave_guest(PhotoId(3))
    assert selection.leave_guest(PhotoId(1))
    assert selection.shown == [0, 2]
    assert not selection.leave_guest(PhotoId(5))


def test_what_is_in_view_needs_no_invitation(shoot: Shoot) -> None:
    selection = undecided(shoot)
    assert not selection.invite(PhotoId(1))
    assert not selection.leave_guest(PhotoId(5))


def test_a_guest_leaves_when_a_filter_is_chosen_or_nothing_is_current(shoot: Shoot) -> None:
    shoot.set_marks({PhotoId(3): PICK})
    selection = undecided(shoot)
    selection.invite(PhotoId(3))
    selection.choose(Filter(unreviewed=True))
    assert selection.shown == [0, 2]
    selection.invite(PhotoId(3))
    assert selection.leave_guest(None)


def test_who_stays_may_vanish_altogether(shoot: Shoot) -> None:
    selection = undecided(shoot)
    selection.let_stay([PhotoId(1), PhotoId(2)])
    shoot.remove([PhotoId(1), PhotoId(2)])
    selection.renew()
    assert selection.shown == [0, 1]
    assert selection.course.place(PhotoId(3)) == 0
