"""What stands in place of the grid when it has nothing to show: one sentence, and what one can do about it."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.parts import button, label
from app.ui.recent_folders import RecentFolder
from app.ui.recent_list import RecentList


class EmptyState(QWidget):
    """A sentence in the middle of the view, with at most one button, and the folders opened last."""

    folder_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._sentence = label(kind="figure"), label(kind="quiet", wrap=True)
        for text in (self._title, self._sentence):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = button()
        self._button.clicked.connect(self._on_clicked)
        self._run: Callable[[], object] | None = None
        self._recent = RecentList()
        self._recent.folder_chosen.connect(self.folder_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addWidget(self._sentence)
        column.addSpacing(16)
        column.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(40)
        column.addWidget(self._recent, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def sentence(self) -> str:
        """What is being said."""
        return self._sentence.text()

    def say(self, title: str, sentence: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a title, a sentence, and a button that runs something."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._run = run

    def offer(self, folders: Sequence[RecentFolder], missing: Collection[Path] = ()) -> None:
        """Show folders that can be opened again; none where another folder is open."""
        self._recent.show_folders(folders, missing)

    def _on_clicked(self) -> None:
        if self._run is not None:
            self._run()
