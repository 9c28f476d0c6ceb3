"""Whom a frame is compared with, and what the model says of the two."""

import pytest

from app.analysis.rival import Rival, Standing, rival_of
from app.analysis.series import SeriesKind
from app.analysis.shoot import Shoot
from app.library.photo import Flag, Marks, PhotoId
from tests.analysis.known import photo, ranking, series


def shoot_of(*frames: int, kind: SeriesKind = SeriesKind.BURST) -> Shoot:
    shoot = Shoot()
    shoot.add((photo(number), Marks()) for number in frames)
    shoot.set_series([series(*frames, kind=kind)])
    return shoot


def ranked(*scores: float) -> Shoot:
    shoot = shoot_of(*range(len(scores)))
    shoot.set_ranking(shoot.series[0].frames, ranking(*scores))
    return shoot


def test_the_best_is_compared_with_the_next_and_the_others_with_the_best() -> None:
    shoot = ranked(5.0, 8.0, 7.0)
    assert [found.other for n in range(3) if (found := rival_of(shoot, PhotoId(n)))] == [1, 2, 1]


def test_the_model_says_who_is_ahead_and_both_sides_agree() -> None:
    shoot = ranked(5.0, 8.0, 7.0)
    best, rest = rival_of(shoot, PhotoId(1)), rival_of(shoot, PhotoId(2))
    assert best is not None
    assert rest is not None
    assert (best.standing, rest.standing) == (Standing.AHEAD, Standing.BEHIND)
    assert best.chance is not None
    assert rest.chance is not None
    assert best.chance + rest.chance == pytest.approx(1)


def test_two_that_are_too_close_are_so_for_both() -> None:
    shoot = ranked(5.0, 8.0, 8.01)
    found = [rival_of(shoot, PhotoId(n)) for n in range(3)]
    assert [one.standing for one in found if one] == [Standing.BEHIND, Standing.TOO_CLOSE, Standing.TOO_CLOSE]


def test_the_photographer_overrules() -> None:
    shoot = ranked(5.0, 8.0, 8.01)
    shoot.set_marks({PhotoId(0): Marks(flag=Flag.PICK)})
    assert rival_of(shoot, PhotoId(0)) == Rival(PhotoId(0), Standing.CHOSEN, PhotoId(2))
    assert rival_of(shoot, PhotoId(1)) == Rival(PhotoId(1), Standing.CHOSEN, PhotoId(0))


def test_a_rejected_frame_is_no_rival_while_there_are_others() -> None:
    shoot = ranked(5.0, 8.0, 7.0)
    shoot.set_marks({PhotoId(2): Marks(flag=Flag.REJECT)})
    found = rival_of(shoot, PhotoId(1))
    assert found is not None
    assert found.other == PhotoId(0)
    shoot.set_marks({PhotoId(0): Marks(flag=Flag.REJECT)})
    found = rival_of(shoot, PhotoId(1))
    assert found is not None
    assert found.other == PhotoId(2)


def test_a_named_one_is_the_rival_whatever_the_ranking_says() -> None:
    found = rival_of(ranked(5.0, 8.0, 7.0), PhotoId(0), PhotoId(2))
    assert found is not None
    assert (found.other, found.standing) == (PhotoId(2), Standing.BEHIND)


def test_before_a_ranking_there_is_nobody_to_be_compared_with() -> None:
    assert rival_of(shoot_of(1, 2), PhotoId(1)) == Rival(PhotoId(1), Standing.UNJUDGED)


def test_single_frames_and_brackets_have_no_best() -> None:
    assert rival_of(shoot_of(1), PhotoId(1)) == Rival(PhotoId(1), Standing.ALONE)
    bracket = shoot_of(1, 2, 3, kind=SeriesKind.BRACKET)
    assert rival_of(bracket, PhotoId(1)) == Rival(PhotoId(1), Standing.BRACKET)
    # Two frames of it can be compared all the same, if somebody asks.
    assert rival_of(bracket, PhotoId(1), PhotoId(3)) == Rival(PhotoId(1), Standing.BRACKET, PhotoId(3))


def test_a_photo_that_is_gone_has_no_rival() -> None:
    assert rival_of(shoot_of(1, 2), PhotoId(9)) is None


def test_chances_that_underflow_still_say_who_is_ahead() -> None:
    shoot = ranked(9.0, 1.0, 1.0)
    found = rival_of(shoot, PhotoId(1), PhotoId(2))
    assert found is not None
    assert found.chance == pytest.approx(0.5)
    assert found.standing is Standing.TOO_CLOSE
