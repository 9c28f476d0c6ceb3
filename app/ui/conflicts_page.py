"""The page of what sidecars said otherwise, and of files whose marks could not be read or written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.library.photo import Skipped
from app.library.shown_path import shown_path
from app.library.xmp.merge import Conflict
from app.ui import sidecar_wording, wording
from app.ui.language import translate
from app.ui.overlay import Overlay
from app.ui.parts import key_button, label

_SIZE, _SIZE_OF_NOTHING = QSize(1040, 600), QSize(640, 200)
_ROW, _BETWEEN = 24, 16


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict with the name of its photo, within the folder."""

    name: str
    conflict: Conflict


class ConflictsPage(Overlay):
    """Lists both; there is nothing to decide, as the newest word of each mark counts and a key says a newer one."""

    def __init__(
        self, conflicts: Sequence[Disagreement], troubles: Sequence[Skipped], folder: Path | None, window: QWidget
    ) -> None:
        super().__init__(window)
        title = translate("ConflictsPage", "What sidecars say otherwise")
        self.setAccessibleName(title)
        self.table, self.files = _table(conflicts), QListWidget()
        self.files.setAccessibleName(translate("ConflictsPage", "Files left as they are"))
        self.files.addItems([f"{_within(one.path, folder)} — {one.reason}" for one in troubles])
        self._close = key_button(
            translate("ConflictsPage", "Close"), translate("ConflictsPage", "Close this page (Esc)")
        )
        self._close.clicked.connect(self.close)
        self._lay_out(title, len(conflicts), len(troubles))

    def first_focus(self) -> QWidget:
        return self._close

    def place_card(self) -> None:
        is_any = self.table.topLevelItemCount() or self.files.count()
        self.centre(_SIZE if is_any else _SIZE_OF_NOTHING, margin=24)

    def _lay_out(self, title: str, conflicts: int, troubles: int) -> None:
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(title, "figure"))
        if conflicts:
            column.addWidget(label(_explained(conflicts), wrap=True))
            column.addWidget(self.table, 2)
        if troubles:
            column.addWidget(label(_left_alone(troubles), wrap=True))
            column.addWidget(self.files, 1)
        if not conflicts and not troubles:
            said = translate("ConflictsPage", "The sidecars of this folder and your marks agree, as far as was read.")
            column.addWidget(label(said, wrap=True))
            column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        column.addLayout(foot)


def _explained(conflicts: int) -> str:
    text = translate(
        "ConflictsPage",
        "{conflicts}: of each mark the newest word counts. To have it otherwise, give the mark again.",
    )
    return text.format(conflicts=wording.count(conflicts, "conflict"))


def _left_alone(troubles: int) -> str:
    text = translate("ConflictsPage", "{files} left alone:")
    return text.format(files=wording.count(troubles, "file"))


def _table(conflicts: Sequence[Disagreement]) -> QTreeWidget:
    table = QTreeWidget()
    table.setAccessibleName(translate("ConflictsPage", "Conflicts"))
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setHeaderLabels(
        [
            translate("ConflictsPage", "Photo"),
            translate("ConflictsPage", "Mark"),
            translate("ConflictsPage", "Counts"),
            translate("ConflictsPage", "Does not count"),
        ]
    )
    for one in conflicts:
        newest, *older = map(sidecar_wording.word, one.conflict.words)
        cells = (shown_path(one.name), sidecar_wording.axis(one.conflict.field), newest, "; ".join(older))
        item = QTreeWidgetItem(list(cells))
        # In the last column, which takes what width is left.
        item.setSizeHint(len(cells) - 1, QSize(1, _ROW))
        table.addTopLevelItem(item)
    for column in range(table.columnCount()):
        table.resizeColumnToContents(column)
        table.setColumnWidth(column, table.columnWidth(column) + _BETWEEN)
    return table


def _within(path: Path, folder: Path | None) -> str:
    inside = path.relative_to(folder) if folder is not None and path.is_relative_to(folder) else path
    return shown_path(inside)
