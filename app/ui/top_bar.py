"""The slim bar on top: what is open, how much is decided, and what is still being worked on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.analysis.pace import Pace
from app.ui import wording
from app.ui.elided_label import ElidedLabel
from app.ui.key_tips import tell_key_of
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.parts import button, label
from app.ui.progress import Progress, Stage

_STAGES = {
    Stage.READING: QT_TRANSLATE_NOOP("TopBar", "Reading"),
    Stage.PREPARING: QT_TRANSLATE_NOOP("TopBar", "Preparing"),
    Stage.COMPARING: QT_TRANSLATE_NOOP("TopBar", "Comparing"),
    Stage.SCORING: QT_TRANSLATE_NOOP("TopBar", "Scoring"),
    Stage.DOWNLOADING: QT_TRANSLATE_NOOP("TopBar", "Downloading"),
}
_COUNTED = {
    Stage.READING: QT_TRANSLATE_NOOP("TopBar", "Reading {done} of {total}"),
    Stage.PREPARING: QT_TRANSLATE_NOOP("TopBar", "Preparing {done} of {total}"),
    Stage.COMPARING: QT_TRANSLATE_NOOP("TopBar", "Comparing {done} of {total}"),
    Stage.SCORING: QT_TRANSLATE_NOOP("TopBar", "Scoring {done} of {total} series"),
    Stage.DOWNLOADING: QT_TRANSLATE_NOOP("TopBar", "Downloading {done} of {total}"),
}
# Where room is short the counts give way before this much of the folder's name.
_NAME_AT_LEAST = 120


class TopBar(QWidget):
    """Shows counts and progress, and the switches it is given; its one button stops the work."""

    stop_clicked = Signal()

    def __init__(self, switches: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._folder = ElidedLabel("strong")
        self._counts, self._decided, self._work = label(kind="quiet"), ElidedLabel("quiet"), label(kind="quiet")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(200)
        self._stop = button(translate("TopBar", "Stop"), translate("TopBar", "Stop reading and scoring"))
        tell_key_of("stop", self._stop)
        self._stop.clicked.connect(self._on_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        for text in (self._folder, self._counts, self._decided):
            row.addWidget(text)
        row.addStretch(1)
        self._working: tuple[QWidget, ...] = (self._work, self._bar, self._stop)
        for widget in self._working:
            row.addWidget(widget)
        # Progress comes and goes without moving anything up or down.
        row.addStrut(self._stop.sizeHint().height())
        if switches is not None:
            row.addWidget(switches)
        self.show_progress(None)
        self.show_folder("")

    def show_folder(self, name: str) -> None:
        """Name the open folder."""
        self._folder.setText(name)
        self._folder.ensurePolished()
        self._folder.setMinimumWidth(min(_NAME_AT_LEAST, self._folder.sizeHint().width()))
        for text in (self._folder, self._counts, self._decided):
            text.setVisible(bool(name))

    def show_counts(self, photos: int, pace: Pace) -> None:
        """Say how much there is, how much is done, and how long the rest will take at this pace."""
        series = pace.decided + pace.left
        self._counts.setText(f"{wording.count(photos, 'photo')} · {wording.count(series, 'series', 'series')}")
        said = translate("TopBar", "{decided} decided · {left} left").format(
            decided=f"{pace.decided:,}", left=f"{pace.left:,}"
        )
        parts = [said, wording.count(pace.picks, "pick")] if pace.decided else [said]
        if pace.left and pace.seconds_left is not None:
            parts.append(translate("TopBar", "{time} at this pace").format(time=wording.duration(pace.seconds_left)))
        self._decided.setText(" · ".join(parts) if series else "")

    def show_progress(self, progress: Progress | None) -> None:
        """Show what is being done, or that nothing is."""
        for widget in self._working:
            widget.setVisible(progress is not None)
        if progress is None:
            return
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        text = _said(progress)
        if progress.seconds_left is not None:
            text += f" · {wording.duration(progress.seconds_left)}"
        self._work.setText(text)
        self._bar.setAccessibleName(text)

    def _on_stop(self) -> None:
        self.stop_clicked.emit()


def _said(progress: Progress) -> str:
    if not progress.total:
        return translate("TopBar", _STAGES[progress.stage])
    return translate("TopBar", _COUNTED[progress.stage]).format(done=f"{progress.done:,}", total=f"{progress.total:,}")
