import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.photo import PhotoId
from app.ui.look_ahead import frames_ahead, next_entry
from tests.ui.made_up import shoot_of


@pytest.mark.parametrize(
    ("photo", "step", "expected"),
    [
        (1, 1, [2, 3, 4, 5, 6]),
        (3, 1, [4, 5, 6, 7]),
        (5, -1, [4, 3, 2, 1]),
        (7, 1, []),
        (1, -1, []),
    ],
)
def test_the_arrow_goes_over_the_ends_of_series(photo: int, step: int, expected: list[int]) -> None:
    assert frames_ahead(shoot_of(3, 1, 3), [0, 1, 2], PhotoId(photo), step, 5) == expected


def test_only_through_what_is_shown_in_the_order_shown() -> None:
    shoot = shoot_of(2, 2, 2)
    assert frames_ahead(shoot, [2, 0], PhotoId(5), 1, 9) == [6, 1, 2]
    assert frames_ahead(shoot, [0, 2], PhotoId(2), 1, 9) == [5, 6]
    assert frames_ahead(shoot, [], PhotoId(3), 1, 9) == [4]
    assert frames_ahead(shoot, [0, 2], PhotoId(99), 1, 9) == []


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.integers(0, 40), st.data())
def test_there_and_back_is_the_same_way(sizes: list[int], count: int, data: st.DataObject) -> None:
    shoot = shoot_of(*sizes)
    start = PhotoId(data.draw(st.integers(1, sum(sizes))))
    there = frames_ahead(shoot, range(len(sizes)), start, 1, count)
    assert there == list(range(start + 1, min(sum(sizes), start + count) + 1))
    if there:
        assert frames_ahead(shoot, range(len(sizes)), there[-1], -1, len(there)) == [*there[-2::-1], start]


def test_the_next_series_is_entered_at_its_cover() -> None:
    shoot = shoot_of(3, 3)
    assert next_entry(shoot, [0, 1], PhotoId(2), 1) == 4
    shoot.set_covers(frozenset((PhotoId(5),)))
    assert next_entry(shoot, [0, 1], PhotoId(2), 1) == 5
    assert next_entry(shoot, [0, 1], PhotoId(5), 1) is None
    assert next_entry(shoot, [1], PhotoId(2), 1) is None
