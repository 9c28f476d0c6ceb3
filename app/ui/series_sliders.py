"""The two sliders that form the series, and what they would lead to before it is done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from app.analysis.grouping import GroupingSettings
from app.ui import wording
from app.ui.language import translate
from app.ui.parts import label

# The stops of the time slider in seconds: fine where bursts differ, coarse where scenes do.
GAPS = (0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0)


class SeriesSliders(QWidget):
    """While a slider is held its settings are only shown; they are chosen when it is let go."""

    settings_previewed = Signal(object)
    settings_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._settings = self._chosen = GroupingSettings()
        self._text, self._count = "", 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._gap, self._gap_text = self._slider(translate("SeriesSliders", "Time gap"), len(GAPS) - 1, column)
        self._likeness, self._likeness_text = self._slider(translate("SeriesSliders", "Likeness"), 100, column)
        self._result = label(kind="quiet", wrap=True)
        self._result.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self._result)
        for slider in (self._gap, self._likeness):
            slider.valueChanged.connect(self._on_moved)
            slider.sliderReleased.connect(self._on_released)
        self.show_settings(self._settings)

    @property
    def result(self) -> str:
        """What is said below the sliders."""
        return self._result.text()

    def show_settings(self, settings: GroupingSettings) -> None:
        """Put the sliders where the settings are."""
        self._settings = self._chosen = settings
        nearest = min(range(len(GAPS)), key=lambda place: abs(GAPS[place] - settings.gap))
        for slider, value in ((self._gap, nearest), (self._likeness, round(settings.likeness * 100))):
            slider.blockSignals(True)
            slider.setValue(value)
            slider.blockSignals(False)
        self._show_numbers()

    def show_result(self, text: str) -> None:
        """Say what the settings in force lead to."""
        self._text = text
        self._result.setText(text)

    def show_count(self, count: int) -> None:
        """Know how many series there are, so that a preview can be compared with them."""
        self._count = count

    def show_preview(self, count: int) -> None:
        """Say how many series there would be; only while a slider is held."""
        if self._held():
            said = translate("SeriesSliders", "{now} → {then}")
            then = wording.count(count, "series", "series")
            self._result.setText(said.format(now=f"{self._count:,}", then=then))

    def _held(self) -> bool:
        return self._gap.isSliderDown() or self._likeness.isSliderDown()

    def _slider(self, title: str, high: int, column: QVBoxLayout) -> tuple[QSlider, QLabel]:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, high)
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

    def _show_numbers(self) -> None:
        self._gap_text.setText(translate("SeriesSliders", "{number} s").format(number=f"{self._settings.gap:g}"))
        self._likeness_text.setText(f"{self._settings.likeness:.2f}")

    def _on_moved(self) -> None:
        """A wheel or a click beside the handle chooses at once; nothing is let go then."""
        gap, likeness = GAPS[self._gap.value()], self._likeness.value() / 100
        self._settings = GroupingSettings(gap, likeness, self._chosen.window)
        self._show_numbers()
        if self._held():
            self.settings_previewed.emit(self._settings)
        else:
            self._choose()

    def _on_released(self) -> None:
        if self._settings != self._chosen:
            self._choose()
        else:
            self._result.setText(self._text)

    def _choose(self) -> None:
        self._chosen = self._settings
        self.settings_chosen.emit(self._chosen)
