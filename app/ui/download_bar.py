"""How far a download has come, and a way to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.ui import wording
from app.ui.language import translate
from app.ui.parts import key_button, label
from app.ui.progress import Progress

# Qt counts in 32 bits, which bytes exceed.
_STEPS = 1000


class DownloadBar(QWidget):
    """A bar, the bytes with the time left, and Cancel."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._text = label(kind="quiet")
        self.button = key_button(
            translate("DownloadBar", "Cancel"),
            translate("DownloadBar", "Stop the download; it can go on later from where it was"),
        )
        self.button.clicked.connect(self._on_cancel)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._bar)
        column.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(column, 1)
        row.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignVCenter)

    def name_after(self, model: str) -> None:
        """Say to those who cannot see it what is being downloaded."""
        self._bar.setAccessibleName(translate("DownloadBar", "Download of {model}").format(model=model))
        self.button.setAccessibleName(translate("DownloadBar", "Cancel the download of {model}").format(model=model))

    def show_progress(self, progress: Progress | None) -> None:
        """Show how many bytes have come, or that none has yet."""
        self._text.setText(described(progress))
        if progress is None or not progress.total:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(min(_STEPS, _STEPS * progress.done // progress.total))

    def _on_cancel(self) -> None:
        self.cancelled.emit()


def described(progress: Progress | None) -> str:
    """The state of a download in words."""
    if progress is None:
        return translate("DownloadBar", "Connecting…")
    if not progress.total:
        return wording.size(progress.done)
    if progress.done >= progress.total:
        return translate("DownloadBar", "Checking and converting what has come…")
    known = {"done": wording.size(progress.done), "total": wording.size(progress.total)}
    if progress.seconds_left is None:
        return translate("DownloadBar", "{done} of {total}").format(**known)
    return translate("DownloadBar", "{done} of {total} · {time} left").format(
        **known, time=wording.duration(progress.seconds_left)
    )
