"""Every command in one list that can be searched."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.command_search import ranked
from app.ui.commands import Command, shown_key
from app.ui.language import translate
from app.ui.overlay import Overlay
from app.ui.parts import label

_KEPT = "last_commands"
_REMEMBERED = 8
_WIDTH, _ROWS, _TOP, _PAD = 560, 11, 72, 12
_MENU, _KEYS, _PLACE = (Qt.ItemDataRole.UserRole + role for role in range(3))
_INK, _QUIET = QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}


class CommandPalette(Overlay):
    """A field and the commands that fit what is written there; Enter or a click runs the chosen one.

    The last used stand first, from one day to the next in `kept`.
    """

    def __init__(self, table: Sequence[Command], kept: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._table, self._kept = tuple(table), kept
        self._used = _used(kept, self._table)
        self._field, self._list = QLineEdit(), QListWidget()
        self._nothing = label(translate("Palette", "No command is called that."), "quiet")
        self.setAccessibleName(translate("Palette", "All commands"))
        self._field.setPlaceholderText(translate("Palette", "What do you want to do?"))
        self._field.setAccessibleName(translate("Palette", "Search commands"))
        self._list.setAccessibleName(translate("Palette", "Commands"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_Row(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(8, 8, 8, 8)
        for part in (self._field, self._nothing, self._list):
            column.addWidget(part)
        self._field.textChanged.connect(self._search)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(self._run)
        self._search("")

    @property
    def shown(self) -> list[str]:
        """The ids of the commands listed, from the top."""
        return [self._command(self._list.item(row)).id for row in range(self._list.count())]

    def first_focus(self) -> QWidget:
        return self._field

    def place_card(self) -> None:
        """Near the top, so that it does not jump while the list grows and shrinks."""
        width = min(_WIDTH, self.width() - 32)
        top = min(_TOP, max(0, (self.height() - self.card.sizeHint().height()) // 2))
        self._list.setFixedHeight(self._list_height())
        self.card.adjustSize()
        self.card.setGeometry((self.width() - width) // 2, top, width, self.card.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_ours(event)
        return super().eventFilter(watched, event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self._list.currentItem())
        elif key == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.close()
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        """One step goes round the ends; a page stops there."""
        number = self._list.count()
        if number:
            row = self._list.currentRow() + step
            self._list.setCurrentRow(row % number if abs(step) == 1 else max(0, min(number - 1, row)))

    def _search(self, query: str) -> None:
        titles = [command.called for command in self._table]
        places = ranked(query, titles, self._used) if query.strip() else self._in_order()
        self._list.clear()
        for place in places:
            self._list.addItem(_item(self._table[place], titles[place], place))
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(places))
        self._nothing.setVisible(not places)
        self.place_card()

    def _in_order(self) -> list[int]:
        rest = [place for place in range(len(self._table)) if place not in self._used]
        return [*self._used, *rest]

    def _list_height(self) -> int:
        rows = min(_ROWS, self._list.count())
        return rows * self._list.sizeHintForRow(0) + 2 * self._list.frameWidth() if rows else 0

    def _command(self, item: QListWidgetItem) -> Command:
        return self._table[int(item.data(_PLACE))]

    def _run(self, item: QListWidgetItem | None) -> None:
        """Close first: what a command does to the window must find it as it is."""
        if item is None:
            return
        command = self._command(item)
        used = dict.fromkeys([command.id, *(self._table[place].id for place in self._used)])
        self._kept.setValue(_KEPT, " ".join(list(used)[:_REMEMBERED]))
        self.close()
        command.run()


class _Row(QStyledItemDelegate):
    """Paints the title on the left, its menu behind it, the keys on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, _: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, option.fontMetrics.height() + _PAD)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        room, metrics = option.rect.adjusted(_PAD, 0, -_PAD, 0), option.fontMetrics
        quiet, plain = (option.palette.color(role) for role in (_QUIET, _INK))
        keys, menu = str(index.data(_KEYS)), str(index.data(_MENU))
        right = _draw(painter, metrics, room, keys, Qt.AlignmentFlag.AlignRight)
        painter.setPen(plain)
        room.setRight(room.right() - right)
        title = _draw(painter, metrics, room, str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.AlignmentFlag.AlignLeft)
        painter.setPen(plain if option.state & QStyle.StateFlag.State_Selected else quiet)
        room.setLeft(room.left() + title)
        _draw(painter, metrics, room, menu, Qt.AlignmentFlag.AlignLeft)
        painter.restore()


def _draw(painter: QPainter, metrics: QFontMetrics, room: QRect, text: str, side: Qt.AlignmentFlag) -> int:
    """Draw a text and tell the width it took, with a space after it."""
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown) + _PAD if shown else 0


def _item(command: Command, title: str, place: int) -> QListWidgetItem:
    item = QListWidgetItem(title.rstrip("…"))
    keys = "   ".join(dict.fromkeys(shown_key(key) for key in command.keys))
    item.setData(_MENU, translate("Commands", command.menu))
    item.setData(_KEYS, keys)
    item.setData(_PLACE, place)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title.rstrip('…')}, {keys}" if keys else title)
    return item


def _used(kept: QSettings, table: Sequence[Command]) -> list[int]:
    """The places of the commands used last; those that are gone are left out."""
    places = {command.id: place for place, command in enumerate(table)}
    ids = dict.fromkeys(str(kept.value(_KEPT, "")).split())
    return [places[one] for one in ids if one in places][:_REMEMBERED]
