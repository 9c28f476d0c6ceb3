"""A question asked in the place where it arises, never in a box over the window."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.language import translate
from app.ui.parts import key_button, label


class ModelQuestion(QWidget):
    """What should be known, where to read more of it, and two answers; of them the harmless one has the focus.

    It stays until whoever asked hides it.
    """

    agreed = Signal()
    declined = Signal()

    def __init__(self, yes: str, no: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._page = ""
        self._text = label(wrap=True)
        self._link = key_button()
        self._link.setObjectName("link")
        self._yes, self._no = key_button(yes), key_button(no)
        self._link.clicked.connect(self._on_link)
        self._yes.clicked.connect(self._on_yes)
        self._no.clicked.connect(self._on_no)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addWidget(self._link, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addLayout(_side_by_side(self._yes, self._no))
        self.hide()

    def ask(self, text: str, yes: str = "", page: str = "") -> None:
        """Show the question; `yes` replaces what the agreeing button says, `page` is an address to read more at."""
        self._text.setText(text)
        self._page = page
        self._link.setText(page.removeprefix("https://"))
        self._link.setToolTip(translate("ModelQuestion", "Open {page} in the browser").format(page=page))
        self._link.setVisible(bool(page))
        if yes:
            self._yes.setText(yes)
        self.show()
        # A key held a moment too long must not agree to anything.
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_link(self) -> None:
        QDesktopServices.openUrl(QUrl(self._page))

    def _on_yes(self) -> None:
        self.agreed.emit()

    def _on_no(self) -> None:
        self.declined.emit()


def _side_by_side(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for one in buttons:
        row.addWidget(one)
    row.addStretch(1)
    return row
