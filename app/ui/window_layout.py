"""What stands where in the window."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def around(middle: QWidget, *, left: QWidget, right: QWidget, above: QWidget, below: tuple[QWidget, ...]) -> QWidget:
    """One widget that holds all: what folds stands beside the middle, what comes and goes below it.

    There a message moves no picture.
    """
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(left)
    row.addWidget(middle, 1)
    row.addWidget(right)
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(above)
    column.addLayout(row, 1)
    for widget in below:
        column.addWidget(widget)
    return whole
