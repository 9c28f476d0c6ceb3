"""The series of the current photo as a strip of small pictures with rank and chance."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Photo, PhotoId
from app.ui import band_view
from app.ui.band_layout import Box
from app.ui.band_painter import BandPainter
from app.ui.language import translate
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails

_PICTURE = 72
_WORDS = 20
_SIDE, _TOP, _BOTTOM, _GAP = 16, 10, 6, 10
HEIGHT = _TOP + _PICTURE + _WORDS + _BOTTOM
# Two digits of rank beside a chance have room below even a narrow picture.
_LEAST, _MOST = 60, 190
_NOTCH = 120
# Pictures brought to the strip's size; a screen shows some thirty.
_KEPT = 120


@dataclass(frozen=True, slots=True)
class StripLayout:
    """Where the frames stand: their left edges and widths in logical pixels, and the width of all."""

    lefts: tuple[int, ...]
    widths: tuple[int, ...]

    @property
    def width(self) -> int:
        """From the first frame's margin to the last one's."""
        return self.lefts[-1] + self.widths[-1] + _SIDE if self.lefts else 0

    def visible(self, left: int, right: int) -> range:
        """The frames that are seen between two places."""
        first = bisect_right(self.lefts, left) - 1
        seen = 0 <= first < len(self.lefts) and self.lefts[first] + self.widths[first] > left
        return range(max(0, first if seen else first + 1), bisect_left(self.lefts, right))

    def at(self, x: int) -> int | None:
        """The frame at or nearest to a place; None where there are none."""
        if not self.lefts:
            return None
        before = max(0, bisect_right(self.lefts, x) - 1)
        gap = x - (self.lefts[before] + self.widths[before])
        return before + 1 if gap > _GAP / 2 and before + 1 < len(self.lefts) else before


def lay_out(aspects: Sequence[float]) -> StripLayout:
    """Frames side by side, each in its own proportions."""
    lefts, widths, x = [], [], _SIDE
    for aspect in aspects:
        width = max(_LEAST, min(_MOST, round(_PICTURE * aspect)))
        lefts.append(x)
        widths.append(width)
        x += width + _GAP
    return StripLayout(tuple(lefts), tuple(widths))


def scrolled_to(layout: StripLayout, frame: int, scroll: int, room: int) -> int:
    """The least scrolling after which a frame and a part of its neighbours can be seen."""
    if layout.width <= room:
        return 0
    ahead = _LEAST
    left, right = layout.lefts[frame] - ahead, layout.lefts[frame] + layout.widths[frame] + ahead
    scroll = max(min(scroll, left), right - room)
    return max(0, min(layout.width - room, scroll))


class FilmStrip(QWidget):
    """Paints the frames that are seen; a click goes to a frame. Its height never changes."""

    frame_clicked = Signal(object)

    def __init__(self, shoot: Shoot, thumbnails: Thumbnails, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shoot, self._thumbnails, self._theme = shoot, thumbnails, theme
        self._photo: PhotoId | None = None
        self._series: PhotoSeries | None = None
        self._layout = lay_out(())
        self._scroll = 0
        self._small: OrderedDict[tuple[bytes, int, float], QPixmap] = OrderedDict()
        self._wish = QTimer(self, singleShot=True, interval=30)
        self._wish.timeout.connect(self._wish_for_visible)
        self._set_fonts()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("FilmStrip", "Frames of the series"))
        thumbnails.arrived.connect(self._on_thumbnail)

    def _set_fonts(self) -> None:
        self._painter = BandPainter(self._theme, self.font())
        self._words = QFont(self.font())
        self._words.setFeature(QFont.Tag("tnum"), 1)
        self._words.setPointSizeF(QFontInfo(self.font()).pointSizeF() * 0.9)

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._set_fonts()
        self.update()

    def show_photo(self, photo: PhotoId | None) -> None:
        """Show the series of a photo, scrolled no further than needed to see it."""
        place = None if photo is None else self._shoot.series_of(photo)
        series = None if place is None else self._shoot.series[place]
        if series is None or self._series is None or series.frames != self._series.frames:
            self._scroll = 0
        self._photo, self._series = photo, series
        self._layout = lay_out(() if place is None else self._shoot.aspects(place))
        self._reveal()
        self.update()

    def rect_of(self, photo: PhotoId) -> QRect | None:
        """Where the picture of a frame stands in this widget."""
        if self._series is None or photo not in self._series.frames:
            return None
        at = self._series.frames.index(photo)
        return QRect(self._layout.lefts[at] - self._scroll, _TOP, self._layout.widths[at], _PICTURE)

    def _reveal(self) -> None:
        if self._series is not None and self._photo is not None:
            at = self._series.frames.index(self._photo)
            self._scroll = scrolled_to(self._layout, at, self._scroll, self.width())

    def _visible(self) -> range:
        return self._layout.visible(self._scroll, self._scroll + self.width())

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._scroll, 0)
        if self._series is not None and all(photo in self._shoot for photo in self._series.frames):
            self._paint_frames(painter, self._series)
        painter.end()

    def _paint_frames(self, painter: QPainter, series: PhotoSeries) -> None:
        best, ranking = self._shoot.best(series), self._shoot.ranking(series)
        ranks = {} if ranking is None else {frame: rank for rank, frame in enumerate(ranking.order, start=1)}
        for at in self._visible():
            look = band_view.frame_look(self._shoot, series, at, best, self._photo, self)
            cell = Box(self._layout.lefts[at], _TOP, self._layout.widths[at], _PICTURE)
            self._painter.paint_frame(painter, cell, replace(look, chance=""))
            if look.picture is None:
                self._wish.start()
            if look.chance:
                self._paint_words(painter, cell, str(ranks[at]), look.chance)

    def _paint_words(self, painter: QPainter, cell: Box, rank: str, chance: str) -> None:
        room = QRect(cell.x, cell.y + cell.height + 4, cell.width, _WORDS)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._words)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(room, vertical | Qt.AlignmentFlag.AlignLeft, rank)
        painter.setPen(QColor(self._theme.quiet))
        painter.drawText(room, vertical | Qt.AlignmentFlag.AlignRight, chance)

    def pixmap(self, photo: Photo) -> QPixmap | None:
        """The thumbnail at the size of the strip, if it is at hand."""
        found = self._thumbnails.pixmap(photo)
        if found is None:
            return None
        ratio = self.devicePixelRatioF()
        key = photo.digest, found.cacheKey(), ratio
        small = self._small.get(key) or self._reduced(found, ratio)
        self._small[key] = small
        self._small.move_to_end(key)
        while len(self._small) > _KEPT:
            self._small.popitem(last=False)
        return small

    def _reduced(self, found: QPixmap, ratio: float) -> QPixmap:
        bounds = QSize(round(_MOST * ratio), round(_PICTURE * ratio))
        smooth = Qt.TransformationMode.SmoothTransformation
        small = found.scaled(bounds, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        small.setDevicePixelRatio(ratio)
        return small

    def _wish_for_visible(self) -> None:
        """Ask for the pictures that are seen; those of the next frames too, for whoever steps on."""
        if self._series is None:
            return
        seen = self._visible()
        room = self.width()
        near = self._layout.visible(self._scroll - room, self._scroll + 2 * room)
        order = [*seen, *(at for at in near if at not in seen)]
        frames = self._series.frames
        self._thumbnails.wish([self._shoot.photo(frames[at]) for at in order if frames[at] in self._shoot])

    def _on_thumbnail(self, photo: object) -> None:
        if self._series is not None and photo in self._series.frames:
            self.update()

    # -- the mouse

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reveal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._layout.at(round(event.position().x()) + self._scroll)
        if self._series is not None and at is not None and event.button() is Qt.MouseButton.LeftButton:
            self.frame_clicked.emit(self._series.frames[at])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll along, by a wheel of either direction."""
        turned = event.angleDelta()
        way = turned.y() if abs(turned.y()) >= abs(turned.x()) else turned.x()
        most = max(0, self._layout.width - self.width())
        self._scroll = max(0, min(most, self._scroll - round(way * _LEAST / _NOTCH * 2)))
        self.update()
        event.accept()
