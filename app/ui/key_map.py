"""The map of all keys, made from the table of commands."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.commands import Command, shown_key
from app.ui.parts import label


class KeyMap(QDialog):
    """Lists every command with its keys; any key closes it."""

    def __init__(self, table: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("All keys")
        columns = QHBoxLayout(self)
        columns.setSpacing(32)
        columns.setContentsMargins(24, 24, 24, 24)
        menus = list(dict.fromkeys(command.menu for command in table))
        for group in (menus[:1] + menus[4:], menus[1:2], menus[2:4]):
            column = QVBoxLayout()
            for menu in group:
                column.addWidget(label(menu.upper(), "heading"))
                column.addLayout(_rows([command for command in table if command.menu == menu]))
                column.addSpacing(12)
            column.addStretch(1)
            columns.addLayout(column)

    def keyPressEvent(self, _: QKeyEvent) -> None:
        self.accept()


def _rows(table: Sequence[Command]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    for row, command in enumerate(table):
        keys = label(" or ".join(shown_key(key) for key in command.keys))
        keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(keys, row, 0)
        grid.addWidget(label(command.title.rstrip("…"), "quiet"), row, 1)
    grid.setColumnStretch(1, 1)
    return grid
