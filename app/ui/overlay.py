"""What lies over the window for a moment and takes all keys: the palette, the key map, the first page."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from shiboken6 import isValid

_SHADE = QColor(0, 0, 0, 140)


class Overlay(QWidget):
    """Dims the window and shows one card on it; Esc or a click beside the card closes it, and the keys go back.

    No command of the window runs by key while it is open.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card = QFrame(self)
        self.card.setObjectName("overlay")
        self._before: QWidget | None = None
        self.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        """Show it over the whole window, with the keys."""
        focused = self._window.focusWidget()
        self._before = None if isinstance(focused, Overlay) else focused
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.place_card()
        self.first_focus().setFocus(Qt.FocusReason.PopupFocusReason)

    def first_focus(self) -> QWidget:
        """Who gets the keys at first."""
        return self

    def place_card(self) -> None:
        """Put the card in the middle, as large as it wants to be."""
        self.centre(self.card.sizeHint(), margin=0)

    def centre(self, wanted: QSize, margin: int) -> None:
        """Put the card in the middle, as large as wanted, with a margin left of the window all around."""
        size = wanted.boundedTo(self.size() - QSize(2 * margin, 2 * margin))
        room = self.size() - size
        self.card.setGeometry(QRect(QPoint(room.width() // 2, room.height() // 2), size))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
            self.place_card()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round within the card."""
        if not self.isVisible():
            return super().focusNextPrevChild(forward)
        ring = [one for one in self.card.findChildren(QWidget) if one.isVisible() and _takes_tab(one)]
        if ring:
            at = next((place for place, one in enumerate(ring) if one.hasFocus()), -1 if forward else 0)
            ring[(at + (1 if forward else -1)) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button, as it does in a dialog."""
        focused = self._window.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focused, QPushButton):
            focused.click()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), _SHADE)
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.hide()
        self._give_keys_back()
        super().closeEvent(event)

    def _give_keys_back(self) -> None:
        before = self._before if self._before is not None and isValid(self._before) else self._window
        before.setFocus(Qt.FocusReason.PopupFocusReason)


def _takes_tab(one: QWidget) -> bool:
    return one.isEnabled() and bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
