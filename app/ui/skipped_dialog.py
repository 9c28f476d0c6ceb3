"""The list of files that could not be read, each with its reason."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QListWidget, QVBoxLayout, QWidget

from app.library.photo import Skipped
from app.library.shown_path import shown_path
from app.ui import wording
from app.ui.language import translate
from app.ui.parts import label


class SkippedDialog(QDialog):
    """Shows skipped files; the list can be copied."""

    def __init__(self, skipped: Sequence[Skipped], folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = translate("SkippedDialog", "{files} not read").format(files=wording.count(len(skipped), "file"))
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 420)
        self._lines = [f"{_within(one.path, folder)} — {one.reason}" for one in skipped]
        self._list = QListWidget()
        self._list.addItems(self._lines)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(translate("SkippedDialog", "Copy list"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(label(title, "figure"))
        column.addWidget(self._list)
        column.addWidget(buttons)

    @property
    def lines(self) -> list[str]:
        """What is listed."""
        return list(self._lines)

    def _on_copy(self) -> None:
        QApplication.clipboard().setText("\n".join(self._lines))


def _within(path: Path, folder: Path) -> str:
    return shown_path(path.relative_to(folder) if path.is_relative_to(folder) else path)
