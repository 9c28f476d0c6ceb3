"""The left panel: which series to show, how they are formed, and which model speaks."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.analysis.filters import Filter, Show, preset
from app.analysis.grouping import GroupingSettings
from app.ui.commands import Command
from app.ui.elided_label import ElidedLabel
from app.ui.filter_panel import FilterPanel
from app.ui.key_tips import tell_key_of
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.parts import button, label, scrolling
from app.ui.series_sliders import SeriesSliders

_WIDTH = 224
_SHOWS = {
    Show.ALL: QT_TRANSLATE_NOOP("SidePanel", "All series"),
    Show.UNDECIDED: QT_TRANSLATE_NOOP("SidePanel", "Undecided"),
    Show.PICKS: QT_TRANSLATE_NOOP("SidePanel", "Picks"),
    Show.REJECTS: QT_TRANSLATE_NOOP("SidePanel", "Rejects"),
    Show.TOO_CLOSE: QT_TRANSLATE_NOOP("SidePanel", "Too close to call"),
    Show.BRACKETS: QT_TRANSLATE_NOOP("SidePanel", "Brackets"),
}


class SidePanel(QWidget):
    """Filters and sliders; emits what a person chose.

    `show_chosen` carries one of the six choices, `filter_chosen` any Filter; while a slider is held
    `settings_previewed` carries what `settings_chosen` would if it were let go.
    """

    show_chosen = Signal(object)
    filter_chosen = Signal(object)
    settings_previewed = Signal(object)
    settings_chosen = Signal(object)
    change_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self._buttons: dict[Show, QPushButton] = {}
        self._counts: dict[Show, QLabel] = {}
        self._filters, self._sliders = FilterPanel(), SeriesSliders()
        self._model, self._model_note = ElidedLabel(), _quiet("")
        self._lay_out()
        self._filters.filter_chosen.connect(self._on_filter)
        self._sliders.settings_previewed.connect(self.settings_previewed)
        self._sliders.settings_chosen.connect(self.settings_chosen)
        self.show_choice(Show.ALL)

    def show_choice(self, choice: Show) -> None:
        """Mark one of the six choices as the one in force."""
        self.show_filter(choice.filter)

    def show_filter(self, shown: Filter) -> None:
        """Show the filter in force, and mark the choice it is, if it is one."""
        self._filters.show_filter(shown)
        choice = preset(shown)
        for other, chooser in self._buttons.items():
            chooser.setChecked(other is choice)

    def show_cameras(self, cameras: Sequence[str]) -> None:
        """Offer these cameras to choose among."""
        self._filters.show_cameras(cameras)

    def commands(self) -> tuple[Command, ...]:
        """What people do in the panel by a key."""
        title = QT_TRANSLATE_NOOP("Commands", "Find words in file names and keywords")
        return (Command("find", "Show", title, ("Ctrl+F",), self.write_text),)

    def write_text(self) -> None:
        """Let somebody write what to look for, also where the panel is folded away."""
        self.show()
        self._filters.write_text()

    def offer_eyes(self, offered: bool) -> None:
        """Let people ask for closed eyes, as long as somebody looks for faces."""
        self._filters.offer_eyes(offered)

    def show_counts(self, counts: dict[Show, int]) -> None:
        """Say how many series each choice would show."""
        for choice, number in counts.items():
            self._counts[choice].setText(f"{number:,}")
        self._sliders.show_count(counts.get(Show.ALL, 0))

    def show_settings(self, settings: GroupingSettings) -> None:
        """Put the sliders where the settings are."""
        self._sliders.show_settings(settings)

    def show_result(self, text: str) -> None:
        """Say what the sliders lead to."""
        self._sliders.show_result(text)

    def show_preview(self, count: int) -> None:
        """Say how many series the settings last previewed would make."""
        self._sliders.show_preview(count)

    def show_model(self, name: str, note: str) -> None:
        """Name the model that scores."""
        self._model.setText(name)
        self._model_note.setText(note)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("bare")
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 16, 8, 16)
        column.setSpacing(2)
        column.addWidget(_heading(translate("SidePanel", "SHOW")))
        for choice in Show:
            column.addWidget(self._chooser(choice))
        column.addSpacing(10)
        column.addWidget(self._filters)
        column.addSpacing(16)
        column.addWidget(_heading(translate("SidePanel", "SERIES")))
        column.addWidget(self._sliders)
        column.addSpacing(16)
        column.addLayout(self._model_head())
        self._model.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self._model)
        column.addWidget(self._model_note)
        column.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolling(inside))

    def _model_head(self) -> QHBoxLayout:
        tip = translate("SidePanel", "Choose, download or add models")
        change = button(translate("SidePanel", "Change…"), tip, flat=True)
        tell_key_of("settings", change)
        change.clicked.connect(self._on_change)
        head = QHBoxLayout()
        head.addWidget(_heading(translate("SidePanel", "MODEL")), 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(change)
        return head

    def _chooser(self, choice: Show) -> QPushButton:
        """A button over the whole width with its count inside, so that both are marked as one."""
        tip = translate("SidePanel", "Show only these series")
        chooser = button(translate("SidePanel", _SHOWS[choice]), tip, flat=True)
        tell_key_of(f"show-{choice.name.lower()}", chooser)
        chooser.setCheckable(True)
        chooser.clicked.connect(partial(self._on_choice, choice))
        count = label(kind="quiet")
        count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._buttons[choice], self._counts[choice] = chooser, count
        row = QHBoxLayout(chooser)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(count, alignment=Qt.AlignmentFlag.AlignRight)
        return chooser

    def _on_choice(self, choice: Show, *_: object) -> None:
        self.show_choice(choice)
        self.show_chosen.emit(choice)

    def _on_filter(self, chosen: Filter) -> None:
        self.show_filter(chosen)
        self.filter_chosen.emit(chosen)

    def _on_change(self) -> None:
        self.change_clicked.emit()


def _heading(text: str) -> QLabel:
    made = label(text, "heading")
    made.setContentsMargins(8, 0, 0, 6)
    return made


def _quiet(text: str) -> QLabel:
    made = label(text, "quiet", wrap=True)
    made.setContentsMargins(8, 0, 8, 0)
    return made
