"""Asks under which name a file becomes a model, in the place where the file was chosen."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.library.model_names import safe_name
from app.ui.elided_label import ElidedLabel
from app.ui.language import translate
from app.ui.parts import key_button, label


class ModelNaming(QWidget):
    """A field with a name to begin with; it stays open with what was wrong until the file is added or given up."""

    named = Signal(object, str)
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._file = Path()
        self._trouble, self._question = label(wrap=True), ElidedLabel()
        self._name = QLineEdit()
        self._name.setAccessibleName(translate("ModelNaming", "Name of the model"))
        self._name.setMinimumWidth(24 * self.fontMetrics().averageCharWidth())
        self._add, self._no = (
            key_button(
                translate("ModelNaming", "Add"), translate("ModelNaming", "Check the file and add it under this name")
            ),
            key_button(translate("ModelNaming", "Not now")),
        )
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._question)
        line.addWidget(self._name, 1)
        line.addWidget(self._add)
        line.addWidget(self._no)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._trouble)
        column.addLayout(line)
        self._name.textChanged.connect(self._on_text)
        self._add.clicked.connect(self._on_add)
        self._no.clicked.connect(self._on_no)
        self.hide()

    def ask(self, file: Path) -> None:
        """Propose a name for a file."""
        self._file = file
        self._question.setText(translate("ModelNaming", "Add {file} as").format(file=file.name))
        self._name.setText(safe_name(file.stem))
        self.ask_again("")

    def ask_again(self, trouble: str) -> None:
        """Show the last file and name once more, with a sentence on what was wrong with them."""
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.show()
        self._name.selectAll()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def fields(self) -> list[QLineEdit | QPushButton]:
        """What Tab reaches, in order."""
        return [self._name, self._add, self._no]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_no()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_add()
        else:
            super().keyPressEvent(event)

    def _on_text(self, text: str) -> None:
        self._add.setEnabled(bool(text.strip()))

    def _on_add(self) -> None:
        if self._add.isEnabled():
            self.named.emit(self._file, self._name.text().strip())

    def _on_no(self) -> None:
        self.declined.emit()
