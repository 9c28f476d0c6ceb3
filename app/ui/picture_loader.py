"""Decodes pictures for the loupe ahead of being looked at."""

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.library.decode import UnreadableError, open_picture
from app.library.photo import Photo
from app.ui.jobs import Jobs

# The current picture and its neighbours on both sides.
_KEPT = 7


class PictureLoader(QObject):
    """Keeps the few pictures around the current one decoded, at the size of the screen."""

    arrived = Signal(object)

    def __init__(self, jobs: Jobs, side: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._side = side
        self._images: OrderedDict[bytes, QImage] = OrderedDict()
        self._wanted: tuple[bytes, ...] = ()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="loupe")

    def image(self, photo: Photo) -> QImage | None:
        """The decoded picture if it is at hand."""
        return self._images.get(photo.digest)

    def want(self, photos: Sequence[Photo]) -> None:
        """Decode these, most urgent first; what was wanted before and has not begun is forgotten."""
        self._wanted = tuple(photo.digest for photo in photos)
        for photo in photos:
            if photo.digest not in self._images:
                self._pool.submit(self._load, photo)

    def close(self) -> None:
        """End the threads."""
        self._wanted = ()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _load(self, photo: Photo) -> None:
        if photo.digest not in self._wanted or photo.digest in self._images:
            return
        try:
            image = to_qimage(open_picture(photo.path, self._side))
        except UnreadableError:
            # The preparation meets the same file and lists it with its reason.
            return
        self._jobs.post(self._take, (photo.digest, image))

    def _take(self, loaded: tuple[bytes, QImage]) -> None:
        digest, image = loaded
        self._images[digest] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.arrived.emit(digest)


def to_qimage(picture: Image.Image) -> QImage:
    """An RGB picture as an image of Qt's own memory."""
    data = picture.tobytes("raw", "BGRX")
    width, height = picture.size
    return QImage(data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
