"""Paints one cell of the people-by-frames matrix."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap

from app.analysis.face_matrix import Cell, Fault
from app.ui.icons import Icon, pixmap
from app.ui.theme import DARK, Theme

_CORNER = 4.0
_CHIP = QColor(0, 0, 0, 190)
_SIGNS = {Fault.CLOSED: Icon.EYES_CLOSED, Fault.BLURRED: Icon.BLURRED}


class FacePainter:
    """Cells in the colours of a theme: what is wrong is a sign and a word, the worst of a person has a frame."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._small = QFont(font)
        self._small.setPointSizeF(max(7.0, font.pointSizeF() * 0.85))

    def paint_heading(self, painter: QPainter, rect: QRect, text: str, *, current: bool) -> None:
        """The number of a frame above its column."""
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.text if current else self._theme.quiet))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        if current:
            line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 2)
            painter.fillRect(line, QColor(self._theme.focus))

    def paint_empty(self, painter: QPainter, rect: QRect, text: str) -> None:
        """Somebody who is not seen in this frame."""
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.quiet))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def paint(self, painter: QPainter, rect: QRect, cell: Cell, picture: QPixmap | None, words: str) -> None:
        """A face with what is wrong with it; `words` say it."""
        room = QRectF(rect)
        if picture is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.ground))
            painter.drawRoundedRect(room, _CORNER, _CORNER)
        else:
            path = QPainterPath()
            path.addRoundedRect(room, _CORNER, _CORNER)
            painter.save()
            painter.setClipPath(path)
            painter.drawPixmap(room, picture, QRectF(picture.rect()))
            painter.restore()
        if cell.fault is not Fault.NONE:
            self._chip(painter, QPointF(room.left() + 4, room.bottom() - 22), words, _SIGNS[cell.fault], room.width())
        if not cell.sure:
            self._chip(painter, QPointF(room.left() + 4, room.top() + 4), "?", None, room.width())
        if cell.is_worst:
            painter.setPen(QPen(QColor(self._theme.reject), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), _CORNER, _CORNER)

    def paint_cursor(self, painter: QPainter, rect: QRect) -> None:
        """Where the keys are."""
        painter.setPen(QPen(QColor(self._theme.focus), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(-3, -3, 3, 3), _CORNER + 2, _CORNER + 2)

    def _chip(self, painter: QPainter, at: QPointF, text: str, sign: Icon | None, room: float) -> None:
        """A sign and a word on dark ground, in both themes; the word is cut where there is no room for it."""
        metrics = QFontMetrics(self._small)
        sign_width = 0 if sign is None else 18
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(room) - sign_width - 18)
        chip = QRectF(at.x(), at.y(), metrics.horizontalAdvance(shown) + sign_width + 10, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_CHIP)
        painter.drawRoundedRect(chip, _CORNER, _CORNER)
        if sign is not None:
            painter.drawPixmap(at + QPointF(4, 2), pixmap(sign, DARK.text, 14, painter.device().devicePixelRatioF()))
        painter.setFont(self._small)
        painter.setPen(QColor(DARK.text))
        painter.drawText(chip.adjusted(sign_width + 5, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)
