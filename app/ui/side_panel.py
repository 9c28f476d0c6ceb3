"""The left panel: which series to show, how they are formed, and which model speaks."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from app.analysis.filters import Show
from app.analysis.grouping import GroupingSettings
from app.ui.commands import SHOW_KEYS, shown_key
from app.ui.elided_label import ElidedLabel
from app.ui.parts import button, label

# The stops of the time slider in seconds: fine where bursts differ, coarse where scenes do.
GAPS = (0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0)


class SidePanel(QWidget):
    """Filters and sliders; emits what a person chose."""

    show_chosen = Signal(object)
    settings_chosen = Signal(object)
    change_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(216)
        self._settings = GroupingSettings()
        self._buttons: dict[Show, QPushButton] = {}
        self._counts: dict[Show, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 16)
        column.setSpacing(2)
        column.addWidget(_heading("SHOW"))
        for choice, key in zip(Show, SHOW_KEYS, strict=True):
            column.addWidget(self._chooser(choice, key))
        column.addSpacing(16)
        column.addWidget(_heading("SERIES"))
        self._gap, self._gap_text = self._slider("Time gap", 0, len(GAPS) - 1, column)
        self._likeness, self._likeness_text = self._slider("Likeness", 0, 100, column)
        self._result = _quiet("")
        column.addWidget(self._result)
        column.addSpacing(16)
        column.addLayout(self._model_head())
        self._model, self._model_note = ElidedLabel(), _quiet("")
        self._model.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self._model)
        column.addWidget(self._model_note)
        column.addStretch(1)
        self._gap.valueChanged.connect(self._on_slider)
        self._likeness.valueChanged.connect(self._on_slider)
        self.show_settings(self._settings)
        self.show_choice(Show.ALL)

    def show_choice(self, choice: Show) -> None:
        """Mark one filter as the one in force."""
        for other, chooser in self._buttons.items():
            chooser.setChecked(other is choice)

    def show_counts(self, counts: dict[Show, int]) -> None:
        """Say how many series each filter would show."""
        for choice, number in counts.items():
            self._counts[choice].setText(f"{number:,}")

    def show_settings(self, settings: GroupingSettings) -> None:
        """Put the sliders where the settings are."""
        self._settings = settings
        nearest = min(range(len(GAPS)), key=lambda i: abs(GAPS[i] - settings.gap))
        for slider, value in ((self._gap, nearest), (self._likeness, round(settings.likeness * 100))):
            slider.blockSignals(True)
            slider.setValue(value)
            slider.blockSignals(False)
        self._gap_text.setText(f"{settings.gap:g} s")
        self._likeness_text.setText(f"{settings.likeness:.2f}")

    def show_result(self, text: str) -> None:
        """Say what the sliders lead to."""
        self._result.setText(text)

    def show_model(self, name: str, note: str) -> None:
        """Name the model that scores."""
        self._model.setText(name)
        self._model_note.setText(note)

    def _model_head(self) -> QHBoxLayout:
        change = button("Change…", "Choose, download or add models (Ctrl ,)", flat=True)
        change.clicked.connect(self._on_change)
        head = QHBoxLayout()
        head.addWidget(_heading("MODEL"), 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(change)
        return head

    def _chooser(self, choice: Show, key: str) -> QPushButton:
        """A button over the whole width with its count inside, so that both are marked as one."""
        chooser = button(choice.value, f"Show only these series ({shown_key(key)})", flat=True)
        chooser.setCheckable(True)
        chooser.clicked.connect(partial(self._on_choice, choice))
        count = label(kind="quiet")
        count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._buttons[choice], self._counts[choice] = chooser, count
        row = QHBoxLayout(chooser)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(count, alignment=Qt.AlignmentFlag.AlignRight)
        return chooser

    def _slider(self, title: str, low: int, high: int, column: QVBoxLayout) -> tuple[QSlider, QLabel]:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(low, high)
        slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        slider.setAccessibleName(title)
        name, value = label(title), label()
        name.setContentsMargins(8, 0, 0, 0)
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setContentsMargins(0, 0, 8, 0)
        row = QHBoxLayout()
        row.addWidget(name)
        row.addWidget(value)
        column.addLayout(row)
        inset = QHBoxLayout()
        inset.setContentsMargins(8, 0, 8, 4)
        inset.addWidget(slider)
        column.addLayout(inset)
        return slider, value

    def _on_choice(self, choice: Show, *_: object) -> None:
        self.show_choice(choice)
        self.show_chosen.emit(choice)

    def _on_change(self) -> None:
        self.change_clicked.emit()

    def _on_slider(self) -> None:
        chosen = GroupingSettings(GAPS[self._gap.value()], self._likeness.value() / 100, self._settings.window)
        self.show_settings(chosen)
        self.settings_chosen.emit(chosen)


def _heading(text: str) -> QLabel:
    made = label(text, "heading")
    made.setContentsMargins(8, 0, 0, 6)
    return made


def _quiet(text: str) -> QLabel:
    made = label(text, "quiet", wrap=True)
    made.setContentsMargins(8, 0, 8, 0)
    return made
