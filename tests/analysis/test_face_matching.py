import random

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.face_matching import Person, persons
from app.analysis.face_places import Placing
from app.analysis.faces import Face
from tests.analysis.made_faces import face, still

shares = st.floats(0.05, 0.95)
anything = st.builds(face, shares, shares, st.floats(0.02, 0.4), person=st.integers(0, 5))
series = st.lists(st.lists(anything, max_size=5), min_size=1, max_size=6)


def as_faces(found: tuple[Person, ...], frames: list[list[Face]]) -> set[frozenset[tuple[int, int]]]:
    """Who is who, by the identity of the faces whatever their order."""
    return {frozenset((id(frames[one.frame]), one.face) for one in person) for person in found}


@given(series)
def test_every_face_belongs_to_one_person_who_is_once_in_a_frame(frames: list[list[Face]]) -> None:
    found = persons(frames, still(len(frames)))
    seen = [(one.frame, one.face) for person in found for one in person]
    assert sorted(seen) == [(at, number) for at, faces in enumerate(frames) for number in range(len(faces))]
    for person in found:
        at = [one.frame for one in person]
        assert at == sorted(set(at))


@given(series, st.randoms(use_true_random=False))
def test_the_order_of_frames_does_not_change_who_is_who(frames: list[list[Face]], chance: random.Random) -> None:
    frames = [[*faces] for faces in frames]
    other = [*frames]
    chance.shuffle(other)
    first, second = (persons(order, still(len(order))) for order in (frames, other))
    assert as_faces(first, frames) == as_faces(second, other)
    sure = [
        {(id(order[one.frame]), one.face) for p in found for one in p if one.sure}
        for found, order in ((first, frames), (second, other))
    ]
    assert sure[0] == sure[1]


@given(
    st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=2, max_size=8),
    st.lists(st.floats(-0.04, 0.04), min_size=64, max_size=64),
)
def test_people_who_hardly_move_are_found_again_wherever_they_are_seen(
    present: list[list[bool]], moves: list[float]
) -> None:
    step = iter(moves)
    frames = [
        [face(0.125 + 0.25 * who + next(step), 0.5 + next(step), 0.12, person=who) for who in range(4) if there[who]]
        for there in present
    ]
    found = persons(frames, still(len(frames)))
    assert len(found) == sum(any(column) for column in zip(*present, strict=True))
    for person in found:
        assert len({frames[one.frame][one.face].looks for one in person}) == 1
        assert all(one.sure for one in person)


def test_people_who_cross_are_told_as_unsure_and_others_are_not() -> None:
    ways = [(0.3 + 0.04 * step, 0.7 - 0.04 * step) for step in range(11)]
    frames = [[*(face(x, 0.2, 0.15) for x in xs), face(0.5, 0.8, 0.15)] for xs in ways]
    found = persons(frames, still(len(frames)))
    seen = [one for person in found for one in person]
    assert len(seen) == 33
    assert {one.frame for one in seen if not one.sure} >= {4, 5, 6}
    assert all(one.sure for one in seen if one.face == 2)
    assert [len(person) for person in found if person[0].face == 2] == [11]


def test_who_moved_far_is_somebody_else_unless_they_look_the_same() -> None:
    for moved, same, people in ((0.12, True, 1), (0.12, False, 2), (0.3, True, 2)):
        frames = [[face(0.3, person=1)], [face(0.3 + moved, person=1 if same else 2)]]
        assert len(persons(frames, still(2))) == people


def test_a_face_of_another_size_at_the_same_place_is_another() -> None:
    frames = [[face(0.5, size=0.1)], [face(0.5, size=0.5)]]
    assert len(persons(frames, still(2))) == 2


def test_a_moved_camera_does_not_make_other_people() -> None:
    one = [face(0.3, person=1), face(0.5, person=2)]
    other = [face(0.5, person=1), face(0.7, person=2)]
    found = persons([one, other], [Placing(1.0), Placing(1.0, right=-0.2)])
    assert {tuple(sighting.face for sighting in person) for person in found} == {(0, 0), (1, 1)}
    assert len(persons([one, other], still(2))) == 3


def test_nobody_is_nobody() -> None:
    assert persons([], []) == ()
    assert persons([[], []], still(2)) == ()
