import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.best_shot import open_chance, open_margin
from app.analysis.bulk_accept import Why, acceptance_marks, plan_acceptance
from app.analysis.series import SeriesKind
from app.analysis.shoot import Shoot
from app.library.photo import Flag, Label, Marks, PhotoId
from tests.analysis.known import photo, ranking, series
from tests.analysis.test_filters import shoots

PICK, REJECT = Marks(flag=Flag.PICK), Marks(flag=Flag.REJECT)
CLEAR, CLOSE = ranking(6.0, 5.0, 3.0), ranking(6.0, 6.02, 3.0)


@pytest.fixture
def shoot() -> Shoot:
    """A clear burst, a close one, a bracket, a single, a burst not scored, and a decided one."""
    shoot = Shoot()
    shoot.add((photo(number), Marks()) for number in range(1, 20))
    shoot.set_series(
        [
            series(1, 2, 3), series(4, 5, 6), series(7, 8, kind=SeriesKind.BRACKET),
            series(9), series(10, 11), series(12, 13, 14),
        ]
    )  # fmt: skip
    shoot.set_ranking(shoot.series[0].frames, CLEAR)
    shoot.set_ranking(shoot.series[1].frames, CLOSE)
    shoot.set_ranking(shoot.series[5].frames, CLEAR)
    shoot.set_marks({PhotoId(13): PICK})
    return shoot


def test_every_series_is_accepted_or_told_why_not(shoot: Shoot) -> None:
    plan = plan_acceptance(shoot, 0.6)
    assert [(one.photo, one.chance) for one in plan.accepted] == [(1, CLEAR.p_best[0])]
    assert [one.why for one in plan.left] == [Why.TOO_CLOSE, Why.BRACKET, Why.SINGLE, Why.NOT_SCORED, Why.DECIDED]
    assert plan.reasons[Why.BRACKET] == 1
    assert acceptance_marks(shoot, plan) == {PhotoId(1): PICK}


def test_what_is_less_sure_than_asked_stays(shoot: Shoot) -> None:
    assert plan_acceptance(shoot, CLEAR.p_best[0]).accepted
    plan = plan_acceptance(shoot, CLEAR.p_best[0] + 0.001)
    assert (plan.accepted, plan.left[0].why) == ((), Why.LESS_SURE)


def test_only_what_is_asked_about_is_planned(shoot: Shoot) -> None:
    plan = plan_acceptance(shoot, 0.0, [4, 0])
    assert [one.photo for one in plan.accepted] == [1]
    assert [one.series for one in plan.left] == [shoot.series[4]]


def test_rejected_frames_are_not_counted(shoot: Shoot) -> None:
    shoot.set_marks({PhotoId(4): REJECT})
    (_, accepted) = plan_acceptance(shoot, 0.9).accepted
    assert accepted.photo == 5
    assert accepted.chance == pytest.approx(CLOSE.p_best[1] / (CLOSE.p_best[1] + CLOSE.p_best[2]))


def test_blind_nothing_can_be_accepted(shoot: Shoot) -> None:
    shoot.set_blind(True)
    plan = plan_acceptance(shoot, 0.0)
    assert plan.accepted == ()
    assert plan.reasons[Why.HIDDEN] == 3


def test_what_changed_since_the_plan_was_made_stays(shoot: Shoot) -> None:
    plan = plan_acceptance(shoot, 0.0)
    shoot.set_marks({PhotoId(2): PICK})
    assert acceptance_marks(shoot, plan) == {}
    shoot.set_marks({PhotoId(2): Marks(3)})
    shoot.set_marks({PhotoId(2): Marks()})
    shoot.set_series([series(1, 2), series(3)])
    assert acceptance_marks(shoot, plan) == {}
    shoot.remove([PhotoId(1)])
    assert acceptance_marks(shoot, plan) == {}


def test_other_marks_are_kept(shoot: Shoot) -> None:
    shoot.set_marks({PhotoId(1): Marks(0, Flag.NONE, label := Label.RED)})
    assert acceptance_marks(shoot, plan_acceptance(shoot, 0.0)) == {PhotoId(1): Marks(0, Flag.PICK, label)}


@given(shoots(), st.floats(0, 1), st.booleans())
def test_a_plan_names_each_series_once_and_carrying_it_out_decides_exactly_what_it_accepts(
    shoot: Shoot, least: float, blind: bool
) -> None:
    shoot.set_blind(blind)
    plan = plan_acceptance(shoot, least)
    named = [*(one.series for one in plan.accepted), *(one.series for one in plan.left)]
    assert sorted(one.frames for one in named) == sorted(one.frames for one in shoot.series)
    assert all(one.chance >= least for one in plan.accepted)
    assert all(not shoot.decided(one.series) and one.series.kind is SeriesKind.BURST for one in plan.accepted)
    decided = {one.frames for one in shoot.series if shoot.decided(one)}
    shoot.set_marks(acceptance_marks(shoot, plan))
    now = {one.frames for one in shoot.series if shoot.decided(one)}
    assert now == decided | {one.series.frames for one in plan.accepted}


marks = st.sampled_from((Marks(), REJECT))


@given(st.lists(st.tuples(st.sampled_from((3.0, 6.0, 6.02, 9.0)), marks), min_size=1, max_size=5))
def test_chance_and_margin_are_those_among_the_frames_that_are_left(frames: list[tuple[float, Marks]]) -> None:
    whole, left = ranking(*(score for score, _ in frames)), [score for score, mark in frames if mark == Marks()]
    given_marks = [mark for _, mark in frames]
    if left:
        assert open_chance(whole, given_marks) == pytest.approx(max(ranking(*left).p_best))
        assert open_margin(whole, given_marks) == pytest.approx(ranking(*left).margin)
    else:
        assert open_chance(whole, given_marks) == 0.0
