"""One photo on a ground without colour: fit or enlarged, dragged and zoomed by the mouse."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.analysis.shoot import Shoot
from app.library.photo import Photo, PhotoId
from app.library.thumbnails import THUMBNAIL_SIDE
from app.ui.language import translate
from app.ui.picture_loader import PictureLoader
from app.ui.picture_shelf import Wish, stages
from app.ui.theme import GROUNDS
from app.ui.thumbnails import Thumbnails
from app.ui.viewport import FIT, Stage, Viewport, fit_zoom, panned, place_at, placed, settled, zoom_of, zoomed

# What can be read on each of the grounds.
_INK = ("#e6e6e6", "#e6e6e6", "#000000", "#1c1c1c")
_MARGIN = 16
_NOTCH = 120
_PER_NOTCH = 1.25
# Enlarged this far, somebody wants to see the pixels themselves.
_PIXELS_AS_TILES = 3.0
# A hand that clicks moves the mouse by less than this.
_STILL = 4.0
# A preview whose proportions differ by more than rounding is cut otherwise than the sensor.
_CUT_OTHERWISE = 0.01

Way = Callable[[QSize, QSize], QTransform]
"""How an image of another photo, of the second size, lies in one of this photo that has the first size."""


class PicturePane(QWidget):
    """Shows a photo in the best picture that is at hand; says by `wishes` what it would rather have.

    `viewport_changed` carries the Viewport when the person moved or zoomed the picture here, never when it was set.
    `clicked` carries the place of the picture under the mouse, two shares.
    """

    photo_changed = Signal()
    viewport_changed = Signal(object)
    needs_changed = Signal()
    clicked = Signal(object)
    double_clicked = Signal()

    def __init__(
        self, shoot: Shoot, thumbnails: Thumbnails, loader: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shoot, self._thumbnails, self._loader = shoot, thumbnails, loader
        self._photo: PhotoId | None = None
        self._view = FIT
        self._ground = 1
        self._overlay: QImage | None = None
        self._opacity = 1.0
        self._veil = 0.0
        self._other: tuple[PhotoId, Way] | None = None
        self._shows_other = False
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self.painted_side = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(translate("PicturePane", "Picture"))
        loader.arrived.connect(self._on_arrived)
        thumbnails.arrived.connect(self._on_thumbnail)

    # -- what is shown

    def photo(self) -> PhotoId | None:
        """The photo that is shown, None for none or one that is gone."""
        return self._photo if self._photo in self._shoot else None

    def show_photo(self, photo: PhotoId | None) -> None:
        """Show a photo, or nothing but ground; zoom and place stay, an overlay and another photo in its place go."""
        changed = photo != self._photo
        if changed:
            self._overlay, self._other, self._shows_other = None, None, False
        self._photo = photo
        shown = self._known()
        self.setAccessibleDescription("" if shown is None else shown.path.name)
        self.update()
        if changed:
            self.photo_changed.emit()

    def viewport(self) -> Viewport:
        """What part of the picture is seen, as set; borders may show it a little differently."""
        return self._view

    def set_viewport(self, view: Viewport) -> None:
        """Show another part of the picture."""
        if view != self._view:
            self._view = view
            self.update()
            self.needs_changed.emit()

    def set_ground(self, ground: int) -> None:
        """Paint on another of the grounds: black, dark, middle grey, white."""
        self._ground = ground
        self.update()

    def set_overlay(self, overlay: QImage | None, opacity: float = 1.0) -> None:
        """Lay an image over exactly the whole picture, whatever its own size; None takes it away."""
        self._overlay, self._opacity = overlay, opacity
        self.update()

    def set_veil(self, strength: float) -> None:
        """Let the picture step back into its ground, 0 for not at all to 1 for out of sight."""
        if strength != self._veil:
            self._veil = strength
            self.update()

    def set_other(self, other: PhotoId | None, way: Way | None = None) -> None:
        """Have another photo ready to be shown in the place of this one, as it lies in it; None for none."""
        before = None if self._other is None else self._other[0]
        self._other = None if other is None or way is None else (other, way)
        self.update()
        if other != before:
            self.needs_changed.emit()

    def show_other(self, shown: bool) -> None:
        """Show the other photo in place, without an overlay, or this one again."""
        if shown != self._shows_other:
            self._shows_other = shown
            self.update()

    def shows_other(self) -> bool:
        """Whether the other photo is seen."""
        return self._shows_other and self._other_photo() is not None

    # -- what is needed

    def wishes(self) -> list[Wish]:
        """What leads to a sharp picture of this pane's photo, the quickest first."""
        photo = self._known()
        if photo is None:
            return []
        *quick, fitting = stages(photo, self._fitting_side(photo))
        sharp = self.sharp_wish(photo)
        return [*quick, sharp] if sharp == fitting else [*quick, sharp, fitting]

    def sharp_wish(self, photo: Photo) -> Wish:
        """What it takes to show a photo sharply in this pane, as it is zoomed now."""
        zoom = self._view.zoom
        fitting = self._fitting_side(photo)
        longest = max(photo.capture.width, photo.capture.height)
        return Wish(photo, fitting if zoom is None or zoom * longest <= fitting else longest)

    def other_wishes(self) -> list[Wish]:
        """What leads to a sharp picture of the photo that may be shown in place of this one."""
        other = self._other_photo()
        if other is None:
            return []
        *quick, _ = stages(other, self._fitting_side(other))
        return [*quick, self.sharp_wish(other)]

    def is_sharp(self) -> bool:
        """Whether what is painted has all the pixels that can be seen."""
        photo = self._known()
        return photo is not None and self._loader.meets(self.sharp_wish(photo))

    def rect_of_picture(self) -> QRectF:
        """Where the picture lies in this widget, in its logical pixels; also beyond its borders."""
        lies, ratio = placed(self._view, self.stage()), self.devicePixelRatioF()
        return QRectF(lies.topLeft() / ratio, lies.size() / ratio)

    def stage(self) -> Stage:
        """The sizes that arithmetic about this pane needs."""
        photo = self._known()
        return self._stage_of(QSizeF(1, 1) if photo is None else self._size_of(photo))

    def middle(self) -> tuple[float, float]:
        """The place of the picture that stands in the middle."""
        view = settled(self._view, self.stage())
        return view.across, view.down

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Enlarge or reduce, as the person asks, about a point of this widget or its middle; 1:1 is never skipped."""
        if self._known() is None:
            return
        stage = self.stage()
        before = zoom_of(self._view, stage)
        after = before * factor
        if min(before, after) < 1.0 < max(before, after):
            after = 1.0
        ratio = self.devicePixelRatioF()
        point = QPointF(stage.pane_width / 2, stage.pane_height / 2) if about is None else about * ratio
        self._move_to(zoomed(self._view, stage, after, point))

    def _known(self) -> Photo | None:
        photo = self.photo()
        return None if photo is None else self._shoot.photo(photo)

    def _other_photo(self) -> Photo | None:
        if self._other is None or self._other[0] not in self._shoot:
            return None
        return self._shoot.photo(self._other[0])

    def _size_of(self, photo: Photo) -> QSizeF:
        """The picture's own pixels; in its own proportions where it is a preview that is cut a little differently."""
        width, height = max(1, photo.capture.width), max(1, photo.capture.height)
        image = self._loader.image(photo, THUMBNAIL_SIDE + 1)
        if image is not None and max(image.width(), image.height()) > THUMBNAIL_SIDE:
            own = image.height() / image.width()
            if abs(own * width / height - 1) > _CUT_OTHERWISE:
                return QSizeF(width, width * own)
        return QSizeF(width, height)

    def _stage_of(self, size: QSizeF) -> Stage:
        ratio = self.devicePixelRatioF()
        return Stage(size.width(), size.height(), self.width() * ratio, self.height() * ratio, _MARGIN * ratio)

    def _fitting_side(self, photo: Photo) -> int:
        """The long side in screen pixels of a photo that fits this pane."""
        size = self._size_of(photo)
        return max(1, round(max(size.width(), size.height()) * fit_zoom(self._stage_of(size))))

    def _move_to(self, view: Viewport) -> None:
        if view != self._view:
            self.set_viewport(view)
            self.viewport_changed.emit(view)

    def _on_arrived(self, digest: bytes) -> None:
        if any(photo is not None and photo.digest == digest for photo in (self._known(), self._other_photo())):
            self.update()

    def _on_thumbnail(self, photo: PhotoId) -> None:
        if photo == self._photo:
            self.update()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(GROUNDS[self._ground]))
        self.painted_side = 0
        photo = self._known()
        if photo is not None:
            self._paint_photo(painter, photo)
        painter.end()

    def _paint_photo(self, painter: QPainter, photo: Photo) -> None:
        size = self._size_of(photo)
        stage = self._stage_of(size)
        lies = placed(self._view, stage)
        zoom = zoom_of(self._view, stage)
        side = round(max(size.width(), size.height()) * min(1.0, zoom))
        image = self._loader.image(photo, side)
        reason = self._loader.reason(photo)
        if reason and (image is None or max(image.width(), image.height()) <= THUMBNAIL_SIDE):
            self._paint_reason(painter, reason)
            return
        # From here on in the screen's own pixels: one of the picture's is to be one of the screen's.
        painter.scale(1 / self.devicePixelRatioF(), 1 / self.devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom < _PIXELS_AS_TILES)
        lies = QRectF(round(lies.left()), round(lies.top()), round(lies.width()), round(lies.height()))
        if self._shows_other and self._other is not None and (other := self._image_of_other(side)) is not None:
            self._paint_other(painter, lies, other, self._other[1])
            return
        if image is not None:
            self._paint_image(painter, lies, image)
        elif (thumbnail := self._thumbnails.pixmap(photo)) is not None:
            painter.drawPixmap(lies, thumbnail, QRectF(thumbnail.rect()))
        self._paint_overlay(painter, lies)

    def _paint_image(self, painter: QPainter, lies: QRectF, image: QImage) -> None:
        self.painted_side = max(image.width(), image.height())
        if abs(image.width() - lies.width()) <= 1 and abs(image.height() - lies.height()) <= 1:
            painter.drawImage(lies.topLeft(), image)
        else:
            painter.drawImage(lies, image)

    def _image_of_other(self, side: int) -> QImage | None:
        photo = self._other_photo()
        return None if photo is None else self._loader.image(photo, side)

    def _paint_other(self, painter: QPainter, lies: QRectF, image: QImage, way: Way) -> None:
        """Another photo as it lies in this one; ground where it ends, as what is not in it cannot be compared."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(lies)
        painter.translate(lies.topLeft())
        painter.setTransform(way(lies.size().toSize(), image.size()), True)
        painter.drawImage(0, 0, image)

    def _paint_overlay(self, painter: QPainter, lies: QRectF) -> None:
        if self._veil > 0:
            painter.setOpacity(self._veil)
            painter.fillRect(lies, QColor(GROUNDS[self._ground]))
            painter.setOpacity(1.0)
        if self._overlay is not None and self._opacity > 0:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(self._opacity)
            painter.drawImage(lies, self._overlay)
            painter.setOpacity(1.0)

    def _paint_reason(self, painter: QPainter, reason: str) -> None:
        painter.setPen(QColor(_INK[self._ground]))
        sentence = translate("PicturePane", "This picture cannot be shown: {reason}.").format(reason=reason)
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, sentence)

    # -- the mouse

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.needs_changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        if self._dragged is None:
            if (event.position() - self._pressed).manhattanLength() < _STILL:
                return
            self._dragged = self._pressed
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        way = (event.position() - self._dragged) * self.devicePixelRatioF()
        self._dragged = event.position()
        if self._known() is not None and self._view.zoom is not None:
            self._move_to(panned(self._view, self.stage(), way.x(), way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        clicked = self._pressed is not None and self._dragged is None
        self._pressed = self._dragged = None
        self.unsetCursor()
        if clicked and self._known() is not None:
            self.clicked.emit(place_at(self._view, self.stage(), event.position() * self.devicePixelRatioF()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A touchpad sends a notch of the wheel in many small parts; each counts for its share.
        self.zoom_by(_PER_NOTCH ** (event.angleDelta().y() / _NOTCH), event.position())
        event.accept()
