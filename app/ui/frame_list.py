"""A list of frames as small pictures with a line below each, for pages that show what a command would do."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from app.library.photo import Photo, PhotoId
from app.ui.thumbnails import Thumbnails

_PICTURE = QSize(132, 99)
_CELL = QSize(156, 136)


class FrameList(QListWidget):
    """Shows each frame's thumbnail as soon as it is there; `name` is what a screen reader calls the list."""

    def __init__(self, thumbnails: Thumbnails, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._shown: dict[PhotoId, tuple[Photo, QListWidgetItem]] = {}
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setIconSize(_PICTURE)
        self.setGridSize(_CELL)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # One measure for all keeps ten thousand of them quick.
        self.setUniformItemSizes(True)
        self.setAccessibleName(name)
        thumbnails.arrived.connect(self._on_arrived)

    def add(self, photo: Photo, text: str) -> None:
        """Show one more frame, with a line below it."""
        item = QListWidgetItem(text)
        item.setSizeHint(_CELL)
        self.addItem(item)
        self._shown[photo.id] = photo, item
        self._on_arrived(photo.id)

    def empty(self) -> None:
        """Show none."""
        self._shown.clear()
        self.clear()

    def _on_arrived(self, photo: PhotoId) -> None:
        if photo in self._shown:
            shown, item = self._shown[photo]
            if (pixmap := self._thumbnails.pixmap(shown)) is not None:
                item.setIcon(QIcon(pixmap))
