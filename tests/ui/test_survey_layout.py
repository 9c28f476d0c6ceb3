from itertools import combinations

from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.ui.survey_layout import Cell, Room, above_or_below, beside, columns_for, lay_out

aspects = st.lists(st.floats(0.3, 3.0), min_size=1, max_size=9)
rooms = st.builds(
    Room, st.integers(200, 3000), st.integers(200, 2000), st.integers(0, 8), st.integers(0, 8), st.just(28)
)


def area(aspect: float, cell: Cell, room: Room) -> float:
    across, down = max(1, cell.width - 2 * room.side), max(1, cell.height - room.below - 2 * room.side)
    width = min(across, down * aspect)
    return width * width / aspect


@given(aspects, rooms)
def test_cells_are_equal_within_the_room_and_apart(aspects: list[float], room: Room) -> None:
    cells = lay_out(aspects, room)
    assert len(cells) == len(aspects)
    assert len({(cell.width, cell.height) for cell in cells}) == 1
    for cell in cells:
        assert cell.x >= 0
        assert cell.y >= 0
        assert cell.x + cell.width <= room.width
        assert cell.y + cell.height <= room.height
    for one, other in combinations(cells, 2):
        beside = one.x + one.width + room.gap <= other.x or other.x + other.width + room.gap <= one.x
        assert beside or one.y + one.height + room.gap <= other.y


@given(aspects, rooms, st.integers(1, 9))
@example([4 / 3] * 9, Room(1600, 950, 4, 7, 28), 4)
def test_no_other_number_of_columns_shows_larger_pictures(aspects: list[float], room: Room, columns: int) -> None:
    assume(columns <= len(aspects))
    rows = -(-len(aspects) // columns)
    width = (room.width - (columns - 1) * room.gap) // columns
    height = (room.height - (rows - 1) * room.gap) // rows
    other = Cell(0, 0, max(1, width), max(1, height))
    found = lay_out(aspects, room)[0]
    assert sum(area(one, found, room) for one in aspects) >= sum(area(one, other, room) for one in aspects) * (1 - 1e-9)


@given(aspects, rooms)
def test_frames_are_read_from_the_left_to_the_right_and_downwards(aspects: list[float], room: Room) -> None:
    cells = lay_out(aspects, room)
    assert sorted(cells, key=lambda cell: (cell.y, cell.x)) == list(cells)
    last = [cell for cell in cells if cell.y == cells[-1].y]
    assert abs((room.width - last[-1].x - last[-1].width) - last[0].x) <= 1


def test_what_photographers_expect_of_usual_windows() -> None:
    wide = Room(1600, 900, 4, 7, 28)
    assert [columns_for([1.5] * count, wide) for count in (1, 2, 3, 4, 5, 6, 9)] == [1, 2, 2, 2, 3, 3, 3]
    assert [columns_for([2 / 3] * count, wide) for count in (2, 3, 4)] == [2, 3, 4]
    assert columns_for([1.5, 1.5], Room(700, 1200)) == 1
    assert lay_out([], wide) == ()


@given(aspects, rooms, st.data())
def test_arrows_lead_to_neighbours(aspects: list[float], room: Room, data: st.DataObject) -> None:
    cells = lay_out(aspects, room)
    at = data.draw(st.integers(0, len(cells) - 1))
    right = beside(len(cells), at, 1)
    assert right == (at + 1 if at + 1 < len(cells) else None)
    down, up = above_or_below(cells, at, 1), above_or_below(cells, at, -1)
    assert (down is None) == (cells[at].y == cells[-1].y)
    assert (up is None) == (cells[at].y == cells[0].y)
    for place in (down, up):
        if place is not None:
            row = [cell for cell in cells if cell.y == cells[place].y]
            assert abs(cells[place].y - cells[at].y) == cells[at].height + room.gap
            nearest = min(abs(cell.middle - cells[at].middle) for cell in row)
            assert abs(cells[place].middle - cells[at].middle) <= nearest + 2
