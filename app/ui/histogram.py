"""The histogram of a photo: brightness as a hill, the three colours as lines over it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.analysis.tones import Tones
from app.ui import wording
from app.ui.language import translate

_HEIGHT = 72
# Dark enough on a light window and light enough on a dark one.
_COLOURS = ("#d0605a", "#4f9d5d", "#5a86d0")


class Histogram(QWidget):
    """As wide as the panel; its ends are not counted into its height, as clipped skies would flatten all the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tones: Tones | None = None
        self.show_tones(None)

    def sizeHint(self) -> QSize:
        return QSize(216, _HEIGHT)

    def show_tones(self, tones: Tones | None) -> None:
        """Show the tones of a photo, or an empty field while they are not known."""
        self._tones = tones
        said = translate("Histogram", "Histogram") if tones is None else described(tones)
        self.setAccessibleName(said)
        self.setToolTip("" if tones is None else said)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self._faint(0.15), 1))
        painter.drawRoundedRect(area, 4, 4)
        if self._tones is not None:
            self._paint_tones(painter, area.adjusted(1, 4, -1, -1), self._tones)
        painter.end()

    def _paint_tones(self, painter: QPainter, area: QRectF, tones: Tones) -> None:
        colours = (tones.red, tones.green, tones.blue)
        most = max(float(shares[1:-1].max()) for shares in (tones.luma, *colours)) or 1.0
        hill = _line([float(share) / most for share in tones.luma], area)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._faint(0.3))
        painter.drawPolygon(QPolygonF([area.bottomLeft(), *hill, area.bottomRight()]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shares, colour in zip(colours, _COLOURS, strict=True):
            painter.setPen(QPen(QColor(colour), 1))
            painter.drawPolyline(QPolygonF(_line([float(share) / most for share in shares], area)))

    def _faint(self, strength: float) -> QColor:
        colour = self.palette().color(QPalette.ColorRole.Text)
        colour.setAlphaF(strength)
        return colour


def described(tones: Tones) -> str:
    """What a histogram is looked at for, in words."""
    said = translate("Histogram", "Histogram: {clipped} of the picture is clipped, {black} is black")
    return said.format(clipped=wording.share(tones.clipped), black=wording.share(tones.black))


def _line(shares: list[float], area: QRectF) -> list[QPointF]:
    step = area.width() / (len(shares) - 1)
    return [
        QPointF(area.left() + place * step, area.bottom() - area.height() * min(1.0, share))
        for place, share in enumerate(shares)
    ]
