"""The page of what is seldom changed about sidecars: their names, memory cards, and what colour labels are called."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.library.sidecar_choice import SidecarChoice
from app.library.xmp.label_texts import LabelTexts
from app.library.xmp.sidecar_names import Naming
from app.ui.choice_box import choice_box
from app.ui.label_words import LabelWords
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.overlay import Overlay
from app.ui.parts import key_button, label

_NAMES: Sequence[tuple[Naming | None, str]] = (
    (None, QT_TRANSLATE_NOOP("SidecarDetails", "As the program looks for them")),
    (Naming.SHORT, QT_TRANSLATE_NOOP("SidecarDetails", "IMG_1.xmp, as Lightroom and Capture One")),
    (Naming.LONG, QT_TRANSLATE_NOOP("SidecarDetails", "IMG_1.CR3.xmp, as darktable and digiKam")),
    (Naming.BOTH, QT_TRANSLATE_NOOP("SidecarDetails", "Both, IMG_1.xmp and IMG_1.CR3.xmp")),
)
_CARDS = (
    QT_TRANSLATE_NOOP("SidecarDetails", "Write nothing on memory cards"),
    QT_TRANSLATE_NOOP("SidecarDetails", "Write on memory cards too"),
)
_WIDTH = 720


class SidecarDetails(Overlay):
    """Lies over the settings; `chosen` carries a SidecarChoice at each change."""

    chosen = Signal(object)

    def __init__(self, choice: SidecarChoice, window: QWidget) -> None:
        super().__init__(window)
        self._title = translate("SidecarDetails", "More about sidecars")
        self.setAccessibleName(self._title)
        self._choice = choice
        self._is_warned = False
        names = (translate("SidecarDetails", text) for _, text in _NAMES)
        self._names = choice_box(names, translate("SidecarDetails", "Names of new sidecars"))
        cards = (translate("SidecarDetails", text) for text in _CARDS)
        self._cards = choice_box(cards, translate("SidecarDetails", "What happens on memory cards"))
        self._words = LabelWords(choice.texts)
        self._close = key_button(
            translate("SidecarDetails", "Close"), translate("SidecarDetails", "Back to the settings (Esc)")
        )
        self._names.setCurrentIndex([naming for naming, _ in _NAMES].index(choice.naming))
        self._cards.setCurrentIndex(int(choice.on_cards))
        self._lay_out()
        self._names.activated.connect(self._on_names)
        self._cards.activated.connect(self._on_cards)
        self._words.chosen.connect(self._on_texts)
        self._words.edited.connect(self._on_edited)
        self._close.clicked.connect(self.close)

    def first_focus(self) -> QWidget:
        return self._names

    def place_card(self) -> None:
        width = min(_WIDTH, self.width() - 48)
        self.centre(QSize(width, self.card.heightForWidth(width)), margin=16)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Words that cannot be kept hold the page open once, so that nobody leaves believing they were."""
        if self._words.fault is not None and not self._is_warned:
            self._is_warned = True
            self._words.show_fault()
            event.ignore()
            return
        super().closeEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(label(self._title, "figure"))
        column.addSpacing(4)
        for heading, box, words in (
            (
                translate("SidecarDetails", "NAMES OF NEW SIDECARS"),
                self._names,
                translate("SidecarDetails", "A sidecar that is there keeps its name."),
            ),
            (
                translate("SidecarDetails", "MEMORY CARDS"),
                self._cards,
                translate("SidecarDetails", "That is a DCIM folder and all below it."),
            ),
        ):
            column.addWidget(label(heading, "heading"))
            line = QHBoxLayout()
            line.setSpacing(16)
            line.addWidget(box)
            line.addWidget(label(words, "quiet", wrap=True), 1)
            column.addLayout(line)
            column.addSpacing(12)
        column.addWidget(self._words)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        column.addLayout(foot)

    def _on_names(self, place: int) -> None:
        self._choose(replace(self._choice, naming=_NAMES[place][0]))

    def _on_cards(self, place: int) -> None:
        self._choose(replace(self._choice, on_cards=bool(place)))

    def _on_texts(self, texts: LabelTexts) -> None:
        self._choose(replace(self._choice, texts=texts))

    def _on_edited(self) -> None:
        self._is_warned = False

    def _choose(self, choice: SidecarChoice) -> None:
        if choice != self._choice:
            self._choice = choice
            self.chosen.emit(choice)
