"""The foot of the settings page: adding a model from a file."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.inline_notice import InlineNotice
from app.ui.model_adding import ModelAdding
from app.ui.parts import key_button, label

_FILTER = "Weights (*.safetensors *.pt *.pth *.bin);;All files (*)"


class ModelAdder(QWidget):
    """A button that asks for a file; above it what becomes of that file. `beside` ends its line."""

    def __init__(self, adding: ModelAdding, beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._adding = adding
        self._button = key_button("Add a file…", "Add a model from a file of weights on this computer")
        self._hint = label("Weights of the FGAesQ network that you fetched or trained yourself.", "quiet", wrap=True)
        self._busy = InlineNotice("Cancel", "Leave the file as it is and add nothing")
        self._trouble = InlineNotice("Dismiss", "Hide this message")
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._button)
        line.addWidget(self._hint, 1)
        line.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._trouble)
        column.addWidget(self._busy)
        column.addLayout(line)
        self._button.clicked.connect(self._on_choose)
        self._busy.clicked.connect(adding.cancel)
        self._trouble.clicked.connect(adding.forgive)
        adding.changed.connect(self._show)
        self._show()

    def buttons(self) -> list[QPushButton]:
        """The buttons from top to bottom, seen or not."""
        return [self._trouble.button, self._busy.button, self._button]

    def _show(self) -> None:
        file, had_focus = self._adding.file, self._busy.button.hasFocus()
        self._busy.say("" if file is None else f"Checking and converting {file.name}…")
        self._trouble.say(self._adding.trouble)
        self._button.setEnabled(file is None)
        if had_focus and file is None:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Add a model", str(Path.home()), _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, file: str) -> None:
        self._adding.start(Path(file))
