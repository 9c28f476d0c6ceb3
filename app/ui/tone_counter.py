"""Counts the tones of the photo somebody stays at, away from the window."""

from collections import OrderedDict
from collections.abc import Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.analysis.tones import Tones, tones
from app.cancel import CancelToken
from app.library.photo import Photo
from app.library.thumbnails import THUMBNAIL_SIDE
from app.ui.jobs import Jobs, Lane
from app.ui.picture_loader import PictureLoader

# Who runs through frames wants no histogram of each.
_REST_MS = 60
# Eight kilobytes each.
_KEPT = 500
# Of what is decoded anyway the size nearest to this is counted.
_SIDE = 1024
Key = tuple[bytes, bool]


class ToneCounter(QObject):
    """Counts the picture that is decoded for the photo, as it is shown; its thumbnail as long as there is no other."""

    counted = Signal()

    def __init__(self, loader: PictureLoader, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._loader, self._jobs = loader, jobs
        self._photo: Photo | None = None
        self._kept: OrderedDict[Key, Tones] = OrderedDict()
        self._token: CancelToken | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._start)
        loader.arrived.connect(self._on_arrived)

    @property
    def tones(self) -> Tones | None:
        """The tones of the photo looked at, once they are counted."""
        digest = b"" if self._photo is None else self._photo.digest
        return self._kept.get((digest, True)) or self._kept.get((digest, False))

    def look_at(self, photo: Photo | None) -> None:
        """Count this photo; None for none."""
        if photo != self._photo:
            self._photo = photo
            self._cancel()
            self._rest.start()

    def _on_arrived(self, digest: bytes) -> None:
        if self._photo is not None and digest == self._photo.digest and (digest, True) not in self._kept:
            self._rest.start()

    def _cancel(self) -> None:
        self._rest.stop()
        if self._token is not None:
            self._token.cancel()
            self._token = None

    def _start(self) -> None:
        photo = self._photo
        if photo is None:
            return
        image = self._loader.image(photo, _SIDE)
        decoded = image is not None and max(image.width(), image.height()) > THUMBNAIL_SIDE
        if (photo.digest, decoded) in self._kept:
            return
        self._cancel()
        work = partial(_counted, loader=self._loader, photo=photo, image=image if decoded else None)
        self._token = self._jobs.start(Lane.TONES, work, partial(self._on_counted, (photo.digest, decoded)))

    def _on_counted(self, key: Key, found: Tones) -> None:
        self._kept[key] = found
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.counted.emit()


def _counted(token: CancelToken, *, loader: PictureLoader, photo: Photo, image: QImage | None) -> Iterator[Tones]:
    token.check()
    image = loader.thumbnail(photo.digest) if image is None else image
    if image is not None:
        yield tones(_pixels(image))


def _pixels(image: QImage) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """The pixels of an image of 32 bits, RGB, without a copy."""
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return lines[:, : image.width(), 2::-1]
