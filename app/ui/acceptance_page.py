"""Accepting all sure suggestions at once: what would happen, before it happens."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from app.analysis.bulk_accept import AcceptancePlan, Why
from app.analysis.shoot import Shoot
from app.library.shown_path import shown_path
from app.ui import wording
from app.ui.frame_list import FrameList
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.overlay import Overlay
from app.ui.parts import key_button, label
from app.ui.thumbnails import Thumbnails

_LEAST, _MOST, _FIRST = 50, 99, 80
_NOUNS = {Why.SINGLE: "single", Why.BRACKET: "bracket"}
_WHYS = {
    Why.DECIDED: QT_TRANSLATE_NOOP("AcceptancePage", "{n} decided already"),
    Why.HIDDEN: QT_TRANSLATE_NOOP("AcceptancePage", "{n} kept back in blind mode"),
    Why.NOT_SCORED: QT_TRANSLATE_NOOP("AcceptancePage", "{n} not scored yet"),
    Why.TOO_CLOSE: QT_TRANSLATE_NOOP("AcceptancePage", "{n} too close to call"),
    Why.LESS_SURE: QT_TRANSLATE_NOOP("AcceptancePage", "{n} less sure"),
}


class AcceptancePage(Overlay):
    """Shows the frames that would be picked for a least chance, and how many series stay as they are and why.

    `plan` makes a plan for a least chance, 0 to 1; `accept` carries one out.
    """

    def __init__(
        self,
        shoot: Shoot,
        thumbnails: Thumbnails,
        plan: Callable[[float], AcceptancePlan],
        accept: Callable[[AcceptancePlan], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.setAccessibleName(translate("AcceptancePage", "Accept all sure suggestions"))
        self._shoot, self._make_plan, self._accept = shoot, plan, accept
        self._plan = AcceptancePlan((), ())
        self._least = QSlider(Qt.Orientation.Horizontal)
        self._least.setRange(_LEAST, _MOST)
        self._least.setAccessibleName(translate("AcceptancePage", "Least chance to be the best"))
        self._said, self._left = label(kind="strong"), label(kind="quiet", wrap=True)
        self._frames = FrameList(thumbnails, translate("AcceptancePage", "Frames that would be picked"))
        self._do = key_button(
            "", translate("AcceptancePage", "Pick these frames, as one step that can be undone (Enter)")
        )
        self._cancel = key_button(
            translate("AcceptancePage", "Cancel"), translate("AcceptancePage", "Change nothing (Esc)")
        )
        self._lay_out()
        self._least.valueChanged.connect(self._on_least)
        self._do.clicked.connect(self._on_accepted)
        self._cancel.clicked.connect(self.close)
        self._least.setValue(_FIRST)

    def first_focus(self) -> QWidget:
        return self._do if self._do.isEnabled() else self._cancel

    def place_card(self) -> None:
        self.centre(QSize(720, 560), margin=24)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._do)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(label(translate("AcceptancePage", "Accept all sure suggestions"), "figure"))
        column.addWidget(self._said)
        column.addWidget(self._least)
        column.addWidget(self._frames, 1)
        column.addWidget(self._left)
        column.addLayout(foot)

    def _on_least(self, least: int) -> None:
        self._plan = self._make_plan(least / 100)
        number = len(self._plan.accepted)
        said = translate("AcceptancePage", "Best shots with a chance of at least {chance}")
        self._said.setText(said.format(chance=wording.share(least / 100)))
        self._do.setText(translate("AcceptancePage", "Pick {frames}").format(frames=wording.count(number, "frame")))
        self._do.setEnabled(bool(number))
        left = [_left(why, number) for why, number in self._plan.reasons.items()]
        stay = translate("AcceptancePage", "Stay as they are: {series}.").format(series=", ".join(left))
        self._left.setText(stay if left else "")
        self._show_frames()

    def _show_frames(self) -> None:
        self._frames.empty()
        for one in self._plan.accepted:
            photo = self._shoot.photo(one.photo)
            self._frames.add(photo, f"{wording.percent(one.chance)}  {shown_path(photo.path.name)}")

    def _on_accepted(self) -> None:
        self.close()
        self._accept(self._plan)


def _left(why: Why, number: int) -> str:
    if why in _NOUNS:
        return wording.count(number, _NOUNS[why])
    return translate("AcceptancePage", _WHYS[why]).format(n=number)
