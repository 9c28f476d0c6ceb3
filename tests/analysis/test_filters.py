import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.filters import Show, counts, place_among, shown
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Label, Marks, PhotoId
from tests.analysis.known import photo, ranking, series

marks = st.builds(Marks, st.sampled_from((0, 0, 3)), st.sampled_from(Flag), st.sampled_from((Label.NONE, Label.RED)))
scores = st.sampled_from((3.0, 6.0, 6.02, 9.0))
frame = st.tuples(marks, scores)
one_series = st.tuples(st.sampled_from((SeriesKind.BURST, SeriesKind.BRACKET)), st.lists(frame, min_size=1, max_size=4))


@st.composite
def shoots(draw: st.DrawFn) -> Shoot:
    """Series of some frames, marked and ranked at random; some are not ranked yet."""
    shoot, found = Shoot(), []
    for place, (kind, frames) in enumerate(draw(st.lists(one_series, max_size=6))):
        ids = range(10 * place, 10 * place + len(frames))
        shoot.add((photo(number), Marks()) for number in ids)
        shoot.set_marks({PhotoId(number): given_marks for number, (given_marks, _) in zip(ids, frames, strict=True)})
        found.append(series(*ids, kind=kind))
        if draw(st.booleans()):
            shoot.set_ranking(found[-1].frames, ranking(*(score for _, score in frames)))
    shoot.set_series(found)
    return shoot


def is_shown(choice: Show, shoot: Shoot, one: PhotoSeries) -> bool:
    flags = {shoot.marks(frame).flag for frame in one.frames}
    match choice:
        case Show.ALL:
            return True
        case Show.UNDECIDED:
            return not shoot.decided(one)
        case Show.PICKS:
            return Flag.PICK in flags
        case Show.REJECTS:
            return Flag.REJECT in flags
        case Show.TOO_CLOSE:
            return shoot.best(one).too_close and not shoot.decided(one)
        case Show.BRACKETS:
            return one.kind is SeriesKind.BRACKET


@given(shoots())
def test_every_choice_shows_what_its_plain_definition_says(shoot: Shoot) -> None:
    for choice in Show:
        plain = [place for place, one in enumerate(shoot.series) if is_shown(choice, shoot, one)]
        assert shown(choice, shoot) == plain
        assert counts(shoot)[choice] == len(plain)


def test_a_series_that_becomes_close_by_a_reject_is_shown() -> None:
    shoot = Shoot()
    shoot.add((photo(number), Marks()) for number in (1, 2, 3))
    shoot.set_series([series(1, 2, 3)])
    shoot.set_ranking(shoot.series[0].frames, ranking(9.0, 6.0, 6.02))
    assert shown(Show.TOO_CLOSE, shoot) == []
    shoot.set_marks({PhotoId(1): Marks(flag=Flag.REJECT)})
    assert shown(Show.TOO_CLOSE, shoot) == [0]
    assert shown(Show.UNDECIDED, shoot) == [0]


def test_an_empty_shoot_shows_nothing() -> None:
    assert counts(Shoot()) == dict.fromkeys(Show, 0)


@pytest.mark.parametrize(("series", "place"), [(4, 1), (5, None), (None, None), (99, None), (2, 0)])
def test_a_series_is_found_among_those_shown(series: int | None, place: int | None) -> None:
    assert place_among([2, 4, 9], series) == place
