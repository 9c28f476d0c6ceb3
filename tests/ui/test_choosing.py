from hypothesis import given
from hypothesis import strategies as st

from app.library.photo import PhotoId
from app.ui.choosing import NOBODY, Choice, reached, toggled

ORDER = [PhotoId(n) for n in (5, 6, 1, 2, 3, 9)]


def chosen(current: int, *numbers: int) -> Choice:
    return Choice(frozenset(PhotoId(n) for n in numbers), PhotoId(current))


def test_one_more_joins_the_current() -> None:
    assert toggled(chosen(6), PhotoId(2), ORDER) == chosen(6, 6, 2)
    assert toggled(chosen(6, 6, 2), PhotoId(3), ORDER) == chosen(6, 6, 2, 3)


def test_one_less_and_the_last_is_but_the_current() -> None:
    assert toggled(chosen(6, 6, 2, 3), PhotoId(2), ORDER) == chosen(6, 6, 3)
    assert toggled(chosen(6, 6, 3), PhotoId(3), ORDER) == chosen(6)
    assert toggled(chosen(6), PhotoId(6), ORDER) == chosen(6)


def test_where_the_current_is_taken_out_the_nearest_takes_its_place() -> None:
    assert toggled(chosen(2, 5, 2, 9), PhotoId(2), ORDER) == chosen(9, 5, 9)
    assert toggled(chosen(6, 6, 2), PhotoId(6), ORDER) == chosen(2)


def test_from_the_current_to_another_in_the_order_shown() -> None:
    assert reached(chosen(6), PhotoId(2), ORDER) == chosen(6, 6, 1, 2)
    assert reached(chosen(6, 6, 1, 2), PhotoId(5), ORDER) == chosen(6, 5, 6)
    assert reached(chosen(6, 6, 1, 2), PhotoId(6), ORDER) == chosen(6)


def test_from_nowhere_only_the_other() -> None:
    assert reached(Choice(NOBODY, None), PhotoId(2), ORDER) == chosen(2)
    assert toggled(Choice(NOBODY, None), PhotoId(2), ORDER) == chosen(2)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(ORDER)), max_size=30))
def test_the_current_is_always_among_those_chosen_and_one_alone_is_none(clicks: list[tuple[bool, PhotoId]]) -> None:
    choice = chosen(6)
    for shift, photo in clicks:
        choice = (reached if shift else toggled)(choice, photo, ORDER)
        assert not choice.photos or choice.current in choice.photos
        assert len(choice.photos) != 1
