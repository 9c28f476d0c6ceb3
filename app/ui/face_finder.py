"""Looks for faces in the background: in the series somebody is at first, then in all others."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from PySide6.QtCore import QObject, Signal

from app.analysis.face_looking import Looked, Reader, look_for_faces
from app.analysis.face_matrix import FaceMatrix, eyes_closed, face_matrix
from app.analysis.face_places import Placing, placings
from app.analysis.faces import PictureFaces
from app.analysis.preparation import Unprepared, thumbnail
from app.analysis.shoot import PhotoSeries, Shoot
from app.cancel import CancelToken
from app.library.decode import UnreadableError
from app.library.photo import Photo, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.jobs import Jobs, Lane

# A job looks at this many photos of other series, some seconds' work, before it asks anew what is most urgent.
_AT_MOST = 8
# Close-ups kept in memory, some six kilobytes a face; the cache on the disk knows the others.
_BYTES_KEPT = 64 << 20
_SERIES_KEPT = 64

Frames = tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class _Matched:
    """The people of a series, and the content of its frames when they were looked at."""

    digests: tuple[bytes, ...]
    matrix: FaceMatrix


class FaceFinder(QObject):
    """Knows the faces of photos by their content, and the people of the series somebody is at.

    Without a reader there is nothing to do, and nothing is known.
    """

    looked = Signal(object)
    matched = Signal(object)
    failed = Signal(object)

    def __init__(
        self, shoot: Shoot, jobs: Jobs, cache: ThumbnailCache, thumbnails: ThumbnailCache, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shoot, self._jobs, self._cache, self._thumbnails = shoot, jobs, cache, thumbnails
        self._load: Callable[[], Reader] | None = None
        self._faces: OrderedDict[bytes, PictureFaces] = OrderedDict()
        self._bytes = 0
        self._closed: dict[bytes, bool | None] = {}
        self._unreadable: set[bytes] = set()
        self._matrices: OrderedDict[tuple[Frames, tuple[bytes, ...]], FaceMatrix] = OrderedDict()
        self._near: PhotoId | None = None
        self._only_near = True
        self._token: CancelToken | None = None
        self._at: Frames = ()

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._token is not None

    def use(self, load: Callable[[], Reader] | None) -> None:
        """Look with such a reader from now on, or no more at all."""
        self.stop()
        self._load = load
        self.look_for_work()

    def set_near(self, photo: PhotoId | None) -> None:
        """Look at the series of this photo first; what is under way for another series is given up."""
        self._near = photo
        series = self._near_series()
        if series is not None and not self._at_hand(series):
            self._matrices.pop(self._key(series.frames), None)
        if self._token is not None and series is not None and series.frames != self._at and self._work(series):
            self.stop()
        self.look_for_work()

    def set_only_near(self, only_near: bool) -> None:
        """Look at no other series, as long as photos are prepared or scored: two networks would slow each other."""
        self._only_near = only_near
        self.look_for_work()

    def look_for_work(self) -> None:
        """Start looking if there is something to look at and nothing is running."""
        if self._token is not None or self._load is None:
            return
        near = self._near_series()
        if near is not None and (work := self._work(near)):
            self._start(near.frames, work)
        elif not self._only_near and (photos := list(islice(self._unseen(), _AT_MOST))):
            self._start((), partial(look_for_faces, photos=photos, load=self._load, cache=self._cache))

    def stop(self) -> None:
        """Give up the running job; what it found so far stays known."""
        if self._token is not None:
            self._token.cancel()
            self._token, self._at = None, ()

    def faces(self, photo: PhotoId) -> PictureFaces | None:
        """The faces of a photo with their close-ups, if they are known and at hand."""
        if photo not in self._shoot:
            return None
        digest = self._shoot.photo(photo).digest
        if (found := self._faces.get(digest)) is not None:
            self._faces.move_to_end(digest)
        return found

    def eyes_closed(self, photo: PhotoId) -> bool | None:
        """Whether somebody in the foreground has closed eyes; None while that is not known or cannot be told."""
        return self._closed.get(self._shoot.photo(photo).digest) if photo in self._shoot else None

    def asleep(self) -> frozenset[PhotoId]:
        """The photos in which somebody in the foreground is known to have closed eyes."""
        closed = {digest for digest, said in self._closed.items() if said}
        return frozenset(photo.id for photo in self._shoot.photos if photo.digest in closed) if closed else frozenset()

    def matrix(self, series: PhotoSeries) -> FaceMatrix | None:
        """The people of a series, if all its frames were looked at; without rows if there is nobody."""
        return self._matrices.get(self._key(series.frames))

    def counts(self) -> tuple[int, int]:
        """How many photos were looked at, and how many there are."""
        return sum(self._is_seen(photo) for photo in self._shoot.photos), len(self._shoot)

    # -- what is to be done

    def _near_series(self) -> PhotoSeries | None:
        place = None if self._near is None else self._shoot.series_of(self._near)
        return None if place is None else self._shoot.series[place]

    def _key(self, frames: Frames) -> tuple[Frames, tuple[bytes, ...]]:
        return frames, tuple(self._shoot.photo(photo).digest for photo in frames)

    def _at_hand(self, series: PhotoSeries) -> bool:
        """Whether the close-ups of a series are in memory, apart from those of photos that cannot be read."""
        _, digests = self._key(series.frames)
        return all(digest in self._faces or digest in self._unreadable for digest in digests)

    def _is_seen(self, photo: Photo) -> bool:
        return photo.digest in self._closed or photo.digest in self._unreadable

    def _work(self, series: PhotoSeries) -> Callable[[CancelToken], Iterator[object]] | None:
        """What is to be done for a series, nothing if its people are known."""
        if self._load is None or self._key(series.frames) in self._matrices:
            return None
        photos = [self._shoot.photo(photo) for photo in series.frames]
        known = [self._faces.get(photo.digest) for photo in photos]
        return partial(_match, photos=photos, known=known, load=self._load, cache=self._cache, small=self._thumbnails)

    def _unseen(self) -> Iterator[Photo]:
        frames = (photo for series in self._shoot.series_from(self._near) for photo in series.frames)
        return (one for photo in frames if not self._is_seen(one := self._shoot.photo(photo)))

    def _start(self, frames: Frames, work: Callable[[CancelToken], Iterator[object]]) -> None:
        self._at = frames
        self._token = self._jobs.start(Lane.FACES, work, self._on_result, self._on_done, self._on_failed)

    # -- what has been done

    def _on_result(self, result: Looked | Unprepared | _Matched) -> None:
        if isinstance(result, Looked):
            self._keep(result)
            self.looked.emit(result.digest)
        elif isinstance(result, Unprepared):
            # Others tell that it cannot be read; here it only must not be tried for ever.
            if result.photo in self._shoot:
                self._unreadable.add(self._shoot.photo(result.photo).digest)
        else:
            self._matrices[result.matrix.frames, result.digests] = result.matrix
            while len(self._matrices) > _SERIES_KEPT:
                self._matrices.popitem(last=False)
            self.matched.emit(result.matrix)

    def _keep(self, looked: Looked) -> None:
        self._closed[looked.digest] = eyes_closed(looked.faces.faces)
        if (old := self._faces.pop(looked.digest, None)) is not None:
            self._bytes -= len(old.jpeg)
        self._faces[looked.digest] = looked.faces
        self._bytes += len(looked.faces.jpeg)
        while self._bytes > _BYTES_KEPT and len(self._faces) > 1:
            _, oldest = self._faces.popitem(last=False)
            self._bytes -= len(oldest.jpeg)

    def _on_done(self, _: object) -> None:
        self._token, self._at = None, ()
        self.look_for_work()

    def _on_failed(self, error: object) -> None:
        # The next photo would fail as this one did, so nothing more is tried with these models.
        self._token, self._at, self._load = None, (), None
        self.failed.emit(error)


def _match(
    token: CancelToken,
    *,
    photos: Sequence[Photo],
    known: Sequence[PictureFaces | None],
    load: Callable[[], Reader],
    cache: ThumbnailCache,
    small: ThumbnailCache,
) -> Iterator[Looked | Unprepared | _Matched]:
    """Look at the frames of a series that are not known, then find out who is who."""
    found = {photo.digest: faces for photo, faces in zip(photos, known, strict=True) if faces is not None}
    unknown = [photo for photo in photos if photo.digest not in found]
    for result in look_for_faces(token, photos=unknown, load=load, cache=cache):
        if isinstance(result, Looked):
            found[result.digest] = result.faces
        yield result
    faces = [found[photo.digest].faces if photo.digest in found else () for photo in photos]
    places = _places(photos, small, token) if sum(map(bool, faces)) > 1 else [Placing(1.0)] * len(photos)
    matrix = face_matrix([photo.id for photo in photos], faces, places)
    yield _Matched(tuple(photo.digest for photo in photos), matrix)


def _places(photos: Sequence[Photo], small: ThumbnailCache, token: CancelToken) -> Sequence[Placing]:
    """Where the frames lie; a series with a frame that cannot be read is taken as one of a camera that stood still."""
    try:
        return placings([thumbnail(photo, small) for photo in photos], token)
    except UnreadableError:
        return [Placing(photo.capture.width / max(1, photo.capture.height)) for photo in photos]
