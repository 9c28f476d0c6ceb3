"""The tally, found at one look, against what asking every series and every filter tells."""

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.filters import Show, counts, shown
from app.analysis.shoot import Shoot
from app.library.photo import Flag, Label, Marks, PhotoId
from tests.analysis.known import ranking
from tests.ui.made_up import shoot_of

MARKS = st.builds(Marks, st.integers(0, 5), st.sampled_from(Flag), st.sampled_from(Label))
STEPS = st.lists(st.dictionaries(st.integers(1, 9).map(PhotoId), MARKS), min_size=1, max_size=4)


def assert_told_as_by_asking_each(shoot: Shoot) -> None:
    told = shoot.tally()
    assert told.decided == {place for place, one in enumerate(shoot.series) if shoot.decided(one)}
    assert told.picks == sum(shoot.marks(photo.id).flag is Flag.PICK for photo in shoot.photos)
    assert counts(shoot) == {choice: len(shown(choice, shoot)) for choice in Show}
    close = {place for place, one in enumerate(shoot.series) if shoot.best(one).too_close}
    assert shoot.close_series() == close


@given(STEPS)
def test_it_tells_what_asking_each_series_tells_after_every_change(steps: list[dict[PhotoId, Marks]]) -> None:
    shoot = shoot_of(4, 1, 3, 1)
    shoot.set_ranking(shoot.series[0].frames, ranking(5.0, 8.0, 7.9, 7.8))
    shoot.set_ranking(shoot.series[2].frames, ranking(7.9, 8.0, 3.0))
    for marks in steps:
        shoot.set_marks(marks)
        assert_told_as_by_asking_each(shoot)
    shoot.set_series([*shoot.series[1:], shoot.series[0]])
    assert_told_as_by_asking_each(shoot)
    shoot.remove([PhotoId(1), PhotoId(5)])
    assert_told_as_by_asking_each(shoot)


@given(st.dictionaries(st.integers(1, 9).map(PhotoId), MARKS), st.dictionaries(st.integers(1, 9).map(PhotoId), MARKS))
def test_marks_that_change_are_returned_and_those_without_any_are_known(
    before: dict[PhotoId, Marks], after: dict[PhotoId, Marks]
) -> None:
    shoot = shoot_of(4, 1, 3, 1)
    shoot.set_marks(before)
    old = shoot.set_marks(after)
    assert old == {photo: before.get(photo, Marks()) for photo in after if before.get(photo, Marks()) != after[photo]}
    assert shoot.marked == {photo for photo, marks in (before | after).items() if marks != Marks()}
