"""The grid: every series as a band, painted only where it is seen."""

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Photo, PhotoId
from app.ui import band_view, spoken
from app.ui.band_layout import BandLayout, Box, Hit, Metrics
from app.ui.band_painter import BandPainter
from app.ui.choosing import NOBODY, Choice, reached, toggled
from app.ui.folding import Folding
from app.ui.language import translate
from app.ui.sight import Sight
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails

_NOTCH = 120
# Up to the height of a landscape thumbnail; anything larger would only look soft.
SIZES = (88, 112, 136, 176, 212)


class SeriesGrid(QAbstractScrollArea):
    """Shows some series of a shoot; the current frame is set from outside and by the mouse.

    `frame_clicked` asks for another current photo, `frame_opened` for it at large; `selection_changed` carries the
    photos that are chosen at once.
    """

    frame_clicked = Signal(object)
    frame_opened = Signal(object)
    selection_changed = Signal(object)

    def __init__(self, shoot: Shoot, thumbnails: Thumbnails, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shoot = shoot
        self._thumbnails = thumbnails
        self._theme = theme
        self._painter = BandPainter(theme, self.font())
        self._sight = Sight(shoot)
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
        self._sight.shown = shown
        self._keep_seen()
        self._relayout(anchor)

    def set_current(self, photo: PhotoId | None) -> None:
        """Make a photo current and scroll only as far as needed to see its band; another than before is alone."""
        if photo != self._sight.current:
            self._choose(Choice(NOBODY, photo))
        self._cell = self._current_cell()
        self._reveal()
        self._describe()
        self.viewport().update()

    # -- one frame of a series, or all

    @property
    def folding(self) -> Folding:
        """Which series are folded; changed from outside only before they are shown."""
        return self._sight.folding

    def is_folded(self, series: PhotoSeries) -> bool:
        """Whether one frame is seen of a series."""
        return self._sight.folding.is_folded(series)

    def set_folded(self, series: Iterable[PhotoSeries] | None, *, folded: bool) -> None:
        """Fold or unfold some series; None for all, and those to come."""
        anchor, was_folded = self._anchor(), self._is_current_folded()
        if series is None:
            self._sight.folding.set_all(folded=folded)
        else:
            self._sight.folding.set_folded(series, folded=folded)
        self._keep_seen()
        self._relayout(anchor)
        if not was_folded:
            self._go_to_cover()

    def toggle_fold(self) -> None:
        """Fold or unfold the series of the current photo."""
        place = self._sight.place_of(self._sight.current)
        if place is not None:
            self.set_folded([self._sight.series(place)], folded=not self._sight.is_folded(place))
            self._reveal()

    def toggle_all(self) -> None:
        """Fold all series, or, where all are, unfold them."""
        folded = self._sight.folded()
        several = sum(len(self._shoot.series[number].frames) > 1 for number in self._sight.shown)
        self.set_folded(None, folded=len(folded) < several)
        self._reveal()

    # -- several photos at once

    def selection(self) -> frozenset[PhotoId]:
        """The photos chosen at once; none where there is but the current one."""
        return self._sight.choice.photos

    def select_all(self) -> None:
        """Choose every photo that is seen; of a folded series the one on top."""
        order = self._sight.order()
        if self._sight.current is not None and len(order) > 1:
            self._choose(Choice(frozenset(order), self._sight.current))

    def clear_selection(self) -> bool:
        """Let there be but the current photo; whether others were chosen."""
        had = bool(self._sight.choice.photos)
        self._choose(Choice(NOBODY, self._sight.current))
        return had

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
        self._describe()
        self.viewport().update()

    def rect_of(self, photo: PhotoId) -> QRect | None:
        """Where a photo of the shown series stands in the viewport, be it in sight or not."""
        found = self._sight.cell_of(photo)
        if found is None:
            return None
        cell = self._layout.frames(found[0])[found[1]]
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
        aspects = [self._shoot.aspects(series) for series in self._sight.shown]
        self._layout = BandLayout(aspects, self.viewport().width(), self._metrics, self._sight.folded())
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._metrics.frame // 2)
        bar.setRange(0, max(0, self._layout.height - self.viewport().height()))
        self._cell = self._current_cell()
        if anchor is not None and self._cell is not None:
            bar.setValue(self._cell.y - anchor)
        self._describe()
        self._wish.start()
        self.viewport().update()

    def _current_cell(self) -> Box | None:
        """Where the current frame stands in the layout."""
        found = self._sight.cell_of(self._sight.current)
        return None if found is None or found[0] >= len(self._layout) else self._layout.frames(found[0])[found[1]]

    def _choose(self, choice: Choice) -> None:
        changed = choice.photos != self._sight.choice.photos
        self._sight.choice = choice
        if changed:
            self._describe()
            self.viewport().update()
            self.selection_changed.emit(choice.photos)

    def _keep_seen(self) -> None:
        """Nothing is chosen that is not seen: keys must not act on what nobody sees."""
        choice = self._sight.choice
        if choice.photos:
            seen = choice.photos.intersection(self._sight.order())
            self._choose(Choice(seen if len(seen) > 1 else NOBODY, choice.current))

    def _is_current_folded(self) -> bool:
        place = self._sight.place_of(self._sight.current)
        return place is not None and self._sight.is_folded(place)

    def _go_to_cover(self) -> None:
        """Of a series that was folded, the cover stands for it."""
        place = self._sight.place_of(self._sight.current)
        if place is not None and self._sight.is_folded(place):
            cover = self._shoot.cover(self._sight.series(place))
            if cover != self._sight.current:
                self.frame_clicked.emit(cover)

    def _describe(self) -> None:
        """Tell people who do not see it what is current."""
        found = self._sight.cell_of(self._sight.current)
        if found is None or self._sight.current is None:
            self.setAccessibleDescription("")
            return
        folded, chosen = self._sight.is_folded(found[0]), len(self._sight.choice.photos)
        self.setAccessibleDescription(
            spoken.standing(self._shoot, self._sight.current, self._sight.shown, folded=folded, chosen=chosen)
        )

    def _reveal(self) -> None:
        series, cell = self._sight.place_of(self._sight.current), self._cell
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
        return [self._shoot.photo(photo) for photo in self._sight.photos(series)]

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
        return self._sight.photos(hit.series)[nearest]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.window))
        painter.translate(0, -self.verticalScrollBar().value())
        for series in self._visible():
            top, number = self._sight.top(series), self._sight.shown[series]
            look = band_view.look(self._shoot, number, self._sight.choice, self._thumbnails, top)
            self._painter.paint(painter, self._layout.band(series), self._layout.frames(series), look)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relayout(self._anchor())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        hit, photo = self._hit(point), self._photo_at(point)
        if hit is None or photo is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        series, modifiers = self._sight.series(hit.series), event.modifiers()
        if hit.badge and len(series.frames) > 1:
            self.set_folded([series], folded=not self.is_folded(series))
        elif modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            change = reached if modifiers & Qt.KeyboardModifier.ShiftModifier else toggled
            self._choose_and_go(change(self._sight.choice, photo, self._sight.order()))
        else:
            self.clear_selection()
            self.frame_clicked.emit(photo)

    def _choose_and_go(self, choice: Choice) -> None:
        goes = choice.current != self._sight.current
        self._choose(choice)
        if goes:
            self.frame_clicked.emit(choice.current)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit, photo = self._hit(event.position().toPoint()), self._photo_at(event.position().toPoint())
        if (hit is not None and hit.badge) or event.modifiers():
            # Two quick clicks where each is meant for itself.
            self.mousePressEvent(event)
        elif photo is not None and event.button() is Qt.MouseButton.LeftButton:
            self.frame_opened.emit(photo)

    def _tip(self, point: QPoint) -> str:
        hit = self._hit(point)
        if hit is None:
            return ""
        series = self._sight.series(hit.series)
        if hit.badge and len(series.frames) > 1:
            folded = self.is_folded(series)
            return translate("SeriesGrid", "Unfold (S)") if folded else translate("SeriesGrid", "Fold (S)")
        frame = None if hit.frame is None else series.frames.index(self._sight.photos(hit.series)[hit.frame])
        return band_view.tooltip(self._shoot, self._sight.shown[hit.series], frame)

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
            text = self._tip(event.pos())
            # A file may be named like markup; it is shown as it is.
            QToolTip.showText(event.globalPos(), f"<p style='white-space:pre'>{escape(text)}</p>" if text else "", self)
            return True
        return super().viewportEvent(event)
