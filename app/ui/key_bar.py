"""The bottom line: the keys of the moment, and the files that could not be read."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui import wording
from app.ui.parts import button, label

_HINTS = (
    ("Enter", "accept"),
    ("⇧ P", "keep this, reject the rest"),
    ("P  X  U", "pick, reject, clear"),
    ("0 – 5", "stars"),
    ("6 – 9", "colour"),
    ("Space", "loupe"),
    ("Ctrl Z", "undo"),
)


class KeyBar(QWidget):
    """Hints on the left, a count of skipped files on the right that opens their list."""

    skipped_clicked = Signal()

    def __init__(self, theme_line: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(8)
        for key, meaning in _HINTS:
            cap = label(key)
            cap.setStyleSheet(f"border: 1px solid {theme_line}; border-radius: 3px; padding: 0 5px;")
            row.addWidget(cap)
            row.addWidget(label(meaning, "quiet"))
            row.addSpacing(8)
        row.addStretch(1)
        self._skipped = button(tip="List the files that could not be read (Ctrl+L)", flat=True)
        self._skipped.hide()
        self._skipped.clicked.connect(self._on_skipped)
        row.addWidget(self._skipped)
        row.addWidget(label("?  all keys", "quiet"))

    def show_skipped(self, number: int) -> None:
        """Say how many files could not be read."""
        self._skipped.setText(f"{wording.count(number, 'file')} not read")
        self._skipped.setVisible(number > 0)

    def _on_skipped(self) -> None:
        self.skipped_clicked.emit()
