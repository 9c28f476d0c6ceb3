"""The small line below one of several pictures: its marks, its name, its rank and chance."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.analysis.shoot import Shoot
from app.ui import wording
from app.ui.language import translate
from app.ui.loupe_caption import LoupeCaption
from app.ui.theme import Theme

HEIGHT = 28
_SIDE, _GAP = 8, 12


class TileCaption(LoupeCaption):
    """The signs of the loupe's caption with fewer words; where they have no room the rank goes first, the name last."""

    def __init__(self, shoot: Shoot, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(shoot, theme, parent)
        self._role = ""
        self._words_font = QFont(self.font())
        self._words_font.setFeature(QFont.Tag("tnum"), 1)
        self._words_font.setPointSizeF(QFontInfo(self.font()).pointSizeF() * 0.9)
        self.setFixedHeight(HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def show_role(self, role: str) -> None:
        """Say before the name what the photo is here."""
        self._role = role
        self.show_photo(self._photo)

    def words(self) -> list[str]:
        """What is said in words, part by part."""
        name = self._name()
        return [part for part in (self._role, name, *self.standing()) if part] if name else []

    def standing(self) -> list[str]:
        """What the model says of the photo, as far as it may be shown."""
        series = self._series()
        ranking = None if series is None else self._shoot.ranking(series)
        if series is None or self._photo is None or ranking is None or len(series.frames) < 2:
            return []
        at = series.frames.index(self._photo)
        rank = translate("TileCaption", "rank {rank}").format(rank=ranking.order.index(at) + 1)
        said = [rank, wording.percent(ranking.p_best[at])]
        best = self._shoot.best(series)
        return [*said, translate("TileCaption", "too close")] if best.too_close and best.frame == at else said

    def _name(self) -> str:
        known = self._photo is not None and self._photo in self._shoot
        return self._shoot.photo(self._photo).path.name if known and self._photo is not None else ""

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._words_font)
        across, down = _SIDE - 16, (HEIGHT - super().sizeHint().height()) / 2
        painter.translate(across, down)
        left = round(self._paint_signs(painter) + across)
        painter.resetTransform()
        self._paint_line(painter, QRect(left, 0, self.width() - left - _SIDE, HEIGHT))
        painter.end()

    def _paint_line(self, painter: QPainter, room: QRect) -> None:
        metrics, vertical = painter.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        right = self._right(metrics, room.width())
        painter.setPen(QColor(self._theme.quiet))
        painter.drawText(room, vertical | Qt.AlignmentFlag.AlignRight, right)
        room.setWidth(max(0, room.width() - _spaced(metrics, right)))
        painter.drawText(room, vertical, self._role)
        room.setLeft(min(room.right(), room.left() + _spaced(metrics, self._role)))
        painter.setPen(QColor(self._theme.text))
        name = metrics.elidedText(self._name(), Qt.TextElideMode.ElideMiddle, max(0, room.width()))
        painter.drawText(room, vertical, name)

    def _right(self, metrics: QFontMetrics, room: int) -> str:
        """As much of standing and zoom as stands beside the whole name."""
        standing = self.standing()
        wanted = ((*standing, self._zoom), (*standing[1:], self._zoom), (self._zoom,), ())
        texts = [" · ".join(filter(None, parts)) for parts in wanted]
        left = room - _spaced(metrics, self._role) - metrics.horizontalAdvance(self._name())
        return next((text for text in texts if _spaced(metrics, text) <= left), "")


def _spaced(metrics: QFontMetrics, text: str) -> int:
    """The width of a text with the gap beside it; nothing takes no room."""
    return metrics.horizontalAdvance(text) + _GAP if text else 0
