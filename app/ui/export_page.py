"""The page on which photos leave the shoot: which, where to, under which names, and how it went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QProgressBar, QVBoxLayout, QWidget

from app.analysis.exporting.choice import What
from app.analysis.exporting.plan import Plan, Request
from app.analysis.exporting.selection import Selection
from app.analysis.exporting.tally import Tally
from app.analysis.exporting.template import preview
from app.errors import AppError
from app.library.shown_path import shown_path
from app.library.transfer.parcel import Mode
from app.ui import wording
from app.ui.elided_label import ElidedLabel
from app.ui.export_choices import ExportChoices, Shown
from app.ui.exporter import Exporter, ExportState, Phase
from app.ui.language import translate
from app.ui.overlay import Overlay
from app.ui.parts import key_button, label

# A pause in typing, before the disk is looked at.
_PAUSE_MS = 200
_NAMES_SHOWN = 4
_WIDTH = 760


@dataclass(frozen=True, slots=True)
class ExportSource:
    """What the page asks of the window: the open folder, what it shows, and the selection of what is meant."""

    folder: Callable[[], Path | None]
    shown: Callable[[], Shown]
    select: Callable[[What], Selection]


class ExportPage(Overlay):
    """Shows one state of the exporter; an export goes on when the page is closed, and is shown again when it opens."""

    def __init__(self, exporter: Exporter, source: ExportSource, kept: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(translate("ExportPage", "Export photos"))
        self._exporter, self._source = exporter, source
        self._choices = ExportChoices(source.shown, kept)
        self._names, self._sums = ElidedLabel(), label(wrap=True)
        self._said = label(kind="strong", wrap=True)
        self._bar, self._stage = QProgressBar(), label(kind="quiet")
        self._failures = QListWidget()
        self._do = key_button("", translate("ExportPage", "Begin; every copy is read back and compared"))
        self._stop = key_button(
            translate("ExportPage", "Stop"), translate("ExportPage", "Stop; what has arrived stays there, whole")
        )
        self._close = key_button(
            translate("ExportPage", "Close"), translate("ExportPage", "Close this page; an export goes on (Esc)")
        )
        self._selection: tuple[What, Selection] | None = None
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._connect()
        self._show_state()
        if not exporter.running:
            self._ask()

    def first_focus(self) -> QWidget:
        return self._close if self._exporter.running else self._choices.first()

    def place_card(self) -> None:
        height = max(self.card.sizeHint().height(), self.card.heightForWidth(_WIDTH))
        self.centre(QSize(_WIDTH, height), margin=24)

    # -- how it is laid out

    def _lay_out(self) -> None:
        self._bar.setTextVisible(False)
        self._names.setAccessibleName(translate("ExportPage", "First names"))
        self._failures.setAccessibleName(translate("ExportPage", "What did not go as it should"))
        self._failures.setMinimumHeight(96)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for one in (self._close, self._stop, self._do):
            foot.addWidget(one)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(translate("ExportPage", "Export"), "figure"))
        column.addWidget(self._choices)
        for part in (self._names, self._sums, self._stage, self._bar, self._said):
            column.addWidget(part)
        column.addWidget(self._failures, 1)
        column.addStretch(0)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._choices.changed.connect(self._on_changed)
        self._wait.timeout.connect(self._ask)
        self._exporter.changed.connect(self._show_state)
        self._exporter.taken_away.connect(self._forget)
        self._do.clicked.connect(self._on_do)
        self._stop.clicked.connect(self._exporter.cancel)
        self._close.clicked.connect(self.close)

    # -- what people ask for

    def _on_changed(self) -> None:
        self._exporter.plan(None)
        self._show_names()
        self._wait.start()

    def _on_do(self) -> None:
        self._choices.keep()
        self._exporter.start(self._choices.lists)

    def _ask(self) -> None:
        """Have worked out what the choices would do."""
        self._wait.stop()
        self._show_names()
        request = self._request()
        if request is not None:
            self._exporter.plan(request)

    def _request(self) -> Request | None:
        folder, to = self._source.folder(), self._choices.to
        if folder is None or to is None:
            return None
        return Request(self._selected(), folder, to, self._choices.mode, self._choices.template)

    def _selected(self) -> Selection:
        what = self._choices.what
        if self._selection is None or self._selection[0] != what:
            self._selection = (what, self._source.select(what))
        return self._selection[1]

    def _forget(self) -> None:
        self._selection = None

    # -- what is shown

    def _show_names(self) -> None:
        try:
            names = preview(self._choices.template, self._selected().chosen, _NAMES_SHOWN)
        except AppError as error:
            self._names.setText(error.sentence)
            return
        more = ", …" if len(self._selected().chosen) > len(names) else ""
        self._names.setText(", ".join(names) + more)

    def _show_state(self) -> None:
        state = self._exporter.state
        running = state.phase is Phase.RUNNING
        self._choices.setEnabled(not running)
        for part in (self._bar, self._stage):
            part.setVisible(running)
        self._show_progress(state.tally)
        self._sums.setText(self._summed(state))
        # A mistake in the names is said below in full.
        self._names.setVisible(self._names.text() != self._sums.text())
        self._said.setText(told(state))
        self._said.setVisible(bool(self._said.text()))
        self._show_failures(state.tally)
        self._show_buttons(state)
        self.place_card()

    def _show_progress(self, tally: Tally) -> None:
        stage, done, total = tally.stage or ("", 0, 0)
        self._bar.setRange(0, 1000 if total else 0)
        self._bar.setValue(round(1000 * done / total) if total else 0)
        self._stage.setText(_staged(stage, done, total))
        self._bar.setAccessibleName(self._stage.text())

    def _show_failures(self, tally: Tally) -> None:
        failed = tally.failed
        self._failures.setVisible(bool(failed))
        for one in failed[self._failures.count() :]:
            self._failures.addItem(f"{shown_path(one.path)} — {one.reason}")
        if self._failures.count() > len(failed):
            self._failures.clear()
            self._failures.addItems([f"{shown_path(one.path)} — {one.reason}" for one in failed])

    def _show_buttons(self, state: ExportState) -> None:
        running, plan = state.phase is Phase.RUNNING, state.plan
        self._stop.setVisible(running)
        self._do.setVisible(not running)
        photos = self._selected().chosen if plan is None else plan.frames
        self._do.setText(_deed(self._choices.mode, len(photos)))
        can = plan is not None and bool(plan.frames) and (plan.request.mode is not None or bool(self._choices.lists))
        has_room = plan is None or plan.free is None or plan.needed <= plan.free
        # What was moved is no longer there to be moved.
        is_left = state.phase is Phase.ASKING or (plan is not None and plan.request.mode is not Mode.MOVE)
        self._do.setEnabled(can and has_room and is_left)
        # A key held a moment too long must not begin again what has just ended.
        if state.phase is not Phase.ASKING and self.focusWidget() in {self._do, self._stop}:
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _summed(self, state: ExportState) -> str:
        if state.plan is not None:
            return " ".join(summed(state.plan))
        if state.sentence and state.phase is Phase.ASKING:
            return state.sentence
        if self._choices.to is None:
            return translate("ExportPage", "Choose the folder to bring them to, by its whole path.")
        return translate("ExportPage", "Working out what that is…")


def summed(plan: Plan) -> Sequence[str]:
    """What a plan would do, in sentences."""
    said = []
    if not plan.frames:
        said.append(translate("ExportPage", "No photo is meant by that."))
    elif plan.request.mode is None:
        said.append(translate("ExportPage", "{photos}.").format(photos=wording.count(len(plan.frames), "photo")))
    else:
        text = translate("ExportPage", "{photos}, {files}, {size}.")
        if any(parcel.companions for parcel in plan.parcels):
            text = translate("ExportPage", "{photos}, {files} with their sidecars, {size}.")
        numbers = wording.count(len(plan.frames), "photo"), wording.count(plan.files, "file"), wording.size(plan.size)
        said.append(text.format(photos=numbers[0], files=numbers[1], size=numbers[2]))
    if plan.free is not None and plan.needed > plan.free:
        text = translate("ExportPage", "There is not enough room: {needed} are needed, {free} are free.")
        said.append(text.format(needed=wording.size(plan.needed), free=wording.size(plan.free)))
    elif plan.free is not None and plan.request.mode is not None:
        said.append(translate("ExportPage", "{free} are free there.").format(free=wording.size(plan.free)))
    if plan.inside:
        text = translate("ExportPage", "{photos} are left alone, as they are there already.")
        said.append(text.format(photos=wording.count(plan.inside, "photo")))
    if series := plan.request.selection.open_series:
        text = translate("ExportPage", "{series} without a best shot yet.")
        said.append(text.format(series=wording.count(series, "series", "series")))
    return said


def told(state: ExportState) -> str:
    """How it went, in sentences; nothing while it goes."""
    tally = state.tally
    if state.phase in {Phase.ASKING, Phase.RUNNING}:
        return ""
    said = [state.sentence or tally.halted] if state.sentence or tally.halted else []
    if state.phase is Phase.STOPPED:
        said.append(translate("ExportPage", "Stopped."))
    if tally.arrived or not tally.written:
        text = translate("ExportPage", "{photos} arrived, {there} of them before.")
        if not tally.there:
            text = translate("ExportPage", "{photos} arrived.")
        said.append(text.format(photos=wording.count(tally.arrived, "photo"), there=f"{tally.there:,}"))
    if tally.written:
        text = translate("ExportPage", "Written: {names}.")
        said.append(text.format(names=", ".join(path.name for path in tally.written)))
    if tally.failed:
        text = translate("ExportPage", "{files} did not, each for the reason below.")
        said.append(text.format(files=wording.count(len(tally.failed), "file")))
    return " ".join(said)


def _staged(stage: str, done: int, total: int) -> str:
    if stage == "Drawing":
        text = translate("ExportPage", "Drawing the contact sheet: {done} of {total}")
        return text.format(done=f"{done:,}", total=f"{total:,}")
    text = translate("ExportPage", "Bringing and reading back: {done} of {total}")
    return text.format(done=wording.size(done), total=wording.size(total)) if total else ""


def _deed(mode: Mode | None, photos: int) -> str:
    texts = {
        Mode.COPY: translate("ExportPage", "Copy {photos}"),
        Mode.MOVE: translate("ExportPage", "Move {photos}"),
        Mode.LINK: translate("ExportPage", "Link {photos}"),
        None: translate("ExportPage", "Write lists of {photos}"),
    }
    return texts[mode].format(photos=wording.count(photos, "photo"))
