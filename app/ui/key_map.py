"""The map of all keys, made from the table of commands: held, it goes with the key; pressed, with the next."""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QWidget

from app.ui.commands import Command, shown_key
from app.ui.parts import label

_HELD_MS = 500
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}


class KeyMap(QDialog):
    """Lists every command with its keys; any key closes it, or letting go of the one that was held to open it."""

    def __init__(self, table: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("All keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = QHBoxLayout(self)
        columns.setSpacing(32)
        columns.setContentsMargins(24, 24, 24, 16)
        for group in (("Mark",), ("Series", "Go", "Show"), ("View", "File", "Help")):
            columns.addLayout(_column([command for menu in group for command in table if command.menu == menu]))
        self._open = QElapsedTimer()
        self._open.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and event.key() not in _MODIFIERS:
            self.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        held = self._open.elapsed() > _HELD_MS
        if held and not event.isAutoRepeat() and event.key() not in _MODIFIERS:
            self.accept()


def _column(table: Sequence[Command]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for command, before in zip(table, (None, *table), strict=False):
        row = grid.rowCount()
        if before is None or before.menu != command.menu:
            heading = label(command.menu.upper(), "heading")
            heading.setContentsMargins(0, 0 if before is None else 16, 0, 4)
            grid.addWidget(heading, row, 1)
            row += 1
        keys = label(" or ".join(dict.fromkeys(shown_key(key) for key in command.keys)))
        keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(keys, row, 0)
        grid.addWidget(label(command.title.rstrip("…"), "quiet"), row, 1)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid
