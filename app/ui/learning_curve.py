"""The curve of a model that learns."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.analysis.learning_events import CurvePoint
from app.ui import wording
from app.ui.language import translate

# However flat the curve is, this much agreement fills the height, lest noise look like mountains.
_LEAST_SPAN = 0.1
_DOT = 3.0


class LearningCurve(QWidget):
    """Agreement on series set aside, pass by pass; the height spans what has occurred, which is written beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._points: tuple[CurvePoint, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_points(())

    def sizeHint(self) -> QSize:
        letter = self.fontMetrics()
        return QSize(60 * letter.averageCharWidth(), 8 * letter.lineSpacing())

    def show_points(self, points: Sequence[CurvePoint]) -> None:
        """Show the curve so far; without a point there is nothing to see."""
        self._points = tuple(points)
        self.setVisible(bool(points))
        if points:
            self.setAccessibleName(caption(points[-1]))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points:
            return
        low, high = span(self._points)
        letter = self.fontMetrics()
        margin = letter.horizontalAdvance("100 % ")
        area = QRectF(self.rect()).adjusted(margin, letter.lineSpacing() * 2, -8, -letter.lineSpacing() * 0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        quiet, line = self._faint(0.65), self._faint(0.15)
        painter.setPen(quiet)
        painter.drawText(0, letter.ascent(), caption(self._points[-1]))
        for share in (low, high):
            y = _y(share, low, high, area)
            painter.setPen(quiet)
            painter.drawText(QPointF(0, y + letter.ascent() / 2 - 1), wording.share(share))
            painter.setPen(QPen(line, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        self._paint_curve(painter, [_place(point, low, high, area) for point in self._points])

    def _faint(self, strength: float) -> QColor:
        """The colour of text, of some strength only."""
        colour = self.palette().color(QPalette.ColorRole.Text)
        colour.setAlphaF(strength)
        return colour

    def _paint_curve(self, painter: QPainter, places: Sequence[QPointF]) -> None:
        text = self.palette().color(QPalette.ColorRole.Text)
        painter.setPen(QPen(text, 1.5))
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(text)
        painter.drawEllipse(places[-1], _DOT, _DOT)


def caption(last: CurvePoint) -> str:
    """Where the curve is, in words."""
    said = translate("LearningCurve", "Pass {step} of at most {steps}: agrees on {share} of pairs it was not taught")
    return said.format(step=last.step, steps=last.steps, share=wording.share(last.agreement))


def span(points: Sequence[CurvePoint]) -> tuple[float, float]:
    """The lowest and the highest agreement that the height shows."""
    low, high = (pick(point.agreement for point in points) for pick in (min, max))
    missing = max(0.0, _LEAST_SPAN - (high - low)) / 2
    return max(0.0, low - missing), min(1.0, high + missing)


def _y(share: float, low: float, high: float, area: QRectF) -> float:
    return area.bottom() - area.height() * (share - low) / (high - low)


def _place(point: CurvePoint, low: float, high: float, area: QRectF) -> QPointF:
    x = area.left() + area.width() * min(1.0, point.step / max(1, point.steps))
    return QPointF(x, _y(point.agreement, low, high, area))
