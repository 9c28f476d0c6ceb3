from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train.importers.marks import DECIDED, FLAGGED, PICK_TO_REJECT, Mark, is_decision, pairs_of
from train.samples import Pair

PICK, REJECT = 1, -1
times = st.none() | st.sampled_from([1.0, 2.0])
marks = st.builds(Mark, st.integers(0, 5), st.sampled_from([-1, 0, 1]), times, st.booleans())


def pairs(*given_: Mark) -> dict[tuple[int, int], float]:
    return {(pair.better, pair.worse): pair.probability for pair in pairs_of(given_)}


def test_a_pick_is_better_than_the_rest_and_a_reject_worse_than_all() -> None:
    found = pairs(Mark(), Mark(flag=PICK, at=1), Mark(flag=REJECT, at=2), Mark())
    assert found == {
        (1, 0): FLAGGED, (1, 2): PICK_TO_REJECT, (1, 3): FLAGGED, (0, 2): FLAGGED, (3, 2): FLAGGED,
    }  # fmt: skip


def test_stars_count_by_their_difference() -> None:
    found = pairs(Mark(2), Mark(3), Mark(5), Mark(0))
    assert found[1, 0] == pytest.approx(0.75)
    assert found[2, 1] == pytest.approx(0.9)
    assert found[2, 3] == PICK_TO_REJECT
    assert len(found) == 6


def test_what_was_decided_in_one_stroke_is_surest() -> None:
    stroke = (Mark(flag=REJECT, at=7.5), Mark(flag=PICK, at=7.5), Mark(flag=REJECT, at=7.5))
    assert pairs(*stroke) == {(1, 0): DECIDED, (1, 2): DECIDED}
    assert is_decision(stroke)
    assert max(DECIDED, PICK_TO_REJECT, FLAGGED) == DECIDED


def test_what_is_no_decision() -> None:
    pick, reject = Mark(flag=PICK, at=1), Mark(flag=REJECT, at=1)
    assert not is_decision([])
    assert not is_decision([pick])
    assert not is_decision([reject, reject])
    assert not is_decision([pick, pick, reject])
    assert not is_decision([pick, Mark(at=1)])
    assert not is_decision([pick, Mark(flag=REJECT, at=2)])
    assert not is_decision([Mark(flag=PICK), Mark(flag=REJECT)])


def test_without_marks_there_is_nothing_to_tell() -> None:
    assert pairs_of([Mark(), Mark(), Mark(at=4)]) == ()
    assert pairs_of([Mark(3, PICK), Mark(3, PICK)]) == ()


@given(st.lists(marks, max_size=6), st.floats(0.01, 1))
def test_what_is_told_is_an_order(given_: list[Mark], trust: float) -> None:
    found = pairs_of(given_, trust)
    told = {frozenset((pair.better, pair.worse)) for pair in found}
    assert len(told) == len(found)
    for pair in found:
        better, worse = given_[pair.better], given_[pair.worse]
        assert (better.flag, better.stars) > (worse.flag, worse.stars)
        assert 0.5 < pair.probability <= DECIDED
    for one, other in combinations(range(len(given_)), 2):
        same = (given_[one].flag, given_[one].stars) == (given_[other].flag, given_[other].stars)
        assert (frozenset((one, other)) in told) is not same


def test_less_trust_makes_less_sure() -> None:
    assert pairs_of([Mark(flag=PICK), Mark()], trust=0.5) == (Pair(0, 1, pytest.approx(0.65)),)  # type: ignore[arg-type]
    assert pairs_of([Mark(flag=PICK), Mark()], trust=0) == (Pair(0, 1, 0.5),)


def test_what_was_marked_blind_is_trusted_wholly() -> None:
    blind, beside = Mark(flag=PICK, at=1, shown=False), Mark(flag=REJECT, at=2)
    assert pairs_of([blind, Mark()], trust=0.5) == (Pair(0, 1, FLAGGED),)
    assert pairs_of([beside, Mark()], trust=0.5) == (Pair(1, 0, pytest.approx(0.65)),)  # type: ignore[arg-type]
    assert pairs_of([blind, beside], trust=0.5) == (Pair(0, 1, pytest.approx(0.7)),)  # type: ignore[arg-type]


def test_a_mark_that_was_taken_away_beside_scores_is_one_that_was_given_so() -> None:
    taken_away = Mark(at=3)
    assert pairs_of([Mark(flag=PICK, at=1, shown=False), taken_away], trust=0.5)[0].probability == pytest.approx(0.65)


@given(st.lists(marks, max_size=6), st.floats(0.01, 1))
def test_the_lower_trust_of_two_marks_decides(given_: list[Mark], trust: float) -> None:
    whole = {(pair.better, pair.worse): pair.probability for pair in pairs_of(given_)}
    for pair in pairs_of(given_, trust):
        both = (given_[pair.better], given_[pair.worse])
        least = min(trust if mark.shown and mark.is_given else 1.0 for mark in both)
        assert pair.probability - 0.5 == pytest.approx(least * (whole[pair.better, pair.worse] - 0.5))


@given(st.lists(marks, max_size=6), st.permutations(range(6)), st.floats(0.01, 1))
def test_the_order_of_frames_changes_no_preference(given_: list[Mark], order: list[int], trust: float) -> None:
    order = [place for place in order if place < len(given_)]
    moved = pairs_of([given_[place] for place in order], trust)
    found = {(order[pair.better], order[pair.worse], pair.probability) for pair in moved}
    assert found == {(pair.better, pair.worse, pair.probability) for pair in pairs_of(given_, trust)}
