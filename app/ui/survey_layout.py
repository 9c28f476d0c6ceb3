"""Where the frames of a survey stand: arithmetic, without widgets. All lengths are logical pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Room:
    """What there is to fill; of every cell `side` goes left and right and `below` under its picture."""

    width: int
    height: int
    gap: int = 0
    side: int = 0
    below: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one frame stands, with all that belongs to it."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + self.width / 2


def columns_for(aspects: Sequence[float], room: Room) -> int:
    """In how many columns pictures of these aspects, width over height, are seen largest; 0 for none.

    Counted is the area of all pictures together. Of equally good answers the one with fewer rows is taken.
    """
    # Of those with equally many rows the fewest columns leave the widest cells.
    sensible = [-(-len(aspects) // rows) for rows in range(1, len(aspects) + 1)]
    return max(sensible, key=lambda columns: _seen(aspects, room, columns), default=0)


def lay_out(aspects: Sequence[float], room: Room) -> tuple[Cell, ...]:
    """Cells of one size in rows from the left to the right, the last row in the middle."""
    count = len(aspects)
    columns = columns_for(aspects, room)
    if not columns:
        return ()
    width, height = _cell_size(count, room, columns)
    cells = []
    for at in range(count):
        row, column = divmod(at, columns)
        in_row = min(columns, count - row * columns)
        left = (room.width - in_row * width - (in_row - 1) * room.gap) // 2
        cells.append(Cell(max(0, left) + column * (width + room.gap), row * (height + room.gap), width, height))
    return tuple(cells)


def beside(count: int, at: int, step: int) -> int | None:
    """The next cell to the right (1) or left (-1), over the ends of rows; None where there is none."""
    return at + step if 0 <= at + step < count else None


def above_or_below(cells: Sequence[Cell], at: int, step: int) -> int | None:
    """The nearest cell in the row below (1) or above (-1); None where there is none."""
    rows = sorted({cell.y for cell in cells})
    pairs = list(pairwise(rows if step > 0 else rows[::-1]))
    following = next((after for before, after in pairs if before == cells[at].y), None)
    away = {place: abs(one.middle - cells[at].middle) for place, one in enumerate(cells) if one.y == following}
    # Between two that are equally near, rounding must not choose.
    return next((place for place, way in away.items() if way <= min(away.values()) + 2), None)


def _cell_size(count: int, room: Room, columns: int) -> tuple[int, int]:
    rows = -(-count // columns)
    width = (room.width - (columns - 1) * room.gap) // columns
    height = (room.height - (rows - 1) * room.gap) // rows
    return max(1, width), max(1, height)


def _seen(aspects: Sequence[float], room: Room, columns: int) -> float:
    """The area of all pictures, each as large as its cell allows."""
    width, height = _cell_size(len(aspects), room, columns)
    across, down = max(1, width - 2 * room.side), max(1, height - room.below - 2 * room.side)
    return sum(min(across, down * aspect) * min(down, across / aspect) for aspect in aspects)
