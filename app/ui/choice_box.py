"""A box of choices whose arrow is drawn in the colours of the theme."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox

# The style sheet keeps this much free on the right, as it can draw no arrow but from a file.
_ROOM = 20


class ChoiceBox(QComboBox):
    """A combo box with a flat arrow."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() - _ROOM / 2 - 1, self.height() / 2)
        corners = (QPointF(-4, -2), QPointF(0, 2), QPointF(4, -2))
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1.5, c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF([middle + one for one in corners]))
        painter.end()


def choice_box(texts: Iterable[str], name: str) -> ChoiceBox:
    """A box of these texts; `name` is what it is called where it is not seen."""
    box = ChoiceBox()
    box.addItems(list(texts))
    for part in (box, box.view()):
        part.setAccessibleName(name)
    return box
