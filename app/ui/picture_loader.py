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
        self._reasons: dict[bytes, str] = {}
        self._loading: set[bytes] = set()
        self._wanted: tuple[bytes, ...] = ()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="loupe")

    def image(self, photo: Photo) -> QImage | None:
        """The decoded picture if it is at hand."""
        return self._images.get(photo.digest)

    def reason(self, photo: Photo) -> str:
        """Why the picture cannot be shown; empty while nothing speaks against it."""
        return self._reasons.get(photo.digest, "")

    def want(self, photos: Sequence[Photo]) -> None:
        """Decode these, most urgent first; what was wanted before and has not begun is forgotten."""
        self._wanted = tuple(photo.digest for photo in photos)
        for photo in reversed(photos):
            if photo.digest in self._images:
                self._images.move_to_end(photo.digest)
        for photo in photos:
            if photo.digest not in self._images and photo.digest not in self._loading:
                self._submit(photo)

    def close(self) -> None:
        """End the threads."""
        self._wanted = ()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, photo: Photo) -> None:
        self._loading.add(photo.digest)
        self._pool.submit(self._load, photo)

    def _load(self, photo: Photo) -> None:
        loaded: QImage | str | None = None  # None: nobody wants it any more
        try:
            if photo.digest in self._wanted:
                loaded = to_qimage(open_picture(photo.path, self._side))
        except UnreadableError as error:
            loaded = error.reason
        except Exception as error:  # noqa: BLE001 - the boundary of a thread: a bug must be seen, not lost
            self._jobs.post(self._jobs.crashed.emit, error)
            loaded = "it cannot be decoded"
        self._jobs.post(self._take, (photo, loaded))

    def _take(self, arrival: tuple[Photo, QImage | str | None]) -> None:
        photo, loaded = arrival
        self._loading.discard(photo.digest)
        if loaded is None:
            if photo.digest in self._wanted:
                self._submit(photo)
        elif isinstance(loaded, str):
            self._reasons[photo.digest] = loaded
            self.arrived.emit(photo.digest)
        else:
            self._reasons.pop(photo.digest, None)
            self._images[photo.digest] = loaded
            self._forget_oldest()
            self.arrived.emit(photo.digest)

    def _forget_oldest(self) -> None:
        """Never what is wanted now, however long ago it was decoded."""
        for digest in [digest for digest in self._images if digest not in self._wanted]:
            if len(self._images) <= _KEPT:
                return
            del self._images[digest]


def to_qimage(picture: Image.Image) -> QImage:
    """An RGB picture as an image of Qt's own memory."""
    data = picture.tobytes("raw", "BGRX")
    width, height = picture.size
    return QImage(data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
