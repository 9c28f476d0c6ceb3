"""The bottom line: the keys of the moment, and the files that could not be read."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui import wording
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.parts import button, label

_HINTS = (
    ("Enter", QT_TRANSLATE_NOOP("KeyBar", "accept")),
    ("⇧ P", QT_TRANSLATE_NOOP("KeyBar", "keep this, reject the rest")),
    ("P  X  U", QT_TRANSLATE_NOOP("KeyBar", "pick, reject, clear")),
    ("0 – 5", QT_TRANSLATE_NOOP("KeyBar", "stars")),
    ("6 – 9", QT_TRANSLATE_NOOP("KeyBar", "colour")),
    ("Space", QT_TRANSLATE_NOOP("KeyBar", "loupe")),
    ("Z", QT_TRANSLATE_NOOP("KeyBar", "1:1")),
    ("Ctrl Z", QT_TRANSLATE_NOOP("KeyBar", "undo")),
)
_MARGIN, _SPACE = 16, 16


class KeyBar(QWidget):
    """Hints on the left, as many as there is room for; on the right what opens the skipped files and the key map."""

    skipped_clicked = Signal()

    keys_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        row.setSpacing(_SPACE)
        self._hints = [_hint(key, translate("KeyBar", meaning)) for key, meaning in _HINTS]
        for hint in self._hints:
            row.addWidget(hint)
        row.addStretch(1)
        self._skipped = button(tip=translate("KeyBar", "List the files that could not be read (Ctrl+L)"), flat=True)
        self._skipped.hide()
        self._skipped.clicked.connect(self._on_skipped)
        row.addWidget(self._skipped)
        self._keys = button(
            translate("KeyBar", "?  all keys"),
            translate("KeyBar", "Show all keys, as long as ? is held (?)"),
            flat=True,
        )
        self._keys.clicked.connect(self._on_keys)
        row.addWidget(self._keys)

    def show_skipped(self, number: int) -> None:
        """Say how many files could not be read."""
        self._skipped.setText(translate("KeyBar", "{files} not read").format(files=wording.count(number, "file")))
        self._skipped.setVisible(number > 0)
        self._show_hints_that_fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_hints_that_fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(0), super().minimumSizeHint().height())

    def _needed(self, hints: int) -> int:
        """The width that this many hints and the buttons take."""
        shown = [*self._hints[:hints], *(one for one in (self._skipped, self._keys) if not one.isHidden())]
        return 2 * _MARGIN + sum(one.sizeHint().width() + _SPACE for one in shown)

    def _show_hints_that_fit(self) -> None:
        for number, hint in enumerate(self._hints, start=1):
            hint.setVisible(self._needed(number) <= self.width())

    def _on_keys(self) -> None:
        self.keys_clicked.emit()

    def _on_skipped(self) -> None:
        self.skipped_clicked.emit()


def _hint(key: str, meaning: str) -> QWidget:
    hint = QWidget()
    hint.setObjectName("bare")
    row = QHBoxLayout(hint)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(key, "keycap"))
    row.addWidget(label(meaning, "quiet"))
    return hint
