"""The page on which rejects are looked at once more before they go to the system's bin, and can be taken back."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListWidget,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.analysis.exporting.discard import DiscardPlan, Side, is_pair
from app.library.photo import Photo
from app.library.shown_path import shown_path
from app.ui import wording
from app.ui.bin_keeper import BinKeeper, BinPhase, BinState
from app.ui.frame_list import FrameList
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.overlay import Overlay
from app.ui.parts import key_button, label
from app.ui.thumbnails import Thumbnails

_SIDES = (
    (Side.BOTH, QT_TRANSLATE_NOOP("BinPage", "RAW and JPEG")),
    (Side.RAW, QT_TRANSLATE_NOOP("BinPage", "RAW alone, the JPEG stays")),
    (Side.JPEG, QT_TRANSLATE_NOOP("BinPage", "JPEG alone, the RAW stays")),
)


class BinPage(Overlay):
    """Shows the photos that would go, and after that what went and how to take it back; nothing is ever deleted.

    `photos` are those that go, `others` tells which stay.
    """

    def __init__(
        self,
        keeper: BinKeeper,
        photos: Sequence[Photo],
        others: Callable[[], Sequence[Photo]],
        thumbnails: Thumbnails,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.setAccessibleName(translate("BinPage", "Rejects to the bin"))
        self._keeper, self._photos, self._others = keeper, photos, others
        self._sides = QButtonGroup(self)
        self._pairs = QWidget()
        self._frames = FrameList(thumbnails, translate("BinPage", "Photos that would go"))
        self._failures = QListWidget()
        self._said = label(kind="strong", wrap=True)
        self._do = key_button("", translate("BinPage", "Put these files into the system's bin"))
        self._undo = key_button(
            translate("BinPage", "Take back"), translate("BinPage", "Put the files back to where they were")
        )
        self._close = key_button("", translate("BinPage", "Close this page (Esc)"))
        self._lay_out()
        self._connect()
        self._show_frames()
        self._show_state()
        self._ask()

    def first_focus(self) -> QWidget:
        return self._close

    def place_card(self) -> None:
        self.centre(QSize(880, 640), margin=24)

    # -- how it is laid out

    def _lay_out(self) -> None:
        self._lay_out_sides()
        self._failures.setAccessibleName(translate("BinPage", "What did not go as it should"))
        self._failures.setMaximumHeight(120)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for one in (self._close, self._undo, self._do):
            foot.addWidget(one)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(translate("BinPage", "Rejects to the bin"), "figure"))
        column.addWidget(self._said)
        column.addWidget(self._pairs)
        column.addWidget(self._frames, 1)
        column.addWidget(self._failures)
        column.addLayout(foot)

    def _lay_out_sides(self) -> None:
        self._pairs.setObjectName("bare")
        row = QHBoxLayout(self._pairs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        pairs = sum(map(is_pair, self._photos))
        text = translate("BinPage", "Of {photos} in RAW and JPEG go:")
        row.addWidget(label(text.format(photos=wording.count(pairs, "photo")), "quiet"))
        for number, (_, side) in enumerate(_SIDES):
            one = QRadioButton(translate("BinPage", side))
            one.setChecked(number == 0)
            self._sides.addButton(one, number)
            row.addWidget(one)
        row.addStretch(1)
        self._pairs.setVisible(bool(pairs))

    def _connect(self) -> None:
        self._keeper.changed.connect(self._show_state)
        self._sides.idToggled.connect(self._on_side)
        self._do.clicked.connect(self._keeper.start)
        self._undo.clicked.connect(self._keeper.undo)
        self._close.clicked.connect(self.close)

    def _show_frames(self) -> None:
        for photo in self._photos:
            self._frames.add(photo, _named(photo))

    # -- what people ask for

    def _on_side(self, _: int, is_chosen: bool) -> None:
        if is_chosen:
            self._ask()

    def _ask(self) -> None:
        side = _SIDES[max(0, self._sides.checkedId())][0]
        self._keeper.plan(self._photos, side, self._others())

    # -- what is shown

    def _show_state(self) -> None:
        state = self._keeper.state
        asking = state.phase is BinPhase.ASKING
        self._said.setText(told(state, can_undo=self._keeper.can_undo))
        self._pairs.setEnabled(asking)
        self._failures.setVisible(bool(state.failed))
        self._failures.clear()
        self._failures.addItems([f"{shown_path(one.path)} — {one.reason}" for one in state.failed])
        number = 0 if state.plan is None else state.plan.files
        text = translate("BinPage", "Put {files} into the bin")
        self._do.setText(text.format(files=wording.count(number, "file")))
        # A key held a moment too long must not take back what has just gone; what is hidden hands the keys on.
        if not asking and self.focusWidget() in {self._do, self._undo}:
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        self._do.setVisible(asking)
        self._do.setEnabled(asking and bool(number))
        self._undo.setVisible(self._keeper.can_undo)
        self._close.setText(translate("BinPage", "Cancel") if asking else translate("BinPage", "Close"))


def told(state: BinState, *, can_undo: bool) -> str:
    """What would go, or what went, in sentences."""
    if state.phase is BinPhase.ASKING:
        return _asked(state.plan)
    said = [state.sentence] if state.sentence else []
    files = wording.count(len(state.binned), "file")
    match state.phase:
        case BinPhase.BINNING:
            said.append(translate("BinPage", "{files} in the bin so far…").format(files=files))
        case BinPhase.RESTORING:
            said.append(translate("BinPage", "Taking {files} back…").format(files=files))
        case BinPhase.RESTORED:
            back = wording.count(state.restored, "file")
            said.append(translate("BinPage", "{files} back where they were.").format(files=back))
        case _:
            said.append(translate("BinPage", "{files} in the bin.").format(files=files))
            if state.binned and not can_undo:
                said.append(_elsewhere())
    if state.failed:
        said.append(translate("BinPage", "What did not go as it should is listed below."))
    return " ".join(said)


def told_back(state: BinState) -> str:
    """How taking back goes, in sentences that need no list; the first file that did not come stands for all."""
    said = told(replace(state, failed=()), can_undo=False)
    if not state.failed:
        return said
    text = translate("BinPage", "{files} did not come back; {name}: {reason}")
    first, files = state.failed[0], wording.count(len(state.failed), "file")
    return f"{said} {text.format(files=files, name=shown_path(first.path.name), reason=first.reason)}"


def _asked(plan: DiscardPlan | None) -> str:
    if plan is None:
        return translate("BinPage", "Working out what goes…")
    if not plan.discards:
        return translate("BinPage", "No photo is rejected.")
    text = translate("BinPage", "{photos}, {files} of {size}. Nothing is deleted: all can be taken out of the bin.")
    if plan.companions:
        text = translate(
            "BinPage",
            "{photos}, {files} of {size}, with their sidecars. Nothing is deleted: all can be taken out of the bin.",
        )
    photos = wording.count(len(plan.discards), "photo")
    return text.format(photos=photos, files=wording.count(plan.files, "file"), size=wording.size(plan.size))


def _elsewhere() -> str:
    if sys.platform == "win32":
        return translate("BinPage", "To take them back, open the Recycle Bin and choose Restore.")
    return translate("BinPage", "To take them back, open the Bin and choose Put Back.")


def _named(photo: Photo) -> str:
    name = shown_path(photo.path.name)
    return f"{name} + RAW" if is_pair(photo) else name
