"""The foot of the settings page: adding a model from a file."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.inline_notice import InlineNotice
from app.ui.language import translate
from app.ui.model_adding import ModelAdding
from app.ui.model_naming import ModelNaming
from app.ui.parts import key_button, label

_ENDINGS = "(*.safetensors *.pt *.pth *.bin)"


class ModelAdder(QWidget):
    """A button that asks for a file; above it its name and what becomes of it. `beside` ends the button's line."""

    def __init__(self, adding: ModelAdding, beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._adding = adding
        self._button = key_button(
            translate("ModelAdder", "Add a file…"),
            translate("ModelAdder", "Add a model from a file of weights on this computer"),
        )
        self._hint = label(
            translate("ModelAdder", "Weights of the FGAesQ network that you fetched or trained yourself."),
            "quiet",
            wrap=True,
        )
        self._naming = ModelNaming()
        self._busy = InlineNotice(
            translate("ModelAdder", "Cancel"), translate("ModelAdder", "Leave the file as it is and add nothing")
        )
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._button)
        line.addWidget(self._hint, 1)
        line.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._naming)
        column.addWidget(self._busy)
        column.addLayout(line)
        self._connect()

    def _connect(self) -> None:
        self._button.clicked.connect(self._on_choose)
        self._naming.named.connect(self._adding.start)
        self._naming.declined.connect(self._on_declined)
        self._busy.clicked.connect(self._adding.cancel)
        self._adding.started.connect(self._on_started)
        self._adding.failed.connect(self._naming.ask_again)
        self._adding.ended.connect(self._on_ended)

    def fields(self) -> list[QLineEdit | QPushButton]:
        """What Tab reaches from top to bottom, seen or not."""
        return [*self._naming.fields(), self._busy.button, self._button]

    def name_file(self, file: Path) -> None:
        """Ask for the name of a chosen file."""
        self._naming.ask(file)

    def _on_started(self, file: Path) -> None:
        self._busy.say(translate("ModelAdder", "Checking and converting {file}…").format(file=file.name))
        self._busy.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._naming.hide()
        self._button.setEnabled(False)

    def _on_ended(self) -> None:
        had_focus = self._busy.button.hasFocus()
        self._button.setEnabled(True)
        self._busy.say("")
        if had_focus:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_declined(self) -> None:
        self._naming.hide()
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_choose(self) -> None:
        weights, every = translate("ModelAdder", "Weights"), translate("ModelAdder", "All files")
        offered = f"{weights} {_ENDINGS};;{every} (*)"
        dialog = QFileDialog(self, translate("ModelAdder", "Add a model"), str(Path.home()), offered)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, file: str) -> None:
        self.name_file(Path(file))
