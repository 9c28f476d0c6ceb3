"""What is learnt from, in numbers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.analysis.learning_events import Material
from app.ui import wording
from app.ui.language import translate
from app.ui.parts import key_button, label


class LearningMaterial(QWidget):
    """Four figures, a sentence on how the marks were given, and a way to what was left out; hidden without numbers."""

    skipped_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._figures = {name: label(kind="figure") for name in ("series", "pairs", "photos", "folders")}
        self._names = {name: label(kind="quiet") for name in self._figures}
        self._marks = label(kind="quiet", wrap=True)
        self.button = key_button(
            tip=translate("LearningMaterial", "List the files that are not learnt from, each with its reason")
        )
        self.button.setObjectName("link")
        self.button.clicked.connect(self._on_skipped)
        figures = QHBoxLayout()
        figures.setSpacing(40)
        for name, figure in self._figures.items():
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(figure)
            column.addWidget(self._names[name])
            figures.addLayout(column)
        figures.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(figures)
        column.addWidget(self._marks)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.show_material(None)

    def show_material(self, material: Material | None) -> None:
        """Show the numbers, or nothing."""
        self.setVisible(material is not None)
        if material is None:
            return
        for name, number in zip(
            self._figures, (material.series, material.pairs, material.photos, material.folders), strict=True
        ):
            self._figures[name].setText(f"{number:,}")
        for name, words in named(material).items():
            self._names[name].setText(words)
        self._marks.setText(described(material))
        self.setAccessibleName(
            translate("LearningMaterial", "Learns from {series}").format(
                series=wording.count(material.series, "series", "series")
            )
        )
        self.setAccessibleDescription(self._marks.text())
        self.button.setText(
            translate("LearningMaterial", "{files} left out").format(files=wording.count(len(material.skipped), "file"))
        )
        self.button.setVisible(bool(material.skipped))

    def texts(self) -> list[QLabel]:
        """The labels, from top to bottom."""
        return [*self._figures.values(), self._marks]

    def _on_skipped(self) -> None:
        self.skipped_clicked.emit()


def named(material: Material) -> dict[str, str]:
    """What stands below each figure, by the figure's name."""
    return {
        "series": translate("LearningMaterial", "series"),
        "pairs": translate("LearningMaterial", "pair of frames")
        if material.pairs == 1
        else translate("LearningMaterial", "pairs of frames"),
        "photos": translate("LearningMaterial", "photo")
        if material.photos == 1
        else translate("LearningMaterial", "photos"),
        "folders": translate("LearningMaterial", "folder")
        if material.folders == 1
        else translate("LearningMaterial", "folders"),
    }


def described(material: Material) -> str:
    """How the marks were given, and what follows from that."""
    marks = wording.count(material.blind + material.shown, "mark")
    if not material.shown:
        return translate("LearningMaterial", "All {marks} were given before any score was shown.").format(marks=marks)
    if not material.blind:
        return translate(
            "LearningMaterial", "All {marks} may have been given beside scores, so they count less."
        ).format(marks=marks)
    said = translate(
        "LearningMaterial",
        "Of {marks} {blind} were given before any score was shown; the others may have been given beside scores and "
        "count less.",
    )
    return said.format(marks=marks, blind=f"{material.blind:,}")
