"""Decodes pictures ahead of being looked at, on threads of its own."""

from collections.abc import Sequence

from PIL import Image
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.library.decode import UnreadableError, open_picture
from app.library.monitor import ToMonitor
from app.library.photo import Photo
from app.library.thumbnails import ThumbnailCache
from app.ui.jobs import Jobs
from app.ui.language import translate
from app.ui.picture_shelf import THUMBNAIL, PictureShelf, Wish
from app.ui.picture_threads import PictureThreads

MOST_BYTES = 256_000_000
_LOOK_MS = 500
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
        Image.core.set_block_size(_BLOCK_BYTES)  # type: ignore[attr-defined]
        self._threads = PictureThreads(self._load, self._deliver)
        # A drive that does not answer holds up all threads, until they are seen to be held up.
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._go_on)

    @property
    def held_bytes(self) -> int:
        """What the decoded pictures take."""
        return self._shelf.held_bytes

    @property
    def busy(self) -> bool:
        """Whether anything is being decoded or waits for it."""
        return self._threads.busy

    @property
    def silent_for(self) -> float:
        """For how many seconds a picture that is waited for has been loading."""
        return self._threads.silent_for

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
        self._threads.want(wishes, missing)
        if self._threads.held_up:
            self._look.start()

    def _go_on(self) -> None:
        self._threads.go_on()
        if not self._threads.held_up:
            self._look.stop()

    def stop(self) -> None:
        """Begin nothing more."""
        self._look.stop()
        self._threads.close()

    def close(self, seconds: float = 2.0) -> bool:
        """Wait so long for the threads to end; whether all have, as one that a drive does not answer never will."""
        self.stop()
        return self._threads.join(seconds)

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

    def _deliver(self, wish: Wish, loaded: QImage | str | None) -> None:
        self._jobs.post(self._take, (wish, loaded))

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
        self._threads.settle(wish)
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
