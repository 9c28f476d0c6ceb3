"""A sentence about the thing it stands beside, with what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.parts import key_button, label


class InlineNotice(QWidget):
    """One sentence and one button; hidden while there is nothing to say."""

    clicked = Signal()

    def __init__(self, action: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._text = label(wrap=True)
        self.button = key_button(action, tip)
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._text, 1)
        row.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignTop)
        self.say("")

    def say(self, sentence: str) -> None:
        """Show a sentence, or with an empty one nothing."""
        self._text.setText(sentence)
        self.setVisible(bool(sentence))

    def _on_clicked(self) -> None:
        self.clicked.emit()
