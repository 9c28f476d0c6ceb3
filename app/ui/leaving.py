"""Asks before the window closes on marks that could not be written."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.ui import wording
from app.ui.language import translate


def ask_to_leave(photos: int, retry: Callable[[], object], leave: Callable[[], object], parent: QWidget) -> QMessageBox:
    """Say how many photos would lose marks, in a dialog that does not block; run what is chosen."""
    sentence = translate("leaving", "The marks of {photos} could not be saved yet.").format(
        photos=wording.count(photos, "photo")
    )
    box = QMessageBox(QMessageBox.Icon.Warning, "Burstpick", sentence, parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setInformativeText(translate("leaving", "Free some disk space or connect the disk again, then try again."))
    again = box.addButton(translate("leaving", "Try again"), QMessageBox.ButtonRole.AcceptRole)
    anyway = box.addButton(translate("leaving", "Quit without them"), QMessageBox.ButtonRole.DestructiveRole)
    box.setEscapeButton(again)
    box.setDefaultButton(again)
    again.clicked.connect(lambda _checked: retry())
    anyway.clicked.connect(lambda _checked: leave())
    box.open()
    return box
