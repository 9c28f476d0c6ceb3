"""The folders opened last, to be opened again by a click."""

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.library.shown_path import shown_path
from app.ui import wording
from app.ui.elided_label import ElidedLabel
from app.ui.language import translate
from app.ui.parts import label
from app.ui.recent_folders import RecentFolder

_WIDTH, _SHOWN = 560, 6
_OURS = {
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
}


class RecentList(QWidget):
    """A heading and a row per folder; one that is not there is grey and cannot be chosen."""

    folder_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumWidth(_WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._rows: list[QWidget] = []
        self.hide()

    def show_folders(self, folders: Sequence[RecentFolder], missing: Collection[Path] = ()) -> None:
        """Show the latest of these folders, or nothing at all where there are none."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        if folders:
            heading = label(translate("RecentList", "RECENT FOLDERS"), "heading")
            heading.setContentsMargins(9, 0, 0, 6)
            self._rows = [heading, *(self._row(one, one.path in missing) for one in folders[:_SHOWN])]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(folders))

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def _row(self, folder: RecentFolder, missing: bool) -> QPushButton:
        said = translate("RecentList", "not there") if missing else summary(folder)
        name, place = label(shown_name(folder.path), "quiet" if missing else ""), ElidedLabel("quiet")
        place.setText(shown_path(folder.path.parent))
        row = _Row(shown_path(folder.path))
        row.setAccessibleName(f"{name.text()}, {said}" if said else name.text())
        row.setEnabled(not missing)
        row.clicked.connect(partial(self._on_chosen, folder))
        inside = QHBoxLayout(row)
        inside.setContentsMargins(9, 4, 9, 4)
        inside.setSpacing(12)
        inside.addWidget(name)
        inside.addWidget(place, 1)
        inside.addWidget(label(said, "quiet"))
        for part in row.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.setMinimumHeight(inside.sizeHint().height())
        return row

    def _on_chosen(self, folder: RecentFolder, *_: object) -> None:
        self.folder_chosen.emit(folder)


class _Row(QPushButton):
    """A button that keeps the keys by which it is reached and pressed from the window's commands."""

    def __init__(self, tip: str) -> None:
        super().__init__()
        self.setObjectName("flat")
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OURS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


def shown_name(path: Path) -> str:
    """The name of a folder as people see it; a disk's own name where it has no other."""
    return shown_path(Path(path.name or str(path)))


def summary(folder: RecentFolder) -> str:
    """What was in the folder, in a few words; empty where nobody has counted."""
    if not folder.series:
        return ""
    series = wording.count(folder.series, "series", "series")
    left = folder.series - folder.decided
    if left <= 0:
        decided = translate("RecentList", "all decided")
    else:
        decided = translate("RecentList", "{number} left").format(number=f"{left:,}")
    picks = wording.count(folder.picks, "pick")
    return f"{series} · {decided}" if not folder.picks else f"{series} · {decided} · {picks}"
