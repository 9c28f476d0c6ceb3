"""A list of frames as small pictures with a line below each, for pages that show what a command would do."""

from itertools import islice

from PySide6.QtCore import QPoint, QSize, QTimer
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from app.library.photo import Photo, PhotoId
from app.ui.thumbnails import Thumbnails

_PICTURE = QSize(132, 99)
_CELL = QSize(156, 136)
# While somebody scrolls or frames are added, none is asked for that is gone again at once.
_SETTLED_MS = 30


class FrameList(QListWidget):
    """Asks for the thumbnails that are seen, and shows each as soon as it is there.

    `name` is what a screen reader calls the list.
    """

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
        self._wish = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._wish.timeout.connect(self._wish_for_seen)
        self.verticalScrollBar().valueChanged.connect(self._wish.start)
        thumbnails.arrived.connect(self._on_arrived)

    def add(self, photo: Photo, text: str) -> None:
        """Show one more frame, with a line below it."""
        item = QListWidgetItem(text)
        item.setSizeHint(_CELL)
        self.addItem(item)
        self._shown[photo.id] = photo, item
        self._on_arrived(photo.id)
        self._wish.start()

    def empty(self) -> None:
        """Show none."""
        self._shown.clear()
        self.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wish.start()

    def _wish_for_seen(self) -> None:
        """Ask for the pictures that are seen, and a row more."""
        if not self.isVisible() or not self._shown:
            return
        seen = self.viewport().size()
        first = max(0, self.indexAt(QPoint(_CELL.width() // 2, 1)).row())
        number = (seen.width() // _CELL.width() + 1) * (seen.height() // _CELL.height() + 2)
        photos = [photo for photo, _ in islice(self._shown.values(), first, first + number)]
        self._thumbnails.wish(photos)

    def _on_arrived(self, photo: PhotoId) -> None:
        if photo in self._shown:
            shown, item = self._shown[photo]
            if (pixmap := self._thumbnails.pixmap(shown)) is not None:
                item.setIcon(QIcon(pixmap))
