from hypothesis import given
from hypothesis import strategies as st

from app.analysis import series_edits
from app.analysis.by_hand import joined, parted, regrouped_by_hand
from app.analysis.regrouping import Computed
from app.analysis.series_edits import Table
from app.analysis.shoot import Shoot
from app.library.hand_made import HandEdit, HandMade
from app.library.photo import Marks, PhotoId
from tests.analysis.known import photo
from tests.analysis.test_by_hand import RANK, Groups, computed, frames_of, groupings, ids, one_camera

THREE = ((1, 2), (3, 4, 5), (6,))


def table(*groups: tuple[int, ...], made: HandMade | None = None) -> Table:
    known, said = computed(*groups), made or HandMade()
    return Table(regrouped_by_hand(known, said, RANK), Computed(known, RANK), said)


def after(before: Table, edit: HandEdit | None) -> Groups:
    assert edit is not None
    return frames_of(before.computed.by_hand(edit.applied(before.made)))


def test_series_are_joined_with_their_neighbour_in_time() -> None:
    before = table(*THREE)
    assert after(before, series_edits.join(before, 1, 1)) == ((1, 2), (3, 4, 5, 6))
    assert after(before, series_edits.join(before, 1, -1)) == ((1, 2, 3, 4, 5), (6,))
    assert series_edits.join(before, 0, -1) is None
    assert series_edits.join(before, 2, 1) is None


def test_a_series_is_split_before_a_frame_but_not_before_its_first() -> None:
    before = table(*THREE)
    assert after(before, series_edits.split(before, 1, PhotoId(4))) == ((1, 2), (3,), (4, 5), (6,))
    assert series_edits.split(before, 1, PhotoId(3)) is None


def test_a_frame_is_moved_to_the_neighbour_in_time() -> None:
    before = table(*THREE)
    assert after(before, series_edits.move(before, 1, PhotoId(4), 1)) == ((1, 2), (3, 5), (4, 6))
    assert after(before, series_edits.move(before, 1, PhotoId(4), -1)) == ((1, 2, 4), (3, 5), (6,))
    assert after(before, series_edits.move(before, 2, PhotoId(6), -1)) == ((1, 2), (3, 4, 5, 6))
    assert series_edits.move(before, 2, PhotoId(6), 1) is None


def test_the_same_cover_again_and_releasing_what_is_free_change_nothing() -> None:
    before = table(*THREE)
    edit = series_edits.cover(before, 1, PhotoId(4))
    assert edit is not None
    chosen = table(*THREE, made=edit.applied(HandMade()))
    assert chosen.made == HandMade(covers=ids(4))
    assert series_edits.cover(chosen, 1, PhotoId(4)) is None
    assert series_edits.release(before, 1) is None
    assert series_edits.release(chosen, 1) == edit.inverse


def test_frames_that_hung_on_the_one_that_goes_do_not_drift() -> None:
    made = joined(HandMade(), ids(1, 2, 4))
    before = table((1,), (2,), (3, 4, 5, 6), made=made)
    assert frames_of(before.series) == ((1, 2, 3, 4, 5, 6),)
    assert after(before, series_edits.split(before, 0, PhotoId(4))) == ((1, 2, 3), (4, 5, 6))


def test_photos_that_left_meanwhile_are_not_missed() -> None:
    made = parted(HandMade(), ids(1, 2), ids(3, 4, 5))
    before = table((1, 2, 3, 4, 5), (6,), made=made)
    shoot = Shoot()
    shoot.add((photo(number), Marks()) for number in (1, 4, 5, 6))
    shoot.set_series(before.series)
    left = Table(shoot.series, before.computed, made)
    edit = series_edits.join(left, 0, 1)
    assert edit is not None
    shoot.set_series(before.computed.by_hand(edit.applied(made)))
    assert ids(1, 4, 5) in {frozenset(one.frames) for one in shoot.series}


@given(groupings() | one_camera(), st.data())
def test_any_edits_one_after_another_do_what_was_asked_and_are_taken_back_in_turn(
    groups: Groups, data: st.DataObject
) -> None:
    known, made, done = Computed(tuple(groups), RANK), HandMade(), []
    for _ in range(data.draw(st.integers(1, 6))):
        seen = Table(known.by_hand(made), known, made)
        place = data.draw(st.integers(0, len(seen.series) - 1))
        at = data.draw(st.sampled_from(seen.series[place].frames))
        step = data.draw(st.sampled_from((1, -1)))
        edit = data.draw(
            st.sampled_from(
                (
                    series_edits.join(seen, place, step),
                    series_edits.split(seen, place, at),
                    series_edits.move(seen, place, at, step),
                    series_edits.cover(seen, place, at),
                    series_edits.release(seen, place),
                )
            )
        )
        if edit is not None:
            done.append((edit, made, frames_of(seen.series)))
            made = edit.applied(made)
    for edit, before, seen_before in reversed(done):
        made = edit.inverse.applied(made)
        assert made == before
        assert frames_of(known.by_hand(made)) == seen_before
