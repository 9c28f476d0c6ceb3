"""Makes what every photo needs before it can be shown and grouped: its thumbnail and its embedding.

One decode serves both. Photos that are on the screen come first, the others in order of capture.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.analysis.embedder import Vector, vector_of
from app.library.decode import UnreadableError
from app.library.photo import Photo, PhotoId
from app.library.thumbnails import ThumbnailCache, encode_thumbnail, make_thumbnail

_log = logging.getLogger(__name__)
# Threads that wait for drives that do not answer, for each that works.
_LEFT_FOR_EACH = 4


@dataclass(frozen=True, slots=True)
class Prepared:
    """A photo's thumbnail as JPEG, and its vector from pixels if that was missing; `wished` if somebody waits."""

    photo: PhotoId
    digest: bytes
    jpeg: bytes
    vector: Vector | None
    wished: bool


@dataclass(frozen=True, slots=True)
class Unprepared:
    """A photo whose pixels cannot be read, the file that was tried, and why."""

    photo: PhotoId
    path: Path
    reason: str


Deliver = Callable[[Prepared | Unprepared], None]


class _Worker:
    """One thread of the pool; `began` is when it took up what it is at, None while it waits."""

    def __init__(self, work: Callable[["_Worker"], None], name: str, *, takes_queued: bool) -> None:
        self.takes_queued = takes_queued
        self.began: float | None = None
        self.thread = threading.Thread(target=work, args=(self,), name=name, daemon=True)


class Preparation:
    """A pool of threads; `deliver` is called on them, once for every photo taken up.

    A thread that is at a photo when a folder is left ends with that, and another takes its place: a drive that does
    not answer then holds up nothing else.
    """

    def __init__(self, cache: ThumbnailCache, deliver: Deliver, threads: int) -> None:
        self._cache = cache
        self._deliver = deliver
        self._changed = threading.Condition()
        self._wished: deque[Photo] = deque()
        self._waiting: deque[Photo] = deque()
        self._without_vector: dict[PhotoId, bytes] = {}
        self._closed = False
        # One thread only ever waits for wishes: the screen is served at once, and the window keeps a core to itself.
        workers = max(1, threads - 1)
        self._left: list[_Worker] = []
        self._crew = [self._worker(n, takes_queued=n < workers) for n in range(threads)]
        for worker in self._crew:
            worker.thread.start()

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
            self._without_vector.update((photo.id, photo.digest) for photo in photos)
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget everything that has not been taken up, and wait for nothing that has."""
        with self._changed:
            self._wished.clear()
            self._waiting.clear()
            self._without_vector.clear()
            begun = [] if self._closed else self._relieved()
        for worker in begun:
            worker.thread.start()

    @property
    def silent_for(self) -> float:
        """For how many seconds the oldest photo that is still waited for has been worked at."""
        began = min((worker.began for worker in list(self._crew) if worker.began is not None), default=None)
        return 0.0 if began is None else time.monotonic() - began

    def stop(self) -> None:
        """Take up nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def close(self, seconds: float = 2.0) -> bool:
        """Wait so long for the threads to end; whether all have, as one that a drive does not answer never will."""
        self.stop()
        until = time.monotonic() + seconds
        threads = [worker.thread for worker in (*self._crew, *self._left)]
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _worker(self, number: int, *, takes_queued: bool) -> _Worker:
        return _Worker(self._work, f"prepare-{number}", takes_queued=takes_queued)

    def _relieved(self) -> list[_Worker]:
        """Put others in the places of those that are at work, which end with it; returns the others."""
        self._left = [worker for worker in self._left if worker.thread.is_alive()]
        begun = []
        for number, worker in enumerate(self._crew):
            if worker.began is not None and len(self._left) < _LEFT_FOR_EACH * len(self._crew):
                self._left.append(worker)
                self._crew[number] = self._worker(number, takes_queued=worker.takes_queued)
                begun.append(self._crew[number])
        return begun

    def _work(self, worker: _Worker) -> None:
        while (task := self._next(worker)) is not None:
            photo, wished, embed = task
            try:
                self._deliver(self._outcome(photo, wished, embed))
            except Exception:  # noqa: BLE001 - the boundary of a thread: those behind must not wait for ever
                _log.exception("What was made of %s could not be delivered", photo.path)

    def _next(self, worker: _Worker) -> tuple[Photo, bool, bool] | None:
        with self._changed:
            worker.began = None
            while not self._closed and worker in self._crew:
                if (task := self._task(worker)) is not None:
                    worker.began = time.monotonic()
                    return task
                self._changed.wait()
        return None

    def _task(self, worker: _Worker) -> tuple[Photo, bool, bool] | None:
        if self._wished:
            return self._taken(self._wished.popleft(), wished=True)
        while worker.takes_queued and self._waiting:
            photo = self._waiting.popleft()
            if self._without_vector.get(photo.id) == photo.digest:
                return self._taken(photo, wished=False)
        return None

    def _taken(self, photo: Photo, *, wished: bool) -> tuple[Photo, bool, bool]:
        embed = self._without_vector.get(photo.id) == photo.digest
        if embed:
            del self._without_vector[photo.id]
        return photo, wished, embed

    def _outcome(self, photo: Photo, wished: bool, embed: bool) -> Prepared | Unprepared:
        try:
            return self._prepare(photo, wished, embed)
        except UnreadableError as error:
            return Unprepared(photo.id, photo.path, error.reason)
        except Exception:  # noqa: BLE001 - the boundary of a thread: a bug must be seen, not lost
            _log.exception("%s could not be prepared", photo.path)
            return Unprepared(photo.id, photo.path, "Burstpick failed on it; its log tells why")

    def _prepare(self, photo: Photo, wished: bool, embed: bool) -> Prepared:
        jpeg = thumbnail(photo, self._cache)
        return Prepared(photo.id, photo.digest, jpeg, vector_of(jpeg) if embed else None, wished)


def thumbnail(photo: Photo, cache: ThumbnailCache) -> bytes:
    """A photo's thumbnail as JPEG from the cache, made and kept there if need be; raises UnreadableError."""
    jpeg = cache.read(photo.digest)
    if jpeg is None or not _is_whole(jpeg):
        jpeg = encode_thumbnail(make_thumbnail(photo.path))
        try:
            cache.write(photo.digest, jpeg)
        except OSError as error:
            # Only the next opening is slower; the person can do nothing about it here.
            _log.warning("The thumbnail of %s could not be kept: %s", photo.path, error)
    return jpeg


def _is_whole(jpeg: bytes) -> bool:
    """Whether a JPEG has its start and its end; a computer that lost power may leave a file of zeros."""
    return jpeg.startswith(b"\xff\xd8") and jpeg.endswith(b"\xff\xd9")
