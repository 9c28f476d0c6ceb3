"""The line below the loupe's picture: the marks of the photo, its name, and what is known of it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Label, PhotoId
from app.ui import wording
from app.ui.icons import Icon, pixmap
from app.ui.language import translate
from app.ui.theme import Theme

_HEIGHT = 36
_SIGN = 18
_ELIDE = Qt.TextElideMode.ElideMiddle


class LoupeCaption(QWidget):
    """In the window's colours, as its signs must be read whatever the picture's ground; its height never changes."""

    def __init__(self, shoot: Shoot, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shoot, self._theme = shoot, theme
        self._photo: PhotoId | None = None
        self._zoom = self._note = ""
        self._font = QFont(self.font())
        self._font.setFeature(QFont.Tag("tnum"), 1)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def show_photo(self, photo: PhotoId | None) -> None:
        """Tell of a photo."""
        self._photo = photo
        self._say()
        self.update()

    def show_note(self, note: str) -> None:
        """Tell of something that is seen besides the photo; empty for nothing."""
        if note != self._note:
            self._note = note
            self._say()
            self.update()

    def _say(self) -> None:
        self.setAccessibleName(" · ".join([*self.words(), *filter(None, [self._note])]))

    def show_zoom(self, zoom: str) -> None:
        """Tell how large the picture is shown."""
        if zoom != self._zoom:
            self._zoom = zoom
            self.update()

    def words(self) -> list[str]:
        """What is said in words, part by part."""
        series = self._series()
        if series is None or self._photo is None:
            return []
        at = series.frames.index(self._photo)
        said = [self._shoot.photo(self._photo).path.name]
        frame = translate("LoupeCaption", "frame {at} of {count}")
        said.append(frame.format(at=at + 1, count=len(series.frames)))
        if live := wording.live(self._shoot.photo(self._photo)):
            said.append(live)
        ranking = self._shoot.ranking(series)
        if ranking is not None and len(series.frames) > 1:
            said.append(wording.percent(ranking.p_best[at]))
        if self._shoot.best(series).too_close:
            said.append(translate("LoupeCaption", "too close"))
        return said

    def _series(self) -> PhotoSeries | None:
        place = None if self._photo is None else self._shoot.series_of(self._photo)
        return None if place is None else self._shoot.series[place]

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        self._paint_words(painter, self._paint_signs(painter))
        painter.end()

    def _paint_signs(self, painter: QPainter) -> float:
        """Paint the marks from the left; returns where there is room for words."""
        x, y = 16.0, (_HEIGHT - _SIGN) / 2
        for icon, colour in self._signs():
            painter.drawPixmap(round(x), round(y), pixmap(icon, colour, _SIGN, self.devicePixelRatioF()))
            x += _SIGN + 4
        label = self._shoot.marks(self._photo).label if self._photo in self._shoot and self._photo else Label.NONE
        if label is not Label.NONE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.labels[label - 1]))
            painter.drawRoundedRect(QRectF(x, y + 1, 24, _SIGN - 2), 4, 4)
            x += 28
        return x + 4 if x > 16 else x

    def _signs(self) -> list[tuple[Icon, str]]:
        series = self._series()
        if series is None or self._photo is None:
            return []
        best, marks = self._shoot.best(series), self._shoot.marks(self._photo)
        signs: list[tuple[Icon, str]] = []
        if best.frame == series.frames.index(self._photo) and not best.too_close:
            signs.append((Icon.BEST, self._theme.best))
        if marks.flag is Flag.PICK:
            signs.append((Icon.PICK, self._theme.pick))
        if marks.flag is Flag.REJECT:
            signs.append((Icon.REJECT, self._theme.reject))
        return signs + [(Icon.STAR, self._theme.text)] * marks.stars

    def _paint_words(self, painter: QPainter, left: float) -> None:
        metrics = painter.fontMetrics()
        most = max(0, round(self.width() - left) // 2)
        right = metrics.elidedText(" · ".join(filter(None, [self._note, self._zoom])), _ELIDE, most)
        room = QRectF(left, 0, self.width() - left - 16 - metrics.horizontalAdvance(right) - 16, _HEIGHT)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self._theme.text))
        line = metrics.elidedText(" · ".join(self.words()), _ELIDE, max(0, round(room.width())))
        painter.drawText(room, vertical, line)
        painter.setPen(QColor(self._theme.quiet))
        painter.drawText(QRectF(0, 0, self.width() - 16, _HEIGHT), vertical | Qt.AlignmentFlag.AlignRight, right)
