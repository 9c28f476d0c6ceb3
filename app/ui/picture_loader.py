"""Decodes pictures ahead of being looked at, on threads of its own."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.library.decode import UnreadableError, open_picture
from app.library.monitor import ToMonitor
from app.library.photo import Photo
from app.library.thumbnails import ThumbnailCache
from app.ui.jobs import Jobs
from app.ui.language import translate
from app.ui.picture_shelf import THUMBNAIL, PictureShelf, Wish

MOST_BYTES = 256_000_000
# Two decode ahead; of the others one is free for what is looked at next while the last one still decodes.
_THREADS, _AHEAD = 4, 2
# Larger than what the C library ever takes from memory used before, which it would have to clear while Python waits:
# what the system gives is cleared page by page as the decoder writes it.
_BLOCK_BYTES = 128 << 20
# Copied in strips of about this size: Python lets no other thread go on while it copies one.
_STRIP_BYTES = 1 << 20


class PictureLoader(QObject):
    """Keeps what is looked at, and what will be next, decoded at the size it is shown at.

    Thumbnails come from `cache` if there is one. `arrived` carries the content digest of a photo of which there is a
    better picture, or a reason why there is none.
    """

    arrived = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        cache: ThumbnailCache | None = None,
        most_bytes: int = MOST_BYTES,
        to_monitor: ToMonitor | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._cache, self._to_monitor = jobs, cache, to_monitor
        self._shelf = PictureShelf(most_bytes)
        self._reasons: dict[bytes, str] = {}
        self._lock = threading.Lock()
        self._todo: list[Wish] = []
        self._loading: list[Wish] = []
        self._begun: set[tuple[bytes, int]] = set()
        self._urgent: bytes | None = None
        self._closed = False
        Image.core.set_block_size(_BLOCK_BYTES)  # type: ignore[attr-defined]
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="loupe")

    @property
    def held_bytes(self) -> int:
        """What the decoded pictures take."""
        return self._shelf.held_bytes

    @property
    def busy(self) -> bool:
        """Whether anything is being decoded or waits for it."""
        with self._lock:
            return bool(self._todo or self._begun)

    def image(self, photo: Photo, side: int) -> QImage | None:
        """The picture at hand that suits `side` pixels best, be it too small; None if there is none at all."""
        return self._shelf.image(photo.digest, side)

    def reason(self, photo: Photo) -> str:
        """Why the picture cannot be shown; empty while nothing speaks against it."""
        return self._reasons.get(photo.digest, "")

    def meets(self, wish: Wish) -> bool:
        """Whether what is wished for is at hand."""
        return self._shelf.meets(wish)

    def want(self, wishes: Sequence[Wish]) -> None:
        """Decode these, most urgent first; what was wanted before and has not begun is forgotten.

        What exceeds the memory set aside is left out, but never the first photo.
        """
        wishes = self._affordable(wishes)
        self._shelf.keep_for(wishes)
        missing = [wish for wish in wishes if not self._shelf.meets(wish)]
        with self._lock:
            self._todo = [wish for wish in missing if wish.key not in self._begun]
            self._urgent = wishes[0].photo.digest if wishes else None
            tasks = 0 if self._closed else min(_THREADS, len(self._todo))
        for _ in range(tasks):
            self._pool.submit(self._work)

    def close(self) -> None:
        """End the threads."""
        with self._lock:
            self._closed = True
            self._todo = []
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def most_bytes(self) -> int:
        """How much decoded pictures may take."""
        return self._shelf.most_bytes

    def _affordable(self, wishes: Sequence[Wish]) -> list[Wish]:
        left, taken = self.most_bytes, []
        for wish in wishes:
            left -= wish.octets
            if left >= 0 or wish.photo.digest == wishes[0].photo.digest:
                taken.append(wish)
        return taken

    def _work(self) -> None:
        """Load one after another until nothing is left to do; runs on the pool."""
        while (wish := self._next()) is not None:
            loaded = self._load(wish)
            with self._lock:
                self._loading.remove(wish)
            self._jobs.post(self._take, (wish, loaded))

    def _next(self) -> Wish | None:
        with self._lock:
            ahead = sum(wish.photo.digest != self._urgent for wish in self._loading)
            for place, wish in enumerate(self._todo):
                if wish.photo.digest == self._urgent or ahead < _AHEAD:
                    self._loading.append(self._todo.pop(place))
                    self._begun.add(wish.key)
                    return wish
            return None

    def _load(self, wish: Wish) -> QImage | str | None:
        """The picture, why there is none, or nothing at all where a thumbnail has not been made yet."""
        try:
            if wish.side == THUMBNAIL:
                return self.thumbnail(wish.photo.digest)
            return to_qimage(open_picture(wish.photo.path, wish.side), self._to_monitor)
        except UnreadableError as error:
            return error.reason
        except Exception as error:  # noqa: BLE001 - the boundary of a thread: a bug must be seen, not lost
            self._jobs.post(self._jobs.crashed.emit, error)
            return translate("picture_loader", "it cannot be decoded")

    def thumbnail(self, digest: bytes) -> QImage | None:
        """The thumbnail of a content as it lies in the cache, if it does; may be called on any thread."""
        jpeg = None if self._cache is None else self._cache.read(digest)
        image = QImage() if jpeg is None else QImage.fromData(jpeg).convertToFormat(QImage.Format.Format_RGB32)
        return None if image.isNull() else image

    def _take(self, arrival: tuple[Wish, QImage | str | None]) -> None:
        wish, loaded = arrival
        digest = wish.photo.digest
        with self._lock:
            self._begun.discard(wish.key)
        if loaded is None:
            return
        if isinstance(loaded, str):
            self._reasons[digest] = loaded
        else:
            self._reasons.pop(digest, None)
            self._shelf.put(wish, loaded)
        self.arrived.emit(digest)


def to_qimage(picture: Image.Image, to_monitor: ToMonitor | None = None) -> QImage:
    """An RGB picture as an image of Qt's own memory, in the monitor's colours if a way to them is given."""
    width, height = picture.size
    image = QImage(width, height, QImage.Format.Format_RGB32)
    line = image.bytesPerLine()
    target = memoryview(image.bits()).cast("B")
    rows = max(1, _STRIP_BYTES // line)
    for top in range(0, height, rows):
        strip = picture.crop((0, top, width, min(height, top + rows)))
        if to_monitor is not None:
            to_monitor(strip)
        # Where Qt turns or blends an image it reads the byte that stands for nothing as opacity.
        strip.putalpha(0xFF)
        target[top * line : (top + strip.height) * line] = strip.tobytes("raw", "BGRA")
    return image
