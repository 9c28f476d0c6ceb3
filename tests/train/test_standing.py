from tests.train.records import series
from train.standing import standing


def test_a_full_ranking() -> None:
    found = standing(series("a", 3, (2, 0, 0.9), (0, 1, 0.9), (2, 1, 0.95)))
    assert found is not None
    assert (found.frames, found.best) == ((0, 1, 2), {2})
    assert found.strengths[2] > found.strengths[0] > found.strengths[1]


def test_frames_that_nobody_compared_are_not_spoken_of() -> None:
    found = standing(series("a", 5, (4, 1, 0.9)))
    assert found is not None
    assert (found.frames, found.best) == ((1, 4), {4})


def test_several_may_be_the_best_and_are_then_as_strong() -> None:
    found = standing(series("a", 4, (0, 2, 0.8), (1, 2, 0.8), (0, 3, 0.8), (1, 3, 0.8)))
    assert found is not None
    assert found.best == {0, 1}
    assert found.strengths[0] == found.strengths[1] > found.strengths[2] == found.strengths[3]


def test_whoever_is_hardly_weaker_but_unbeaten_is_a_best_one_too() -> None:
    found = standing(series("a", 3, (0, 2, 0.8), (1, 2, 0.7)))
    assert found is not None
    assert found.best == {0, 1}


def test_in_a_circle_the_strongest_is_the_best() -> None:
    found = standing(series("a", 3, (0, 1, 0.9), (1, 2, 0.9), (2, 0, 0.6)))
    assert found is not None
    assert found.best == {0}


def test_what_is_not_compared_with_each_other_has_no_order() -> None:
    assert standing(series("a", 4, (0, 1, 0.9), (2, 3, 0.9))) is None
    assert standing(series("a", 2)) is None
