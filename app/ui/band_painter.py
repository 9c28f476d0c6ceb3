"""Paints one series as a band: its ground, its headline, its frames and what is known of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPen, QPixmap

from app.library.photo import Flag, Label, Marks
from app.ui.band_layout import Box
from app.ui.icons import Icon, pixmap
from app.ui.theme import DARK, Theme

_CORNER = 4
_SEEN_BACK = 0.42  # opacity of what steps back: rejected frames, decided series
_STAR = 13.0
_QUIETER = 0.86  # opacity of a decided headline; any less could not be read
_CHIP = QColor(0, 0, 0, 190)


@dataclass(frozen=True, slots=True)
class FrameLook:
    """What is painted of one frame."""

    picture: QPixmap | None
    marks: Marks
    best: bool = False
    chosen: bool = False
    chance: str = ""
    current: bool = False
    badge: str = ""


@dataclass(frozen=True, slots=True)
class BandLook:
    """What is painted of one series."""

    count: int
    headline: str
    note: str
    frames: Sequence[FrameLook]
    current: bool = False
    decided: bool = False


class BandPainter:
    """Paints bands in the colours of a theme."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._font = QFont(font)
        self._font.setFeature(QFont.Tag("tnum"), 1)
        self._small = QFont(self._font)
        # A system may give its font in pixels; the info knows points in any case.
        self._small.setPointSizeF(QFontInfo(font).pointSizeF() * 0.9)
        self._strong = QFont(self._small)
        self._strong.setWeight(QFont.Weight.DemiBold)

    def paint(self, painter: QPainter, band: Box, cells: Sequence[Box], look: BandLook) -> None:
        """Paint a band and all its frames."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.quiet if look.current else self._theme.band), 1))
        painter.setBrush(QColor(self._theme.band))
        painter.drawRoundedRect(_rect(band).adjusted(0.5, 0.5, -0.5, -0.5), 2 * _CORNER, 2 * _CORNER)
        self._headline(painter, band, look)
        for cell, frame in zip(cells, look.frames, strict=True):
            self.paint_frame(painter, cell, frame, back=look.decided and not frame.chosen and not look.current)

    def paint_frame(self, painter: QPainter, cell: Box, frame: FrameLook, *, back: bool = False) -> None:
        """Paint one frame with its signs; `back` if it steps back behind others, as a rejected one always does."""
        rect = _rect(cell)
        if frame.picture is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.window))
            painter.drawRoundedRect(rect, _CORNER, _CORNER)
        else:
            painter.setOpacity(_SEEN_BACK if back or frame.marks.flag is Flag.REJECT else 1.0)
            rect = _placed(frame.picture, rect)
            painter.drawPixmap(rect.topLeft(), frame.picture)
            painter.setOpacity(1.0)
        if frame.best:
            self._outline(painter, rect, self._theme.best, 2.0, 0.0)
        if frame.current:
            self._outline(painter, rect, self._theme.focus, 2.0, 3.0)
        self._corners(painter, rect, frame)

    def _headline(self, painter: QPainter, band: Box, look: BandLook) -> None:
        painter.save()
        if look.decided and not look.current:
            painter.setOpacity(_QUIETER)
        metrics = QFontMetrics(self._strong)
        left = band.x + 8
        if look.count > 1:
            text = str(look.count)
            badge = QRect(left, band.y + 6, max(20, metrics.horizontalAdvance(text) + 12), 17)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.raised))
            painter.drawRoundedRect(badge, 8, 8)
            painter.setPen(QColor(self._theme.text))
            painter.setFont(self._strong)
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
            left = badge.right() + 9
        painter.setFont(self._small)
        room = QRect(left, band.y + 5, band.x + band.width - 8 - left, 19)
        painter.setPen(QColor(self._theme.quiet))
        note_width = QFontMetrics(self._small).horizontalAdvance(look.note) + 12 if look.note else 0
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, vertical | Qt.AlignmentFlag.AlignRight, look.note)
        space = room.width() - note_width
        headline = QFontMetrics(self._small).elidedText(look.headline, Qt.TextElideMode.ElideRight, space)
        painter.drawText(room, vertical | Qt.AlignmentFlag.AlignLeft, headline)
        painter.restore()

    def _outline(self, painter: QPainter, rect: QRectF, colour: str, width: float, out: float) -> None:
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), _CORNER, _CORNER)

    def _corners(self, painter: QPainter, rect: QRectF, frame: FrameLook) -> None:
        # Signs stand on a dark chip in both themes, and so have the bright colours in both.
        marks = frame.marks
        if frame.best:
            self._sign(painter, Icon.BEST, DARK.best, rect.topLeft() + QPointF(5, 5))
        if marks.flag is Flag.PICK:
            self._sign(painter, Icon.PICK, DARK.pick, rect.topRight() + QPointF(-23, 5))
        elif marks.flag is Flag.REJECT:
            self._sign(painter, Icon.REJECT, DARK.reject, rect.topRight() + QPointF(-23, 5))
        # Room for both signs is kept whether they are there or not, so that a mark never takes the badge away.
        if frame.badge and self._chip_width(frame.badge) + 2 * 27 <= rect.width():
            self._chip(painter, frame.badge, rect.topLeft() + QPointF(27, 5), from_right=False)
        chance = self._chip_width(frame.chance) if frame.chance else 0.0
        if frame.chance:
            self._chip(painter, frame.chance, rect.bottomRight() + QPointF(-5, -23), from_right=True)
        if marks.stars:
            beside = _STAR * marks.stars + 6 + chance + 14 <= rect.width()
            self._stars(painter, marks.stars, rect.bottomLeft() + QPointF(5, -23 if beside else -45), rect.width())
        if marks.label is not Label.NONE:
            self._label(painter, rect, marks.label)

    def _sign(self, painter: QPainter, icon: Icon, colour: str, at: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_CHIP)
        painter.drawRoundedRect(QRectF(at.x(), at.y(), 18, 18), _CORNER, _CORNER)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(at + QPointF(2, 2), pixmap(icon, colour, 14, ratio))

    def _chip(self, painter: QPainter, text: str, at: QPointF, *, from_right: bool) -> None:
        painter.setFont(self._small)
        width = self._chip_width(text)
        chip = QRectF(at.x() - width if from_right else at.x(), at.y(), width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_CHIP)
        painter.drawRoundedRect(chip, _CORNER, _CORNER)
        painter.setPen(QColor("#f0f0f0"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _chip_width(self, text: str) -> float:
        return QFontMetrics(self._small).horizontalAdvance(text) + 10

    def _stars(self, painter: QPainter, stars: int, at: QPointF, room: float) -> None:
        """As many stars as given, closer to each other where the picture is narrow."""
        step = min(_STAR, (room - 10 - 6 - 12) / max(1, stars - 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_CHIP)
        painter.drawRoundedRect(QRectF(at.x(), at.y(), step * (stars - 1) + 19, 18), _CORNER, _CORNER)
        ratio = painter.device().devicePixelRatioF()
        for n in range(stars):
            painter.drawPixmap(at + QPointF(3 + step * n, 3), pixmap(Icon.STAR, "#f0f0f0", 12, ratio))

    def _label(self, painter: QPainter, rect: QRectF, label: Label) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.labels[label - 1]))
        painter.drawRoundedRect(QRectF(rect.left(), rect.bottom() - 3, rect.width(), 5), 2, 2)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)


def _placed(picture: QPixmap, cell: QRectF) -> QRectF:
    """Where a picture stands in its cell: in the middle, in its own proportions, never enlarged."""
    size = picture.deviceIndependentSize()
    x = cell.left() + max(0.0, (cell.width() - size.width()) / 2)
    y = cell.top() + max(0.0, (cell.height() - size.height()) / 2)
    return QRectF(round(x), round(y), size.width(), size.height())
