"""Shows a bug once, with a report to copy, and writes it to the log; marks made before are safe."""

import logging
import traceback

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.ui.language import translate

_NAME = "crash"


def show_crash(error: BaseException, parent: QWidget) -> QMessageBox:
    """Log an unexpected error and say so in a dialog that does not block; one dialog is enough for many errors."""
    open_already = parent.findChild(QMessageBox, _NAME)
    report = "".join(traceback.format_exception(error))
    logging.getLogger(__name__).error(report)
    if open_already is not None:
        return open_already
    box = QMessageBox(
        QMessageBox.Icon.Warning, "Burstpick", translate("crash", "Something went wrong in Burstpick."), parent=parent
    )
    box.setObjectName(_NAME)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setInformativeText(
        translate("crash", "Your marks are safe. You can go on; if it happens again, please send us the report.")
    )
    box.setDetailedText(report)
    copy = box.addButton(translate("crash", "Copy report"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    copy.clicked.connect(lambda _checked: QApplication.clipboard().setText(report))
    box.open()
    return box
