"""Makes what every photo needs before it can be shown and grouped: its thumbnail and its embedding.

One decode serves both. Photos that are on the screen come first, the others in order of capture.
"""

import io
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PIL import Image

from app.analysis.shoot import Vector
from app.library.decode import UnreadableError
from app.library.photo import Photo, PhotoId
from app.library.thumbnails import ThumbnailCache, encode_thumbnail, make_thumbnail
from fgaesq_core import appearance

# Names the embedding in the database; another embedding never mixes with it.
EMBEDDER = appearance.ID


@dataclass(frozen=True, slots=True)
class Prepared:
    """A photo's thumbnail as JPEG, and its embedding if that was still missing; `wished` if somebody waits for it."""

    photo: PhotoId
    digest: bytes
    jpeg: bytes
    vector: Vector | None
    wished: bool


@dataclass(frozen=True, slots=True)
class Unprepared:
    """A photo whose pixels cannot be read, and why."""

    photo: PhotoId
    reason: str


Deliver = Callable[[Prepared | Unprepared], None]


class Preparation:
    """A pool of threads; `deliver` is called on them, once for every photo taken up."""

    def __init__(self, cache: ThumbnailCache, deliver: Deliver, threads: int) -> None:
        self._cache = cache
        self._deliver = deliver
        self._changed = threading.Condition()
        self._wished: deque[Photo] = deque()
        self._waiting: deque[Photo] = deque()
        self._without_vector: set[bytes] = set()
        self._closed = False
        self._threads = [threading.Thread(target=self._work, name=f"prepare-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def wish(self, photos: Iterable[Photo]) -> None:
        """Name the photos somebody waits for, most urgent first; wishes not named again are forgotten."""
        with self._changed:
            self._wished = deque(photos)
            self._changed.notify_all()

    def add(self, photos: Sequence[Photo]) -> None:
        """Queue photos that have no embedding yet, in order of capture."""
        ordered = sorted(photos, key=lambda photo: photo.capture.time.wall)
        with self._changed:
            self._waiting.extend(ordered)
            self._without_vector.update(photo.digest for photo in photos)
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget everything that has not been taken up."""
        with self._changed:
            self._wished.clear()
            self._waiting.clear()
            self._without_vector.clear()

    def close(self) -> None:
        """Stop; returns when the last thread has ended."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            photo, wished, embed = task
            try:
                self._deliver(self._prepare(photo, wished, embed))
            except UnreadableError as error:
                self._deliver(Unprepared(photo.id, error.reason))

    def _next(self) -> tuple[Photo, bool, bool] | None:
        with self._changed:
            while not self._closed:
                if self._wished:
                    return self._taken(self._wished.popleft(), wished=True)
                while self._waiting:
                    photo = self._waiting.popleft()
                    if photo.digest in self._without_vector:
                        return self._taken(photo, wished=False)
                self._changed.wait()
        return None

    def _taken(self, photo: Photo, *, wished: bool) -> tuple[Photo, bool, bool]:
        embed = photo.digest in self._without_vector
        self._without_vector.discard(photo.digest)
        return photo, wished, embed

    def _prepare(self, photo: Photo, wished: bool, embed: bool) -> Prepared:
        jpeg = self._cache.read(photo.digest)
        if jpeg is None:
            jpeg = encode_thumbnail(make_thumbnail(photo.path))
            self._cache.write(photo.digest, jpeg)
        return Prepared(photo.id, photo.digest, jpeg, embedding(jpeg) if embed else None, wished)


def embedding(jpeg: bytes) -> Vector:
    """The embedding of a photo, always taken from its thumbnail as stored, so that it never depends on the cache."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        vector: Vector = appearance.embed([picture.convert("RGB")])[0]
    return vector
