import pytest

from app.analysis.series import SeriesKind
from app.analysis.shoot import Shoot
from app.library.photo import Flag, Label, Marks, PhotoId
from app.ui import decisions
from tests.analysis.known import ranking
from tests.ui.made_up import shoot_of

ONE, TWO, THREE = PhotoId(1), PhotoId(2), PhotoId(3)
MARKED = Marks(3, Flag.REJECT, Label.BLUE)


@pytest.fixture
def shoot() -> Shoot:
    """One series of three photos, the second of which has every mark."""
    shoot = shoot_of(3)
    shoot.set_marks({TWO: MARKED})
    return shoot


def test_each_axis_leaves_the_others_alone(shoot: Shoot) -> None:
    assert decisions.starred(shoot, [TWO], 5) == {TWO: Marks(5, Flag.REJECT, Label.BLUE)}
    assert decisions.flagged(shoot, [TWO], Flag.PICK) == {TWO: Marks(3, Flag.PICK, Label.BLUE)}
    assert decisions.labelled(shoot, [TWO], Label.RED) == {TWO: Marks(3, Flag.REJECT, Label.RED)}


def test_a_reject_again_stays_one_and_a_label_again_goes(shoot: Shoot) -> None:
    assert decisions.flagged(shoot, [TWO], Flag.REJECT) == {TWO: MARKED}
    assert decisions.labelled(shoot, [TWO], Label.BLUE) == {TWO: Marks(3, Flag.REJECT)}


def test_one_is_kept_and_the_rest_rejected(shoot: Shoot) -> None:
    assert decisions.kept_alone(shoot, shoot.series[0], TWO) == {
        ONE: Marks(0, Flag.REJECT),
        TWO: Marks(3, Flag.PICK, Label.BLUE),
        THREE: Marks(0, Flag.REJECT),
    }


@pytest.mark.parametrize(("kind", "picked"), [(SeriesKind.BURST, THREE), (SeriesKind.BRACKET, ONE)])
def test_the_best_shot_is_accepted_or_where_there_is_none_the_frame_looked_at(
    shoot: Shoot, kind: SeriesKind, picked: PhotoId
) -> None:
    shoot = shoot_of(3, kinds=[kind])
    shoot.set_ranking(shoot.series[0].frames, ranking(3.0, 4.0, 6.0))
    assert decisions.accepted(shoot, shoot.series[0], ONE) == {picked: Marks(0, Flag.PICK)}


def test_a_label_is_taken_from_many_only_where_all_have_it(shoot: Shoot) -> None:
    assert decisions.labelled(shoot, [ONE, TWO], Label.BLUE) == {ONE: Marks(label=Label.BLUE), TWO: MARKED}
    shoot.set_marks({ONE: Marks(label=Label.BLUE)})
    assert decisions.labelled(shoot, [ONE, TWO], Label.BLUE) == {ONE: Marks(), TWO: Marks(3, Flag.REJECT)}


def test_no_two_kinds_of_marks_are_taken_for_each_other() -> None:
    every = [Marks(stars, flag, label) for stars in range(6) for flag in Flag for label in Label]
    shoot = shoot_of(len(every))
    shoot.set_marks({PhotoId(n): marks for n, marks in enumerate(every, 1)})
    new = decisions.starred(shoot, [PhotoId(n) for n in range(1, len(every) + 1)], 4)
    assert list(new.values()) == [Marks(4, marks.flag, marks.label) for marks in every]
