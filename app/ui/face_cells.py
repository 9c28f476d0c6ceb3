"""Where the cells of the people-by-frames matrix stand: equal squares, frames side by side, people below each other."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect


@dataclass(frozen=True, slots=True)
class FaceCells:
    """The places of cells in logical pixels, counted from the upper left corner of the whole."""

    rows: int
    columns: int
    side: int = 104
    gap: int = 8
    head: int = 24

    @property
    def step(self) -> int:
        """From one cell to the next."""
        return self.side + self.gap

    @property
    def width(self) -> int:
        """Of the whole, with a margin at both ends."""
        return self.columns * self.step + self.gap

    @property
    def height(self) -> int:
        """Of the whole, with its line of heads."""
        return self.head + self.rows * self.step

    def cell(self, row: int, column: int) -> QRect:
        """The square of a cell."""
        return QRect(self.gap + column * self.step, self.head + row * self.step, self.side, self.side)

    def heading(self, column: int) -> QRect:
        """What stands above a column."""
        return QRect(self.gap + column * self.step, 0, self.side, self.head)

    def at(self, point: QPoint) -> tuple[int, int] | None:
        """The row and column of the cell under a point; between two, that before; None outside."""
        column, row = (point.x() - self.gap) // self.step, (point.y() - self.head) // self.step
        return (row, column) if 0 <= row < self.rows and 0 <= column < self.columns else None

    def seen(self, view: QRect) -> tuple[range, range]:
        """The rows and columns of which something lies in a part of the whole."""
        rows = _range(view.top() - self.head, view.bottom() - self.head, self.step, self.rows)
        return rows, _range(view.left() - self.gap, view.right() - self.gap, self.step, self.columns)


def _range(first: int, last: int, step: int, count: int) -> range:
    return range(max(0, first // step), max(0, min(count, last // step + 1)))
