"""What learning needs, what there is of it, and how long it takes, before it begins."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui import wording
from app.ui.language import translate
from app.ui.parts import label

# The least that the trainer takes; from then on more marks mean more than anything else.
_FEWEST, _GOOD = 30, 200


class LearningNeeds(QWidget):
    """A figure and three sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._figure, self._name = label(kind="figure"), label(kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._figure)
        head.addWidget(self._name)
        column.addLayout(head)
        for sentence in _sentences():
            column.addWidget(label(sentence, "quiet", wrap=True))
        self.show_judged(None)

    def show_judged(self, photos: int | None) -> None:
        """Say how many photos were picked, rejected or given stars; None while nobody knows."""
        for part in (self._figure, self._name):
            part.setVisible(photos is not None)
        self._figure.setText(f"{photos or 0:,}")
        said = translate("LearningNeeds", "photo picked, rejected or given stars so far, in all folders")
        more = translate("LearningNeeds", "photos picked, rejected or given stars so far, in all folders")
        self._name.setText(said if photos == 1 else more)


def _sentences() -> tuple[str, ...]:
    needs = translate("LearningNeeds", "It needs {few} in which your marks tell frames apart, and {good} are better.")
    takes = translate("LearningNeeds", "{good} take some minutes, while you go on; it can be stopped any time.")
    counts = translate("LearningNeeds", "Marks given in blind mode, before any score was shown, count most.")
    few, good = (wording.count(number, "series") for number in (_FEWEST, _GOOD))
    return needs.format(few=few, good=good), takes.format(good=good), counts
