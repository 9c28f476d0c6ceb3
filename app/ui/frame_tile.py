"""One of several photos side by side: its pane, its caption, and a frame around the current one."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.analysis.shoot import Shoot
from app.library.photo import Flag, PhotoId
from app.ui.linked_pane import MARGIN, LinkedPane
from app.ui.picture_loader import PictureLoader
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails
from app.ui.tile_caption import HEIGHT, TileCaption

_EDGE = 3
# What of a tile is not picture, at each side and below.
SIDE, BELOW = _EDGE + MARGIN, HEIGHT
_VEIL = 0.58


class FrameTile(QWidget):
    """Marks change nothing of its geometry; a rejected frame steps back, unless it is the current one."""

    def __init__(
        self, shoot: Shoot, thumbnails: Thumbnails, loader: PictureLoader, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shoot, self._theme = shoot, theme
        self._current = self._back = False
        self.pane = LinkedPane(shoot, thumbnails, loader)
        self.caption = TileCaption(shoot, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(0)
        column.addWidget(self.pane, 1)
        column.addWidget(self.caption)

    @property
    def current(self) -> bool:
        """Whether it is framed."""
        return self._current

    @property
    def steps_back(self) -> bool:
        """Whether a veil lies over the picture."""
        return self._back

    def show_photo(self, photo: PhotoId | None, *, current: bool) -> None:
        """Show a photo, framed if it is the one that keys act on."""
        self.pane.show_photo(photo)
        self._current = current
        self.refresh()

    def refresh(self) -> None:
        """Paint again, after marks or rankings changed."""
        photo = self.pane.photo()
        self.caption.show_photo(photo)
        rejected = photo is not None and self._shoot.marks(photo).flag is Flag.REJECT
        self._set_back(rejected and not self._current)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.caption.set_theme(theme)
        self.update()

    def set_ground(self, ground: int) -> None:
        """Paint the picture on another ground."""
        self.pane.set_ground(ground)

    def _set_back(self, back: bool) -> None:
        self._back = back
        self.pane.set_veil(_VEIL if back else 0.0)

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._current:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.focus), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
