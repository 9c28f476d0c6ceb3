"""One picture as large as the window allows, on a ground without colour."""

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Label, PhotoId
from app.ui import wording
from app.ui.icons import Icon, pixmap
from app.ui.picture_loader import PictureLoader
from app.ui.theme import GROUNDS, Theme
from app.ui.thumbnails import Thumbnails

_CAPTION = 40
# What can be read on each of the grounds.
_INK = ("#e6e6e6", "#e6e6e6", "#000000", "#1c1c1c")


class Loupe(QWidget):
    """Shows the current photo whole; its thumbnail stands in until the picture is decoded."""

    left = Signal()

    def __init__(
        self, shoot: Shoot, thumbnails: Thumbnails, loader: PictureLoader, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shoot, self._thumbnails, self._loader, self._theme = shoot, thumbnails, loader, theme
        self._photo: PhotoId | None = None
        self._ground = 1
        loader.arrived.connect(self._on_arrived)

    def set_theme(self, theme: Theme) -> None:
        """Paint signs in other colours; the ground stays as chosen."""
        self._theme = theme
        self.update()

    def show_photo(self, photo: PhotoId | None) -> None:
        """Show a photo and have its neighbours decoded."""
        self._photo = photo if photo is not None and photo in self._shoot else None
        if self.isVisible():
            self._want()
        self.update()

    def cycle_ground(self) -> None:
        """The next ground: black, dark, middle grey, white."""
        self._ground = (self._ground + 1) % len(GROUNDS)
        self.update()

    def _want(self) -> None:
        series = self._series()
        if series is None or self._photo is None:
            return
        at = series.frames.index(self._photo)
        near = sorted(range(len(series.frames)), key=lambda i: (abs(i - at), i < at))[:5]
        self._loader.want([self._shoot.photo(series.frames[i]) for i in near])

    def _series(self) -> PhotoSeries | None:
        place = None if self._photo is None else self._shoot.series_of(self._photo)
        return None if place is None else self._shoot.series[place]

    def _on_arrived(self, digest: bytes) -> None:
        if self._photo is not None and self._photo in self._shoot and self._shoot.photo(self._photo).digest == digest:
            self.update()

    def showEvent(self, _: object) -> None:
        self._want()

    def mouseDoubleClickEvent(self, _: QMouseEvent) -> None:
        self.left.emit()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(GROUNDS[self._ground]))
        caption = self._caption()
        painter.fillRect(caption, QColor(self._theme.panel))
        painter.fillRect(QRect(caption.topLeft(), QSize(caption.width(), 1)), QColor(self._theme.line))
        if self._photo is not None and self._photo in self._shoot:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_picture(painter)
            self._paint_facts(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        assert self._photo is not None
        photo = self._shoot.photo(self._photo)
        size = QSizeF(photo.capture.width, photo.capture.height)
        image = self._loader.image(photo)
        if image is not None:
            # A RAW's preview may be cut a little differently from its sensor: its own proportions are the true ones.
            shown = QSizeF(image.size())
            painter.drawImage(self._fitted(shown * (size.width() / max(1.0, shown.width()))), image)
        elif reason := self._loader.reason(photo):
            painter.setPen(QColor(_INK[self._ground]))
            sentence = f"This picture cannot be shown: {reason}."
            painter.drawText(self._room(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, sentence)
        elif (thumbnail := self._thumbnails.pixmap(photo)) is not None:
            painter.drawPixmap(self._fitted(size), thumbnail, QRectF(thumbnail.rect()))

    def _room(self) -> QRectF:
        """Where the picture may be."""
        return QRectF(self.rect().adjusted(16, 16, -16, -16 - _CAPTION))

    def _caption(self) -> QRect:
        """The strip below: in the window's colours, so that its signs can be read whatever the ground."""
        return self.rect().adjusted(0, self.height() - _CAPTION, 0, 0)

    def _fitted(self, size: QSizeF) -> QRectF:
        room = self._room()
        width, height = max(1.0, size.width()), max(1.0, size.height())
        scale = min(room.width() / width, room.height() / height, 1.0 / self.devicePixelRatioF())
        fitted = QRectF(0, 0, width * scale, height * scale)
        fitted.moveCenter(room.center())
        return fitted

    def _paint_facts(self, painter: QPainter) -> None:
        series = self._series()
        if series is None or self._photo is None:
            return
        at = series.frames.index(self._photo)
        best, ranking, marks = self._shoot.best(series), self._shoot.ranking(series), self._shoot.marks(self._photo)
        signs: list[tuple[Icon, str]] = []
        if best.frame == at and not best.too_close:
            signs.append((Icon.BEST, self._theme.best))
        if marks.flag is Flag.PICK:
            signs.append((Icon.PICK, self._theme.pick))
        if marks.flag is Flag.REJECT:
            signs.append((Icon.REJECT, self._theme.reject))
        signs.extend([(Icon.STAR, self._theme.text)] * marks.stars)
        x, y = 16.0, self.height() - (_CAPTION + 18) / 2
        for icon, colour in signs:
            painter.drawPixmap(round(x), round(y), pixmap(icon, colour, 18, self.devicePixelRatioF()))
            x += 22
        if marks.label is not Label.NONE:
            painter.setPen(QPen(Qt.PenStyle.NoPen))
            painter.setBrush(QColor(self._theme.labels[marks.label - 1]))
            painter.drawRoundedRect(QRectF(x, y + 1, 24, 16), 4, 4)
            x += 32
        said = [self._shoot.photo(self._photo).path.name, f"frame {at + 1} of {len(series.frames)}"]
        if ranking is not None and len(series.frames) > 1:
            said.append(wording.percent(ranking.p_best[at]))
        if best.too_close:
            said.append("too close")
        painter.setPen(QColor(self._theme.text))
        x += 4 if x > 16 else 0
        line = painter.fontMetrics().elidedText(
            " · ".join(said), Qt.TextElideMode.ElideMiddle, round(self.width() - x - 16)
        )
        painter.drawText(QRectF(x, y - 2, self.width() - x, 22), Qt.AlignmentFlag.AlignVCenter, line)
