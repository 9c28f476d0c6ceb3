"""The page on which Burstpick learns from the photographer's marks; it may stay open beside the window."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app.analysis.learning_events import Advance, LearningStage
from app.ui.agreement_table import AgreementTable
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.learning import Learning
from app.ui.learning_curve import LearningCurve
from app.ui.learning_material import LearningMaterial
from app.ui.learning_needs import LearningNeeds
from app.ui.learning_state import LearningState, Phase
from app.ui.parts import key_button, label
from app.ui.skipped_dialog import SkippedDialog

_INTRODUCTION = QT_TRANSLATE_NOOP(
    "LearningPage",
    "A copy of the model learns from your marks which frame of a series you would keep. It is offered to you only if "
    "it surely agrees with you more often on series it has not seen. Nothing leaves this computer, your photos and "
    "marks are only read, and any model can be taken back.",
)
_WORDS = {
    LearningStage.READING: QT_TRANSLATE_NOOP("LearningPage", "Reading your marks"),
    LearningStage.CACHING: QT_TRANSLATE_NOOP("LearningPage", "Looking at your series"),
    LearningStage.LEARNING: QT_TRANSLATE_NOOP("LearningPage", "Learning"),
    LearningStage.JUDGING: QT_TRANSLATE_NOOP("LearningPage", "Judging by series it has not seen"),
}
# In letters' widths: before there is anything to show, and with curve and table.
_WIDTH, _LOW, _HIGH = 100, 62, 112
_STARTABLE = (Phase.READY, Phase.KEPT, Phase.NOT_BETTER, Phase.REFUSED, Phase.FAILED)


class LearningPage(QDialog):
    """Shows one state of `Learning`; a run goes on when the page is closed, and is shown again when it opens.

    `folder` tells which folder is open.
    """

    def __init__(self, learning: Learning, folder: Callable[[], Path | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("LearningPage", "Learn from my marks"))
        self._learning, self._folder = learning, folder
        self._only = QCheckBox()
        self._is_high = False
        self._needs = LearningNeeds()
        self._material, self._curve, self._table = LearningMaterial(), LearningCurve(), AgreementTable()
        self._stage, self._sentence = label(kind="quiet"), label(wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._start = key_button(
            translate("LearningPage", "Start learning"),
            translate("LearningPage", "Learn from your marks; takes minutes and can be stopped any time"),
        )
        self._stop = key_button(
            translate("LearningPage", "Stop"), translate("LearningPage", "End the learning; nothing of it stays")
        )
        self._use = key_button(
            translate("LearningPage", "Use the new model"),
            translate("LearningPage", "Let it score from now on; the old one stays among the models"),
        )
        self._leave = key_button(
            translate("LearningPage", "Keep the old one"), translate("LearningPage", "Forget what was learnt")
        )
        self._close = key_button(
            translate("LearningPage", "Close"), translate("LearningPage", "Close this page; the learning goes on (Esc)")
        )
        # Enter where no button has the focus must do no harm.
        self._close.setDefault(True)
        self._lay_out()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 16)
        column.setSpacing(16)
        head: tuple[QWidget, ...] = (
            label(translate("LearningPage", "YOUR EYE"), "heading"),
            label(translate("LearningPage", _INTRODUCTION), "quiet", wrap=True),
            self._only,
        )
        for part in head:
            column.addLayout(_inset(part))
        column.addWidget(self._found(), 1)
        for part in (self._stage, self._bar, self._sentence):
            column.addLayout(_inset(part))
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.setSpacing(8)
        for one in (self._start, self._stop, self._use, self._leave):
            foot.addWidget(one)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column.addLayout(foot)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(_WIDTH * letter, _LOW * letter)
        order = (self._only, self._material.button, self._start, self._stop, self._use, self._leave, self._close)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _found(self) -> QScrollArea:
        """What has been found so far; where there is more than fits, it can be scrolled."""
        inside = QWidget()
        inside.setObjectName("bare")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 0, 24, 0)
        column.setSpacing(16)
        for part in (self._needs, self._material, self._curve, self._table):
            column.addWidget(part)
        column.addStretch(1)
        found = QScrollArea()
        found.setWidget(inside)
        found.setWidgetResizable(True)
        found.setFrameShape(QFrame.Shape.NoFrame)
        found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return found

    def _connect(self) -> None:
        learning = self._learning
        learning.changed.connect(self._show_state)
        learning.judged.connect(self._needs.show_judged)
        self._start.clicked.connect(self._on_start)
        self._stop.clicked.connect(learning.cancel)
        self._use.clicked.connect(learning.keep)
        self._leave.clicked.connect(learning.decline)
        self._close.clicked.connect(self.reject)
        self._material.skipped_clicked.connect(self._on_skipped)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._name_folder()
        self._learning.count()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_folder(self) -> None:
        folder = self._folder()
        said = translate("LearningPage", "Only from the photos in “{folder}” and below it")
        self._only.setText("" if folder is None else said.format(folder=folder.name))
        self._only.setVisible(folder is not None and self._learning.state.phase in _STARTABLE)

    def _show_state(self) -> None:
        state = self._learning.state
        phase = state.phase
        running = phase in (Phase.RUNNING, Phase.KEEPING)
        self._name_folder()
        self._needs.setVisible(phase in _STARTABLE and state.material is None)
        self._material.show_material(state.material)
        if state.material is not None and not self._is_high:
            self._is_high = True
            self.resize(self.width(), max(self.height(), _HIGH * self.fontMetrics().averageCharWidth()))
        self._stage.setText(described(state))
        self._show_progress(state.advance if phase is Phase.RUNNING else None)
        for part in (self._stage, self._bar):
            part.setVisible(running)
        self._curve.show_points(state.curve)
        self._table.show_verdict(state.verdict, state.learner)
        self._sentence.setText(state.sentence)
        self._sentence.setVisible(bool(state.sentence))
        self._show_buttons(phase)

    def _show_buttons(self, phase: Phase) -> None:
        self._start.setText(
            translate("LearningPage", "Start learning")
            if phase is Phase.READY
            else translate("LearningPage", "Learn again")
        )
        shown = {
            self._start: phase in _STARTABLE,
            self._stop: phase is Phase.RUNNING,
            self._use: phase is Phase.OFFERED,
            self._leave: phase is Phase.OFFERED,
        }
        # A key held a moment too long must not answer the next question.
        if any(one.hasFocus() and not seen for one, seen in shown.items()):
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        for one, seen in shown.items():
            one.setVisible(seen)

    def _show_progress(self, advance: Advance | None) -> None:
        if advance is None or not advance.total or advance.stage is LearningStage.READING:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, advance.total)
            self._bar.setValue(min(advance.total, advance.done))
        self._bar.setAccessibleName(self._stage.text())

    def _on_start(self) -> None:
        only = self._folder() if self._only.isChecked() and not self._only.isHidden() else None
        self._learning.start(only)

    def _on_skipped(self) -> None:
        material = self._learning.state.material
        if material is not None:
            SkippedDialog(material.skipped, Path(), self).open()


def _inset(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(24, 0, 24, 0)
    row.addWidget(part)
    return row


def described(state: LearningState) -> str:
    """What is being done, in words; empty while nothing is."""
    if state.phase is Phase.KEEPING:
        return translate("LearningPage", "Trying the new model and putting it among the others…")
    if state.phase is not Phase.RUNNING:
        return ""
    advance = state.advance
    if advance is None:
        return translate("LearningPage", "Gathering your series…")
    word = translate("LearningPage", _WORDS[advance.stage])
    if advance.stage is LearningStage.READING:
        return f"{word}…"
    if advance.stage is LearningStage.LEARNING:
        said = translate("LearningPage", "{stage}, beginning with “{model}”: pass {done} of at most {total}")
    else:
        said = translate("LearningPage", "{stage}: {done} of {total}")
    return said.format(stage=word, model=state.learner, done=f"{advance.done:,}", total=f"{advance.total:,}")
