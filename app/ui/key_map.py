"""The map of all keys, made from the table of commands: held, it goes with the key; pressed, with the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QElapsedTimer, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.commands import MENUS, Command, shown_key
from app.ui.elided_label import ElidedLabel
from app.ui.language import translate
from app.ui.overlay import Overlay
from app.ui.parts import label

_HELD_MS = 500
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}
_SCROLLS = {Qt.Key.Key_Down: 0.25, Qt.Key.Key_Up: -0.25, Qt.Key.Key_PageDown: 0.9, Qt.Key.Key_PageUp: -0.9}
_COLUMNS = 3
_MARGIN, _GAP = 24, 28


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the map: a heading without keys, or a command."""

    text: str
    keys: str = ""
    heading: bool = False


class KeyMap(Overlay):
    """Lists every command with its keys over the view.

    Any key closes it, or letting go of the one that was held to open it; where the window is too small for all, the
    arrows and the wheel scroll instead.
    """

    def __init__(self, table: Sequence[Command], window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(translate("KeyMap", "All keys"))
        inside = QWidget()
        inside.setObjectName("bare")
        row = QHBoxLayout(inside)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 16)
        row.setSpacing(_GAP)
        for lines in columns(lines_of(table), _COLUMNS):
            row.addLayout(_column(lines))
        self._inside, self._scroll = inside, _scroll_area(inside)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._scroll)
        self._open = QElapsedTimer()
        self._open.start()

    def place_card(self) -> None:
        wanted = self._inside.sizeHint() + QSize(4, 4)
        size = wanted.boundedTo(self.size() - QSize(16, 16))
        if size.height() < wanted.height():
            size.setWidth(min(self.width() - 16, size.width() + self._scroll.verticalScrollBar().sizeHint().width()))
        self.centre(size, margin=8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        if event.key() in _SCROLLS and bar.maximum():
            bar.setValue(bar.value() + round(_SCROLLS[Qt.Key(event.key())] * bar.pageStep()))
        elif not event.isAutoRepeat() and event.key() not in _MODIFIERS:
            self.close()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        held = self._open.elapsed() > _HELD_MS
        if held and not event.isAutoRepeat() and event.key() not in (_MODIFIERS | _SCROLLS.keys()):
            self.close()


def lines_of(table: Sequence[Command]) -> list[Line]:
    """The commands under their menus, those of marking first."""
    menus = dict.fromkeys([*MENUS, *(command.menu for command in table)])
    lines = []
    for menu in menus:
        commands = [command for command in table if command.menu == menu]
        if commands:
            lines.append(Line(translate("Commands", menu).upper(), heading=True))
        lines += [Line(one.called.rstrip("…"), _keys(one)) for one in commands]
    return lines


def columns(lines: Sequence[Line], number: int) -> list[list[Line]]:
    """The lines in order in so many columns of about the same height.

    None ends with a heading, and one that begins within a menu repeats its heading.
    """
    made: list[list[Line]] = []
    rest = list(lines)
    for left in range(number, 0, -1):
        size = ceil(len(rest) / left)
        while 0 < size < len(rest) and rest[size - 1].heading:
            size += 1
        made.append(rest[:size])
        heading = next((line for line in reversed(rest[:size]) if line.heading), None)
        rest = rest[size:]
        if rest and heading is not None and not rest[0].heading:
            rest.insert(0, heading)
    return made


def _keys(command: Command) -> str:
    between = translate("KeyMap", "or")
    return f" {between} ".join(dict.fromkeys(shown_key(key) for key in command.keys))


def _scroll_area(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("bare")
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setObjectName("bare")
    return area


def _column(lines: Sequence[Line]) -> QVBoxLayout:
    """Lines below each other, each with its keys at the right: a wide key takes room from its own words alone."""
    column = QVBoxLayout()
    column.setSpacing(2)
    for row, line in enumerate(lines):
        if line.heading:
            heading = label(line.text, "heading")
            heading.setContentsMargins(0, 0 if row == 0 else 10, 0, 2)
            column.addWidget(heading)
        else:
            column.addLayout(_row(line))
    column.addStretch(1)
    return column


def _row(line: Line) -> QHBoxLayout:
    title = ElidedLabel("quiet")
    title.setText(line.text)
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(title, 1)
    row.addWidget(label(line.keys))
    return row
