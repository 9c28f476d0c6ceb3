"""The grid: every series as a band, painted only where it is seen."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from app.analysis.filters import place_among
from app.analysis.shoot import Shoot
from app.library.photo import Photo, PhotoId
from app.ui import band_view
from app.ui.band_layout import BandLayout, Box, Hit, Metrics
from app.ui.band_painter import BandPainter
from app.ui.language import translate
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails

_NOTCH = 120
# Up to the height of a landscape thumbnail; anything larger would only look soft.
SIZES = (88, 112, 136, 176, 212)


class SeriesGrid(QAbstractScrollArea):
    """Shows some series of a shoot; the current frame is set from outside and by the mouse."""

    frame_clicked = Signal(object)
    frame_opened = Signal(object)

    def __init__(self, shoot: Shoot, thumbnails: Thumbnails, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shoot = shoot
        self._thumbnails = thumbnails
        self._theme = theme
        self._painter = BandPainter(theme, self.font())
        self._shown: Sequence[int] = ()
        self._current: PhotoId | None = None
        self._cell: Box | None = None
        self._turned = 0
        self._metrics = Metrics()
        self._layout = BandLayout([], 0, self._metrics)
        self._wish = QTimer(self, singleShot=True, interval=15)
        self._wish.timeout.connect(self._wish_for_visible)
        self.setAccessibleName(translate("SeriesGrid", "Series"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        thumbnails.arrived.connect(self._on_thumbnail)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._painter = BandPainter(theme, self.font())
        self.viewport().update()

    def show_series(self, shown: Sequence[int]) -> None:
        """Show these series of the shoot, keeping the current frame where it is on the screen."""
        anchor = self._anchor()
        self._shown = shown
        self._relayout(anchor)

    def set_current(self, photo: PhotoId | None) -> None:
        """Make a photo current and scroll only as far as needed to see its band."""
        self._current = photo
        self._cell = self._current_cell()
        self._reveal()
        self.viewport().update()

    def frame_size(self) -> int:
        """The height of the pictures in logical pixels."""
        return self._metrics.frame

    def set_frame_size(self, height: int) -> None:
        """Paint larger or smaller pictures; the current frame keeps its place."""
        if height != self._metrics.frame:
            anchor = self._anchor()
            self._metrics = Metrics(frame=height)
            self._relayout(anchor)

    def step_size(self, step: int) -> None:
        """The next larger or smaller size of pictures."""
        nearest = min(range(len(SIZES)), key=lambda i: abs(SIZES[i] - self._metrics.frame))
        self.set_frame_size(SIZES[max(0, min(len(SIZES) - 1, nearest + step))])

    def refresh(self) -> None:
        """Paint again, after marks or rankings changed."""
        self.viewport().update()

    def rect_of(self, photo: PhotoId) -> QRect | None:
        """Where a photo of the shown series stands in the viewport, be it in sight or not."""
        series = place_among(self._shown, self._shoot.series_of(photo))
        if series is None:
            return None
        cell = self._layout.frames(series)[self._shoot.series[self._shown[series]].frames.index(photo)]
        return QRect(cell.x, cell.y - self.verticalScrollBar().value(), cell.width, cell.height)

    def is_painted(self) -> bool:
        """Whether every picture that can be seen has its thumbnail."""
        visible = [photo for series in self._visible() for photo in self._photos(series)]
        return bool(visible) and all(self._thumbnails.pixmap(photo) is not None for photo in visible)

    def _anchor(self) -> int | None:
        """How far the current frame's top lies below the top of the view, if it can be seen.

        The frame's place of before: series may have got other numbers since.
        """
        if self._cell is None:
            return None
        offset = self._cell.y - self.verticalScrollBar().value()
        return offset if -self._cell.height < offset < self.viewport().height() else None

    def _relayout(self, anchor: int | None) -> None:
        self._thumbnails.set_height(self._metrics.frame, self.devicePixelRatioF())
        aspects = [self._shoot.aspects(series) for series in self._shown]
        self._layout = BandLayout(aspects, self.viewport().width(), self._metrics)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._metrics.frame // 2)
        bar.setRange(0, max(0, self._layout.height - self.viewport().height()))
        self._cell = self._current_cell()
        if anchor is not None and self._cell is not None:
            bar.setValue(self._cell.y - anchor)
        self._wish.start()
        self.viewport().update()

    def _current_series(self) -> int | None:
        """The place among the shown series of the current photo's."""
        return None if self._current is None else place_among(self._shown, self._shoot.series_of(self._current))

    def _current_cell(self) -> Box | None:
        """Where the current frame stands in the layout."""
        series = self._current_series()
        if series is None or self._current is None or series >= len(self._layout):
            return None
        return self._layout.frames(series)[self._shoot.series[self._shown[series]].frames.index(self._current)]

    def _reveal(self) -> None:
        series, cell = self._current_series(), self._cell
        if series is None or cell is None:
            return
        bar, band, space = self.verticalScrollBar(), self._layout.band(series), self._metrics.between
        top, bottom = band.y, band.y + band.height
        if band.height > self.viewport().height():
            top, bottom = cell.y - self._metrics.header, cell.y + cell.height
        if top - space < bar.value():
            bar.setValue(top - space)
        elif bottom + space > bar.value() + self.viewport().height():
            bar.setValue(bottom + space - self.viewport().height())

    def _visible(self, margin: int = 0) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.visible(top - margin, top + self.viewport().height() + margin)

    def _wish_for_visible(self) -> None:
        seen, ahead = self._visible(), self._visible(self.viewport().height())
        order = [*seen, *(series for series in ahead if series not in seen)]
        self._thumbnails.wish([photo for series in order for photo in self._photos(series)])

    def _photos(self, series: int) -> list[Photo]:
        return [self._shoot.photo(photo) for photo in self._shoot.series[self._shown[series]].frames]

    def _on_scrolled(self) -> None:
        self._wish.start()
        self.viewport().update()

    def _on_thumbnail(self, _: object) -> None:
        self.viewport().update()

    def _hit(self, point: QPoint) -> Hit | None:
        return self._layout.at(point.x(), point.y() + self.verticalScrollBar().value())

    def _photo_at(self, point: QPoint) -> PhotoId | None:
        """The frame under a point; in a band but between its frames, the nearest one."""
        hit = self._hit(point)
        if hit is None:
            return None
        cells = self._layout.frames(hit.series)
        x, y = point.x(), point.y() + self.verticalScrollBar().value()
        nearest = min(range(len(cells)), key=lambda i: cells[i].distance(x, y))
        return self._shoot.series[self._shown[hit.series]].frames[nearest]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.window))
        painter.translate(0, -self.verticalScrollBar().value())
        for series in self._visible():
            look = band_view.look(self._shoot, self._shown[series], self._current, self._thumbnails)
            self._painter.paint(painter, self._layout.band(series), self._layout.frames(series), look)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relayout(self._anchor())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        photo = self._photo_at(event.position().toPoint())
        if photo is not None and event.button() is Qt.MouseButton.LeftButton:
            self.frame_clicked.emit(photo)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        photo = self._photo_at(event.position().toPoint())
        if photo is not None and event.button() is Qt.MouseButton.LeftButton:
            self.frame_opened.emit(photo)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # A touchpad sends a notch of the wheel in many small parts.
            self._turned += event.angleDelta().y()
            notches = int(self._turned / _NOTCH)
            self._turned -= notches * _NOTCH
            self.step_size(notches)
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            hit = self._hit(event.pos())
            text = "" if hit is None else band_view.tooltip(self._shoot, self._shown[hit.series], hit.frame)
            # A file may be named like markup; it is shown as it is.
            QToolTip.showText(event.globalPos(), f"<p style='white-space:pre'>{escape(text)}</p>" if text else "", self)
            return True
        return super().viewportEvent(event)
