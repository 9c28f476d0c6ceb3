"""The first page: what Burstpick is, that all of it is local, and what could be downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui import wording
from app.ui.language import translate
from app.ui.overlay import Overlay
from app.ui.parts import key_button, label

_WIDTH, _MARGIN = 620, 32


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that could be downloaded; `about` says in a few words what for, `size` is in bytes or 0."""

    name: str
    about: str
    size: int = 0


class WelcomePage(Overlay):
    """Lies over the window once, and whenever it is asked for; a folder may be dropped on it."""

    open_clicked = Signal()
    demo_clicked = Signal()
    models_clicked = Signal()

    def __init__(self, offers: Sequence[Offer], window: QWidget, *, demo: bool = True) -> None:
        super().__init__(window)
        self.setAccessibleName(translate("WelcomePage", "What Burstpick is"))
        self._open = key_button(translate("WelcomePage", "Open a folder…"))
        self._demo = key_button(translate("WelcomePage", "Look at the demo shoot"))
        self._models = key_button(translate("WelcomePage", "Models…"))
        self._close = key_button(translate("WelcomePage", "Close"), translate("WelcomePage", "Close this page (Esc)"))
        if not demo:
            self._demo.hide()
        column = QVBoxLayout(self.card)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 24)
        column.setSpacing(8)
        column.addWidget(label("Burstpick", "figure"))
        for sentence in _what_it_is():
            column.addWidget(_text(sentence))
        _add_heading(column, translate("WelcomePage", "WHAT STAYS HERE"))
        column.addWidget(_text(_what_is_local()))
        _add_heading(column, translate("WelcomePage", "WHAT COULD BE DOWNLOADED, ONLY WHEN YOU ASK FOR IT"))
        if offers:
            column.addLayout(_offers(offers))
        else:
            column.addWidget(_text(_nothing()))
        column.addSpacing(24)
        column.addLayout(self._foot(bool(offers)))
        dropped = translate("WelcomePage", "You can also drop a folder anywhere on the window.")
        column.addSpacing(8)
        column.addWidget(label(dropped, "quiet", wrap=True))
        self._connect()

    def first_focus(self) -> QWidget:
        return self._open

    def place_card(self) -> None:
        width = min(_WIDTH, self.width() - 32)
        layout = self.card.layout()
        # The line around the card takes of its width, of which the layout knows nothing beforehand.
        height = layout.heightForWidth(width - 4) + 4 if layout is not None else 0
        self.centre(QSize(width, height), margin=8)

    def _foot(self, has_offers: bool) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for one in (self._open, self._demo, self._models):
            foot.addWidget(one)
        if not has_offers:
            self._models.hide()
        foot.addStretch(1)
        foot.addWidget(self._close)
        return foot

    def _connect(self) -> None:
        for one, signal in (
            (self._open, self.open_clicked),
            (self._demo, self.demo_clicked),
            (self._models, self.models_clicked),
        ):
            one.clicked.connect(self.close)
            one.clicked.connect(signal)
        self._close.clicked.connect(self.close)


def _what_it_is() -> tuple[str, ...]:
    return (
        translate("WelcomePage", "Finds the series in a shoot: bursts, brackets, and takes of the same view."),
        translate("WelcomePage", "Ranks the frames of each, says how sure it is, and says so where it is too close."),
        translate("WelcomePage", "You decide, by keys; hold ? to see them all. Your photos are only read."),
    )


def _what_is_local() -> str:
    return translate(
        "WelcomePage",
        "Everything: photos, marks, and what is learnt from them. Nothing is sent anywhere and no account is needed.",
    )


def _nothing() -> str:
    return translate("WelcomePage", "Nothing more: everything is here.")


def _text(sentence: str) -> QLabel:
    return label(sentence, wrap=True)


def _add_heading(column: QVBoxLayout, title: str) -> None:
    column.addSpacing(16)
    column.addWidget(label(title, "heading", wrap=True))


def _offers(offers: Sequence[Offer]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for row, offer in enumerate(offers):
        size = label(wording.size(offer.size) if offer.size else "", "quiet")
        for column, part in enumerate((label(offer.name), label(offer.about, "quiet", wrap=True), size)):
            grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop if column != 1 else Qt.AlignmentFlag(0))
    grid.setColumnStretch(1, 1)
    return grid
