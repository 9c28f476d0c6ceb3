from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.library.hand_made import HandEdit, HandMade, Parted, Photos, edit_between
from app.library.identity import Presence
from app.library.photo import PhotoId
from app.library.store import Store
from tests.library.captures import scanned

COUNT = 8
NOTHING = HandMade()

photos = st.frozensets(st.integers(1, COUNT).map(PhotoId), min_size=1, max_size=4)
cuts = st.tuples(photos, photos).filter(lambda two: two[0].isdisjoint(two[1])).map(lambda two: Parted(*two))
sayings = st.builds(HandMade, st.frozensets(photos, max_size=3), st.frozensets(cuts, max_size=3), photos)


def ids(*numbers: int) -> Photos:
    return frozenset(PhotoId(number) for number in numbers)


def filled(path: Path) -> Store:
    """A database of some photos with the ids from 1 on."""
    store = Store(path)
    store.adopt([scanned(Path(f"/{n}.jpg"), str(n)) for n in range(COUNT)], Presence(lambda *_: False))
    return store


@given(sayings, sayings)
def test_an_edit_leads_from_one_state_to_the_other_and_back(old: HandMade, new: HandMade) -> None:
    edit = edit_between(old, new)
    assert edit.applied(old) == new
    assert edit.inverse.applied(new) == old
    assert edit_between(old, old) == HandEdit(NOTHING, NOTHING)
    assert edit.applied(edit.applied(old)) == new


@given(states=st.lists(sayings, min_size=1, max_size=4))
def test_what_was_said_comes_back(tmp_path_factory: pytest.TempPathFactory, states: list[HandMade]) -> None:
    with filled(tmp_path_factory.mktemp("library") / "library.db") as store:
        before = NOTHING
        for state in states:
            for _ in range(2):
                store.edit_hand_made(edit_between(before, state))
            assert store.hand_made(map(PhotoId, range(1, COUNT + 1))) == state
            before = state


def test_a_photo_brings_along_those_that_were_meant_with_it_and_no_others(tmp_path: Path) -> None:
    one = HandMade(frozenset({ids(1, 2)}), frozenset({Parted(ids(1), ids(3))}))
    other = HandMade(frozenset({ids(4, 5)}), covers=ids(4))
    with filled(tmp_path / "library.db") as store:
        assert store.hand_made(ids(1)) == NOTHING
        store.edit_hand_made(edit_between(NOTHING, one | other))
        assert store.hand_made(ids(1)) == one
        assert store.hand_made(ids(3)) == HandMade(parted=one.parted)
        assert store.hand_made(ids(4, 6)) == other
        assert store.hand_made(()) == NOTHING


def test_more_photos_than_one_question_can_hold(tmp_path: Path) -> None:
    with filled(tmp_path / "library.db") as store:
        store.edit_hand_made(edit_between(NOTHING, HandMade(frozenset({ids(1, 2)}))))
        assert store.hand_made(map(PhotoId, range(2, 3000))).joined == {ids(1, 2)}


def test_an_edit_that_cannot_be_kept_changes_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "library.db") as store:
        said = HandMade(frozenset({ids(1, 2)}))
        store.edit_hand_made(edit_between(NOTHING, said))
        with pytest.raises(AppError, match="could not be saved"):
            store.edit_hand_made(edit_between(said, HandMade(frozenset({ids(3, 999)}))))
        assert store.hand_made(ids(1)) == said


def test_what_is_said_of_photos() -> None:
    made = HandMade(frozenset({ids(1, 2)}), frozenset({Parted(ids(2), ids(3))}), ids(7))
    assert made.photos == ids(1, 2, 3)
    assert edit_between(NOTHING, made).photos == ids(1, 2, 3, 7)
