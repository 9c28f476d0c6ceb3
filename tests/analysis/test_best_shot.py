from hypothesis import given
from hypothesis import strategies as st

from app.analysis.best_shot import Best, Chooser, best_shot, is_decided
from app.analysis.series import SeriesKind
from app.library.photo import Flag, Label, Marks
from fgaesq_core import Ranking
from tests.analysis.known import ranking

NONE, PICK, REJECT = Marks(), Marks(flag=Flag.PICK), Marks(flag=Flag.REJECT)
CLEAR = ranking(3.0, 6.0, 5.0)
CLOSE = ranking(3.0, 6.0, 6.02)

marks = st.builds(Marks, st.integers(0, 5), st.sampled_from(Flag), st.sampled_from(Label))


def burst(*marks: Marks, by: Ranking | None = CLEAR) -> Best:
    return best_shot(SeriesKind.BURST, marks, by)


def test_the_model_chooses_where_the_photographer_has_not() -> None:
    assert burst(NONE, NONE, NONE) == Best(1, Chooser.MODEL)
    assert burst(NONE, NONE, NONE, by=CLOSE) == Best(2, Chooser.MODEL, too_close=True)
    assert burst(NONE, Marks(label=Label.RED), NONE) == Best(1, Chooser.MODEL)


def test_a_pick_outranks_the_model_and_stars() -> None:
    assert burst(PICK, NONE, NONE) == Best(0, Chooser.PHOTOGRAPHER)
    assert burst(PICK, Marks(stars=5), NONE) == Best(0, Chooser.PHOTOGRAPHER)
    assert burst(PICK, NONE, NONE, by=CLOSE) == Best(0, Chooser.PHOTOGRAPHER)


def test_among_picks_stars_decide_then_the_model_then_the_order_of_capture() -> None:
    assert burst(Marks(2, Flag.PICK), PICK, Marks(3, Flag.PICK)).frame == 2
    assert burst(PICK, NONE, PICK).frame == 2
    assert burst(PICK, PICK, PICK, by=None).frame == 0
    assert burst(PICK, PICK, PICK, by=ranking(4.0, 4.0, 4.0)).frame == 0


def test_the_highest_stars_are_the_photographers_choice_unless_rejected() -> None:
    assert burst(Marks(2), Marks(1), NONE) == Best(0, Chooser.PHOTOGRAPHER)
    assert burst(Marks(5, Flag.REJECT), Marks(1), NONE) == Best(1, Chooser.PHOTOGRAPHER)
    assert burst(Marks(5, Flag.REJECT), NONE, NONE) == Best(1, Chooser.MODEL)


def test_the_model_never_suggests_a_rejected_frame() -> None:
    assert burst(NONE, REJECT, NONE) == Best(2, Chooser.MODEL)
    assert burst(REJECT, REJECT, REJECT) == Best(None, Chooser.NOBODY)


def test_how_close_it_is_goes_by_the_frames_that_are_left() -> None:
    clear_without_the_second = ranking(6.02, 6.0, 3.0)
    assert burst(NONE, NONE, NONE, by=clear_without_the_second).too_close
    assert burst(NONE, REJECT, NONE, by=clear_without_the_second) == Best(0, Chooser.MODEL)
    close_without_the_first = ranking(8.0, 6.0, 6.02)
    assert not burst(NONE, NONE, NONE, by=close_without_the_first).too_close
    assert burst(REJECT, NONE, NONE, by=close_without_the_first) == Best(2, Chooser.MODEL, too_close=True)
    assert burst(REJECT, REJECT, NONE, by=close_without_the_first) == Best(2, Chooser.MODEL)


def test_brackets_and_singles_are_left_to_the_photographer() -> None:
    for kind in (SeriesKind.BRACKET, SeriesKind.SINGLE):
        assert best_shot(kind, [NONE, NONE, NONE], CLEAR) == Best(None, Chooser.NOBODY)
        assert best_shot(kind, [NONE, NONE, PICK], CLEAR) == Best(2, Chooser.PHOTOGRAPHER)
    assert burst(NONE, NONE, by=None) == Best(None, Chooser.NOBODY)


def test_a_series_is_decided_by_a_choice_or_by_rejecting_all_of_it() -> None:
    assert is_decided([NONE, PICK])
    assert is_decided([NONE, Marks(stars=1)])
    assert is_decided([REJECT, REJECT])
    assert not is_decided([REJECT, NONE])
    assert not is_decided([Marks(label=Label.GREEN), NONE])
    assert not is_decided([Marks(3, Flag.REJECT), NONE])


@given(st.lists(st.tuples(marks, st.floats(1, 10)), min_size=1, max_size=6), st.sampled_from(SeriesKind))
def test_who_chooses_and_what_may_be_chosen(frames: list[tuple[Marks, float]], kind: SeriesKind) -> None:
    given_marks = [each for each, _ in frames]
    best = best_shot(kind, given_marks, ranking(*(score for _, score in frames)))
    assert (best.frame is None) == (best.by is Chooser.NOBODY)
    assert best.by is Chooser.MODEL or not best.too_close
    if best.frame is not None:
        assert given_marks[best.frame].flag is not Flag.REJECT
    has_open = any(each.flag is not Flag.REJECT for each in given_marks)
    assert (best.by is Chooser.PHOTOGRAPHER) == (is_decided(given_marks) and has_open)
