"""Everything the current photo's file says of its capture."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.library.all_tags import Tag
from app.ui.language import translate


class TagsDialog(QDialog):
    """A tree of tags by their part of the file."""

    def __init__(self, name: str, tags: Sequence[Tag], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("TagsDialog", "All capture data of {name}").format(name=name))
        self.resize(720, 600)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([translate("TagsDialog", "Tag"), translate("TagsDialog", "Value")])
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        groups: dict[str, QTreeWidgetItem] = {}
        for tag in tags:
            if tag.group not in groups:
                groups[tag.group] = QTreeWidgetItem(self.tree, [tag.group])
            groups[tag.group].addChild(QTreeWidgetItem([tag.name, tag.value]))
        if not tags:
            QTreeWidgetItem(self.tree, [translate("TagsDialog", "This file has no capture data.")])
        self.tree.expandAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.tree)
        column.addWidget(buttons)
