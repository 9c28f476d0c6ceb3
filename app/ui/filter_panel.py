"""The filters, axis by axis; what a person chooses comes out as one plain value."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.analysis.filters import Filter, Sort
from app.analysis.series import SeriesKind
from app.library.photo import Flag, Label
from app.ui import wording
from app.ui.chips import ChipFace, Chips, ChoiceButton, LeastStars
from app.ui.icons import Icon
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.parts import button, label
from app.ui.theme import DARK

# Between two letters of somebody who writes; every stop in between would filter for nothing.
_WRITING_MS = 200
_KINDS = {
    SeriesKind.BURST: QT_TRANSLATE_NOOP("FilterPanel", "Bursts"),
    SeriesKind.BRACKET: QT_TRANSLATE_NOOP("FilterPanel", "Brackets"),
    SeriesKind.SINGLE: QT_TRANSLATE_NOOP("FilterPanel", "Singles"),
}
_SORTS = {
    Sort.TIME: QT_TRANSLATE_NOOP("FilterPanel", "By time"),
    Sort.NAME: QT_TRANSLATE_NOOP("FilterPanel", "By name"),
    Sort.SCORE: QT_TRANSLATE_NOOP("FilterPanel", "Best score first"),
    Sort.MARGIN: QT_TRANSLATE_NOOP("FilterPanel", "Closest first"),
}
_OPEN, _CLOSE, _EYES = "unreviewed", "close", "eyes"


class FilterPanel(QWidget):
    """Shows one `Filter` and emits the next; it takes no keys but those written into its field."""

    filter_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._filter = Filter()
        self._cameras: tuple[str, ...] = ("",)
        self._text = _field()
        self._states, self._kinds, self._flags, self._labels = _states(), _kinds(), _flags(), _labels()
        self._eyes, self._offers_eyes = _eyes(), False
        stars = [_at_least(number) for number in range(1, 6)]
        self._stars = LeastStars(translate("FilterPanel", "At least"), stars)
        self._camera: ChoiceButton[str] = ChoiceButton(translate("FilterPanel", "Cameras"), several=True)
        self._sort: ChoiceButton[Sort] = ChoiceButton(translate("FilterPanel", "Order"))
        self._sort.show_choices([(sort, translate("FilterPanel", text)) for sort, text in _SORTS.items()])
        self._clear = button(translate("FilterPanel", "Clear"), translate("FilterPanel", "Show all series"), flat=True)
        self._writing = QTimer(self, singleShot=True, interval=_WRITING_MS)
        self._lay_out()
        self._connect()
        self.show_cameras(())
        self.show_filter(self._filter)

    @property
    def filter(self) -> Filter:
        """What is shown as chosen."""
        return self._filter

    def show_filter(self, shown: Filter) -> None:
        """Put every switch where the filter is; chooses nothing."""
        self._filter = shown
        self._writing.stop()
        if self._text.text() != shown.text:
            self._text.setText(shown.text)
        pairs = ((shown.unreviewed, _OPEN), (shown.too_close, _CLOSE))
        self._states.show_values(frozenset(name for on, name in pairs if on))
        self._eyes.show_values(frozenset({_EYES}) if shown.eyes_closed else frozenset())
        self._show_eyes()
        self._kinds.show_values(shown.kinds)
        self._flags.show_values(shown.flags)
        self._labels.show_values(shown.labels)
        self._stars.show_least(shown.least_stars)
        self._sort.show_values(frozenset({shown.sort}), translate("FilterPanel", _SORTS[shown.sort]))
        self._camera.show_values(shown.cameras, self._said_cameras(shown.cameras))
        self._clear.setVisible(shown.hides)

    def offer_eyes(self, offered: bool) -> None:
        """Offer closed eyes, as soon as somebody looks for faces."""
        self._offers_eyes = offered
        self._show_eyes()

    def _show_eyes(self) -> None:
        # What is in force can always be seen and taken away.
        self._eyes.setVisible(self._offers_eyes or self._filter.eyes_closed)

    def write_text(self) -> None:
        """Let somebody write into the field; what stands there is replaced."""
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._text.selectAll()

    def show_cameras(self, cameras: Sequence[str]) -> None:
        """Offer these cameras; a shoot by one camera needs no choice among them."""
        if tuple(cameras) == self._cameras:
            return
        self._cameras = tuple(cameras)
        self._camera.show_choices([(name, name) for name in cameras])
        self._camera.setVisible(len(cameras) > 1)
        self._camera.show_values(self._filter.cameras, self._said_cameras(self._filter.cameras))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc end the writing and give the keys back to the view; Esc forgets the text, too."""
        if watched is self._text and isinstance(event, QKeyEvent) and event.key() in _ENDS:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self._text.clear()
                self._on_written()
                self._text.clearFocus()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        heading = label(translate("FilterPanel", "FILTER"), "heading")
        heading.setContentsMargins(8, 0, 0, 0)
        head.addWidget(heading, 1)
        head.addWidget(self._clear)
        policy = self._clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._clear.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(_inset(self._text))
        for row in (self._states, self._eyes, self._kinds, self._flags, self._stars, self._labels):
            column.addWidget(row)
        for choice in (self._camera, self._sort):
            column.addLayout(_inset(choice))

    def _connect(self) -> None:
        self._text.installEventFilter(self)
        self._text.textEdited.connect(self._writing.start)
        self._writing.timeout.connect(self._on_written)
        self._states.chosen.connect(self._on_states)
        self._eyes.chosen.connect(lambda eyes: self._choose(eyes_closed=bool(eyes)))
        self._kinds.chosen.connect(lambda kinds: self._choose(kinds=kinds))
        self._flags.chosen.connect(lambda flags: self._choose(flags=flags))
        self._labels.chosen.connect(lambda labels: self._choose(labels=labels))
        self._stars.chosen.connect(lambda least: self._choose(least_stars=least))
        self._camera.chosen.connect(lambda cameras: self._choose(cameras=cameras))
        self._sort.chosen.connect(lambda sorts: self._choose(sort=next(iter(sorts))))
        self._clear.clicked.connect(self._on_clear)

    def _choose(self, **axes: Any) -> None:
        chosen = replace(self._filter, **axes)
        self.show_filter(chosen)
        self.filter_chosen.emit(chosen)

    def _on_written(self) -> None:
        self._writing.stop()
        if self._text.text() != self._filter.text:
            self._choose(text=self._text.text())

    def _on_states(self, states: frozenset[str]) -> None:
        self._choose(unreviewed=_OPEN in states, too_close=_CLOSE in states)

    def _on_clear(self) -> None:
        chosen = Filter(sort=self._filter.sort)
        self.show_filter(chosen)
        self.filter_chosen.emit(chosen)

    def _said_cameras(self, chosen: frozenset[str]) -> str:
        if not chosen:
            return translate("FilterPanel", "All cameras")
        return next(iter(chosen)) if len(chosen) == 1 else wording.count(len(chosen), "camera")


_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}


def _field() -> QLineEdit:
    field = QLineEdit()
    name = translate("FilterPanel", "File name or keyword")
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setToolTip(translate("FilterPanel", "Shows only series with a photo that has each of these words"))
    field.setClearButtonEnabled(True)
    field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return field


def _states() -> Chips[str]:
    unreviewed, close = translate("FilterPanel", "Unreviewed"), translate("FilterPanel", "Too close")
    first = ChipFace(_OPEN, translate("FilterPanel", "Only series without a decision"), unreviewed)
    return Chips("", [first, ChipFace(_CLOSE, translate("FilterPanel", "Only series too close to call"), close)])


def _eyes() -> Chips[str]:
    text, name = (
        translate("FilterPanel", "Eyes closed"),
        translate("FilterPanel", "Only where somebody has closed eyes"),
    )
    return Chips("", [ChipFace(_EYES, name, text)])


def _kinds() -> Chips[SeriesKind]:
    names = {kind: translate("FilterPanel", text) for kind, text in _KINDS.items()}
    return Chips("", [ChipFace(kind, name, name) for kind, name in names.items()])


def _flags() -> Chips[Flag]:
    faces = [
        ChipFace(Flag.PICK, translate("FilterPanel", "Picked"), sign=Icon.PICK),
        ChipFace(Flag.NONE, translate("FilterPanel", "Neither picked nor rejected"), sign=Icon.NO_FLAG),
        ChipFace(Flag.REJECT, translate("FilterPanel", "Rejected"), sign=Icon.REJECT),
    ]
    return Chips(translate("FilterPanel", "Flag"), faces)


def _labels() -> Chips[Label]:
    """Each has its first letter, as a colour alone says nothing to many eyes."""
    names = {one: wording.label_name(one) for one in Label if one is not Label.NONE}
    faces: list[ChipFace[Label]] = [
        ChipFace(one, name, name[0], colour=DARK.labels[one - 1]) for one, name in names.items()
    ]
    return Chips(translate("FilterPanel", "Label"), faces)


def _at_least(number: int) -> str:
    return translate("FilterPanel", "At least {stars}").format(stars=wording.count(number, "star"))


def _inset(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(8, 0, 8, 0)
    row.addWidget(part)
    return row
