"""What is learnt from, in numbers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.analysis.learning_events import Material
from app.ui import wording
from app.ui.parts import key_button, label


class LearningMaterial(QWidget):
    """Four figures, a sentence on how the marks were given, and a way to what was left out; hidden without numbers."""

    skipped_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._figures = {name: label(kind="figure") for name in ("series", "pairs", "photos", "folders")}
        self._names = {name: label(name, "quiet") for name in self._figures}
        self._marks = label(kind="quiet", wrap=True)
        self.button = key_button(tip="List the files that are not learnt from, each with its reason")
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
        self._names["pairs"].setText("pair of frames" if material.pairs == 1 else "pairs of frames")
        self._names["photos"].setText("photo" if material.photos == 1 else "photos")
        self._names["folders"].setText("folder" if material.folders == 1 else "folders")
        self._marks.setText(described(material))
        self.setAccessibleName(f"Learns from {wording.count(material.series, 'series', 'series')}")
        self.setAccessibleDescription(self._marks.text())
        self.button.setText(f"{wording.count(len(material.skipped), 'file')} left out")
        self.button.setVisible(bool(material.skipped))

    def texts(self) -> list[QLabel]:
        """The labels, from top to bottom."""
        return [*self._figures.values(), self._marks]

    def _on_skipped(self) -> None:
        self.skipped_clicked.emit()


def described(material: Material) -> str:
    """How the marks were given, and what follows from that."""
    marks = material.blind + material.shown
    if not material.shown:
        return f"All {wording.count(marks, 'mark')} were given before any score was shown."
    if not material.blind:
        return f"All {wording.count(marks, 'mark')} may have been given beside scores, so they count less."
    return (
        f"Of {wording.count(marks, 'mark')} {material.blind:,} were given before any score was shown; "
        "the others may have been given beside scores and count less."
    )
