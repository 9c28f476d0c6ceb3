"""What colour labels are called in sidecars: a set that a program comes with, or five words of one's own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.library.photo import Label
from app.library.xmp.label_texts import (
    BRIDGE_WORDS,
    LABELS,
    LIGHTROOM_WORDS,
    LONGEST,
    Fault,
    LabelTexts,
    Words,
    as_words,
    fault_of,
)
from app.ui import wording
from app.ui.choice_box import choice_box
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.parts import label

_SETS = (
    (LIGHTROOM_WORDS, QT_TRANSLATE_NOOP("LabelWords", "As Lightroom in English, and most programs")),
    (BRIDGE_WORDS, QT_TRANSLATE_NOOP("LabelWords", "As Bridge in English")),
    (None, QT_TRANSLATE_NOOP("LabelWords", "In my own words")),
)
_OWN = len(_SETS) - 1
_FAULTS = {
    Fault.EMPTY: QT_TRANSLATE_NOOP("LabelWords", "Every colour needs a word; the words of before stay."),
    Fault.SAME: QT_TRANSLATE_NOOP("LabelWords", "No two colours may have the same word; the words of before stay."),
    Fault.NOTHING: QT_TRANSLATE_NOOP(
        "LabelWords", "“None” stands for no label in other programs; the words of before stay."
    ),
    Fault.ODD: QT_TRANSLATE_NOOP(
        "LabelWords", "A word holds a character that cannot be seen; the words of before stay."
    ),
}
_WORDS = QT_TRANSLATE_NOOP(
    "LabelWords",
    "To other programs a label is a word. Lightroom and Bridge show its colour only if it is one of the words they use "
    "themselves, which differ by language; darktable knows the English ones alone. Words used here before are still "
    "understood, and replaced when marks are written; words of others stay.",
)


class LabelWords(QWidget):
    """A choice of sets, and a field for each colour; `chosen` carries LabelTexts, `edited` tells of
    every letter and choice.

    Words are taken when a field is left or Enter is pressed, and only if all five can be kept.
    """

    chosen = Signal(object)
    edited = Signal()

    def __init__(self, texts: LabelTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._texts = texts
        # A set that keys only pass by on their way to another has not been used.
        self._used = texts
        sets = (translate("LabelWords", text) for _, text in _SETS)
        self._set = choice_box(sets, translate("LabelWords", "What colour labels are called"))
        self._fields = [_field(one) for one in LABELS]
        self._fault = label(wrap=True)
        # Nothing moves when there is something to say.
        self._fault.setMinimumHeight(self.fontMetrics().lineSpacing())
        self._lay_out()
        place = next((place for place, (words, _) in enumerate(_SETS) if words == texts.words), _OWN)
        self._own = texts.words if place == _OWN else None
        self._set.setCurrentIndex(place)
        self._show(texts.words)
        self._set.activated.connect(self._on_set)
        for field in self._fields:
            field.textEdited.connect(self._on_edited)
            field.editingFinished.connect(self._on_finished)

    @property
    def fault(self) -> Fault | None:
        """Why what stands in the fields cannot be kept."""
        return fault_of(self._written())

    def show_fault(self) -> None:
        """Say why the words cannot be kept, or nothing if they can; the keys go to where it can be mended."""
        self._tell(self.fault)
        self._fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._set)
        line.addStretch(1)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (one, field) in enumerate(zip(LABELS, self._fields, strict=True)):
            caption = label(wording.label_name(one), "quiet")
            caption.setBuddy(field)
            grid.addWidget(caption, 0, place)
            grid.addWidget(field, 1, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(translate("LabelWords", "WORDS FOR COLOUR LABELS"), "heading"))
        column.addWidget(label(translate("LabelWords", _WORDS), "quiet", wrap=True))
        column.addLayout(line)
        column.addLayout(grid)
        column.addWidget(self._fault)

    def _show(self, words: Words) -> None:
        is_own = self._set.currentIndex() == _OWN
        for field, word in zip(self._fields, words, strict=True):
            field.setText(word)
            field.setEnabled(is_own)

    def _written(self) -> Words:
        return as_words([field.text() for field in self._fields])

    def _on_set(self, place: int) -> None:
        words = _SETS[place][0] or self._own or self._used.words
        self._show(words)
        self._tell(None)
        self._choose(words)
        self.edited.emit()
        if place == _OWN:
            self._fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self._fields[0].selectAll()

    def _on_edited(self) -> None:
        if self._fault.text():
            self._tell(self.fault)
        self.edited.emit()

    def _on_finished(self) -> None:
        words, fault = self._written(), self.fault
        self._tell(fault)
        if fault is None and self._set.currentIndex() == _OWN:
            self._own = words
            self._choose(words)
            self._used = self._texts

    def _choose(self, words: Words) -> None:
        if words != self._texts.words:
            self._texts = self._used.changed_to(words)
            self.chosen.emit(self._texts)

    def _tell(self, fault: Fault | None) -> None:
        self._fault.setText("" if fault is None else translate("LabelWords", _FAULTS[fault]))


def _field(colour: Label) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(LONGEST)
    field.setAccessibleName(wording.label_name(colour))
    return field
