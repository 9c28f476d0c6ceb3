"""Thumbnails for the screen: asks for what is visible, keeps what was seen last, forgets the rest."""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from app.analysis.preparation import Preparation, Prepared, Unprepared
from app.library.photo import Photo
from app.library.thumbnails import ThumbnailCache
from app.ui.jobs import Jobs

# About 100 MB at the usual size: several screens in each direction.
_KEPT = 600


class Thumbnails(QObject):
    """Pixmaps by photo content, scaled on the preparing threads to the size they are painted at."""

    arrived = Signal(object)
    prepared = Signal(object)
    unprepared = Signal(object)

    def __init__(self, cache: ThumbnailCache, jobs: Jobs, threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._height, self._ratio = 136, 1.0
        self._pixmaps: OrderedDict[bytes, QPixmap] = OrderedDict()
        self.cache = cache
        self._preparation = Preparation(cache, self._deliver, threads)

    def set_height(self, height: int, ratio: float) -> None:
        """The height in logical pixels at which pictures are painted, on a screen of that pixel ratio."""
        pixels = round(height * ratio)
        if (pixels, ratio) != (self._height, self._ratio):
            self._height, self._ratio = pixels, ratio
            self._pixmaps.clear()

    def pixmap(self, photo: Photo) -> QPixmap | None:
        """The thumbnail if it is at hand."""
        found = self._pixmaps.get(photo.digest)
        if found is not None:
            self._pixmaps.move_to_end(photo.digest)
        return found

    def wish(self, photos: Sequence[Photo]) -> None:
        """Ask for the thumbnails of what is on the screen; earlier wishes are forgotten."""
        self._preparation.wish([photo for photo in photos if photo.digest not in self._pixmaps])

    def prepare(self, photos: Sequence[Photo]) -> None:
        """Queue photos whose embedding is missing."""
        self._preparation.add(photos)

    def clear(self) -> None:
        """Forget all wishes and everything queued."""
        self._preparation.clear()

    @property
    def silent_for(self) -> float:
        """For how many seconds a photo that is waited for has been worked at."""
        return self._preparation.silent_for

    def stop(self) -> None:
        """Begin nothing more."""
        self._preparation.stop()

    def close(self, seconds: float = 2.0) -> bool:
        """Wait so long for the threads to end; whether all have."""
        return self._preparation.close(seconds)

    def _deliver(self, result: Prepared | Unprepared) -> None:
        if isinstance(result, Unprepared):
            self._jobs.post(self.unprepared.emit, result)
            return
        image = self._scaled(result.jpeg) if result.wished else None
        self._jobs.post(self._take, (result, image, self._height))

    def _scaled(self, jpeg: bytes) -> QImage:
        image = QImage.fromData(jpeg)
        width = min(round(self._height * 2.4), round(image.width() * self._height / max(1, image.height())))
        return image.scaled(
            QSize(width, self._height), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        ).convertToFormat(QImage.Format.Format_RGB32)

    def _take(self, delivery: tuple[Prepared, QImage | None, int]) -> None:
        result, image, height = delivery
        if image is not None and height == self._height:
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(self._ratio)
            self._pixmaps[result.digest] = pixmap
            while len(self._pixmaps) > _KEPT:
                self._pixmaps.popitem(last=False)
            self.arrived.emit(result.photo)
        if result.vector is not None:
            self.prepared.emit(result)
