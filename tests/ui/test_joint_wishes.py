from hypothesis import given
from hypothesis import strategies as st

from app.ui.joint_wishes import joined
from app.ui.picture_shelf import THUMBNAIL, Wish, stages
from tests.ui.made_up import photo

MOST = 400_000_000


def fit(number: int) -> list[Wish]:
    """What a pane wishes for that shows the whole picture."""
    return stages(photo(number), 800)


def enlarged(number: int) -> list[Wish]:
    """And one that shows it at 1:1: the whole of 24 megapixels, and the picture that fits."""
    *quick, fitting = stages(photo(number), 800)
    return [*quick, Wish(photo(number), 6000), fitting]


def test_every_pane_has_something_before_any_is_sharp() -> None:
    wishes = joined([fit(1), fit(2), fit(3)], MOST)
    rough = [wish.rough for wish in wishes]
    assert rough == sorted(rough, reverse=True)
    assert [int(wish.photo.id) for wish in wishes[:3]] == [1, 2, 3]
    assert {wish.side for wish in wishes[:3]} == {THUMBNAIL}
    assert sorted(wishes, key=repr) == sorted([*fit(1), *fit(2), *fit(3)], key=repr)


def test_two_at_one_to_one_are_wished_for_in_full() -> None:
    assert [wish.side for wish in joined([enlarged(1), enlarged(2)], MOST) if wish.side == 6000] == [6000, 6000]


@given(st.integers(1, 9), st.integers(150_000_000, 2_000_000_000))
def test_nine_at_one_to_one_keep_to_the_memory_and_none_stays_coarse_without_need(count: int, most: int) -> None:
    wishes = joined([enlarged(number + 1) for number in range(count)], most)
    full = Wish(photo(1), 6000)
    assert full in wishes
    assert sum(wish.octets for wish in wishes) <= max(most, full.octets * 1.1)
    best = {number: max(wish.side for wish in wishes if wish.photo.id == number + 1) for number in range(count)}
    if most >= full.octets * (count + 1.3):
        assert set(best.values()) == {6000}
    if most >= full.octets * 3:
        assert min(best.values()) > 800


def test_nothing_is_wished_for_where_there_is_no_pane() -> None:
    assert joined([], MOST) == []
    assert joined([[], []], MOST) == []
