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
_SEEN_BACK = 0.42  # opacity of a rejected frame
_STEPPED_BACK = 0.62  # opacity of the other frames of a decided series: done with, but not refused
_STAR = 13.0
_EDGE = 6.0
_MAT = 4.0
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
    selected: bool = False


@dataclass(frozen=True, slots=True)
class BandLook:
    """What is painted of one series.

    `shorter` are headlines for less room, the longest first. `folded`, its only frame lies on a stack of the others.
    """

    count: int
    headline: str
    note: str
    frames: Sequence[FrameLook]
    current: bool = False
    decided: bool = False
    folded: bool = False
    shorter: tuple[str, ...] = ()


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
            if look.folded:
                self._stack(painter, _lies(frame, _rect(cell)))
            self.paint_frame(painter, cell, frame, back=look.decided and not frame.chosen and not look.current)

    def paint_frame(self, painter: QPainter, cell: Box, frame: FrameLook, *, back: bool = False) -> None:
        """Paint one frame with its signs; `back` if it steps back behind others, as a rejected one always does."""
        rect = _lies(frame, _rect(cell))
        if frame.selected:
            self._card(painter, rect.adjusted(-_MAT, -_MAT, _MAT, _MAT), _faint(self._theme.quiet, 0.65))
        if frame.picture is None:
            self._card(painter, rect, QColor(self._theme.window))
        else:
            self._picture(painter, rect, frame.picture, _opacity(frame, back))
        if frame.best:
            self._outline(painter, rect, self._theme.best, 2.0, 0.0)
        if frame.current:
            self._outline(painter, rect, self._theme.focus, 2.0, 3.0)
        self._corners(painter, rect, frame)

    def _picture(self, painter: QPainter, rect: QRectF, picture: QPixmap, opacity: float) -> None:
        if opacity < 1:
            # What lies below must not shine through.
            self._card(painter, rect, QColor(self._theme.band))
        painter.setOpacity(opacity)
        painter.drawPixmap(rect.topLeft(), picture)
        painter.setOpacity(1.0)

    def _stack(self, painter: QPainter, rect: QRectF) -> None:
        """The edges of two more pictures, each a little smaller and further back."""
        for out, strength in ((2 * _EDGE, 0.3), (_EDGE, 0.55)):
            edge = rect.adjusted(2 * _EDGE, out, out, -out)
            self._card(painter, edge, QColor(self._theme.band))
            self._card(painter, edge.adjusted(0, 0, -1, 0), _faint(self._theme.quiet, strength))

    def _card(self, painter: QPainter, rect: QRectF, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, _CORNER, _CORNER)

    def _headline(self, painter: QPainter, band: Box, look: BandLook) -> None:
        painter.save()
        if look.decided and not look.current:
            painter.setOpacity(_QUIETER)
        left = band.x + 8
        if look.count > 1:
            left = self._badge(painter, left, band.y + 5, look) + 9
        painter.setFont(self._small)
        room = QRect(left, band.y + 5, band.x + band.width - 8 - left, 19)
        painter.setPen(QColor(self._theme.quiet))
        note_width = QFontMetrics(self._small).horizontalAdvance(look.note) + 12 if look.note else 0
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, vertical | Qt.AlignmentFlag.AlignRight, look.note)
        space = room.width() - note_width
        headline = self._fitting((look.headline, *look.shorter), space)
        painter.drawText(room, vertical | Qt.AlignmentFlag.AlignLeft, headline)
        painter.restore()

    def _fitting(self, texts: Sequence[str], space: int) -> str:
        """The first text that there is room for, or as much as can be of the last."""
        metrics = QFontMetrics(self._small)
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= space)
        return next(fitting, metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, space))

    def _badge(self, painter: QPainter, left: int, top: int, look: BandLook) -> int:
        """How many frames there are, and whether all are shown; returns its right edge."""
        text = str(look.count)
        wide = QFontMetrics(self._strong).horizontalAdvance(text)
        badge = QRect(left, top, wide + 28, 19)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(badge, 9, 9)
        ratio = painter.device().devicePixelRatioF()
        caret = Icon.FOLDED if look.folded else Icon.UNFOLDED
        painter.drawPixmap(QPointF(left + 6, top + 5), pixmap(caret, self._theme.text, 9, ratio))
        painter.setPen(QColor(self._theme.text))
        painter.setFont(self._strong)
        painter.drawText(badge.adjusted(19, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        return badge.right()

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
        if frame.selected:
            self._sign(painter, Icon.CHOSEN, DARK.focus, rect.topRight() + QPointF(-23, 27))
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


def _faint(colour: str, strength: float) -> QColor:
    made = QColor(colour)
    made.setAlphaF(strength)
    return made


def _lies(frame: FrameLook, cell: QRectF) -> QRectF:
    """Where a frame's picture lies in its cell; while there is none, it has all of it."""
    return cell if frame.picture is None else _placed(frame.picture, cell)


def _opacity(frame: FrameLook, back: bool) -> float:
    if frame.marks.flag is Flag.REJECT:
        return _SEEN_BACK
    return _STEPPED_BACK if back else 1.0


def _placed(picture: QPixmap, cell: QRectF) -> QRectF:
    """Where a picture stands in its cell: in the middle, in its own proportions, never enlarged."""
    size = picture.deviceIndependentSize()
    x = cell.left() + max(0.0, (cell.width() - size.width()) / 2)
    y = cell.top() + max(0.0, (cell.height() - size.height()) / 2)
    return QRectF(round(x), round(y), size.width(), size.height())
