"""One line for what went wrong and what to do; never a dialog in the flow."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.language import translate
from app.ui.parts import button, label


class MessageBar(QWidget):
    """Shows one sentence with at most one button; hidden when there is nothing to say. `told` carries each sentence."""

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = label(wrap=True)
        self._action, self._close = (
            button(),
            button(translate("MessageBar", "Dismiss"), translate("MessageBar", "Hide this message (Esc)")),
        )
        self._run: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._action.clicked.connect(self._on_action)
        self._close.clicked.connect(self.hide)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is being said; empty when nothing is."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, sentence: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a sentence, with a button that runs something."""
        self._text.setText(sentence)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._run = run
        self.show()
        self.told.emit(sentence)

    def take_away(self, sentence: str) -> None:
        """Say this no longer; what else is said stays."""
        if self.sentence == sentence:
            self.hide()

    def _on_action(self) -> None:
        self.hide()
        if self._run is not None:
            self._run()
