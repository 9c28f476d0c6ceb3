"""What was read while keys were pressed: an axis that was given stays, the others are taken."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.library.photo import Flag, Label, Marks, PhotoId
from app.ui.noted_marks import Noted

ONE, OTHER = PhotoId(1), PhotoId(2)
MARKS = st.builds(Marks, st.integers(0, 5), st.sampled_from(Flag), st.sampled_from(Label))


def test_a_key_keeps_its_own_axis_and_no_other() -> None:
    noted = Noted()
    noted.note({ONE: Marks(0, Flag.PICK)}, {ONE: Marks()})
    assert noted.merged(ONE, Marks(0, Flag.PICK), Marks(4, Flag.REJECT, Label.RED)) == Marks(4, Flag.PICK, Label.RED)
    assert noted.merged(OTHER, Marks(1), Marks(4, Flag.REJECT)) == Marks(4, Flag.REJECT)


def test_without_a_before_all_of_it_was_said() -> None:
    noted = Noted()
    noted.note({ONE: Marks(2)}, {})
    assert noted.merged(ONE, Marks(2), Marks(4, Flag.PICK)) == Marks(2)


@given(st.lists(MARKS, min_size=1, max_size=5), MARKS)
def test_an_axis_that_was_spoken_of_is_as_here_though_it_is_again_as_before(given: list[Marks], read: Marks) -> None:
    noted = Noted()
    for before, after in pairwise(given):
        noted.note({ONE: after}, {ONE: before})
    merged = noted.merged(ONE, given[-1], read)
    for axis in ("stars", "flag", "label"):
        spoken = len({getattr(marks, axis) for marks in given}) > 1
        assert getattr(merged, axis) == getattr(given[-1] if spoken else read, axis)
