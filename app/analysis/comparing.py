"""Has a model look at photos, so that by its own eye it can be told how alike they are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.analysis.embedder import Vector, vectors_by
from app.analysis.models import Scorer
from app.analysis.preparation import Unprepared, thumbnail
from app.analysis.scoring import out_of_room_named
from app.cancel import CancelToken
from app.library.decode import UnreadableError
from app.library.photo import Photo
from app.library.store import Store
from app.library.thumbnails import ThumbnailCache


@dataclass(frozen=True, slots=True)
class Compared:
    """Photos, and the vector of each."""

    photos: tuple[Photo, ...]
    vectors: tuple[Vector, ...]

    def by_digest(self) -> dict[bytes, Vector]:
        """The vectors by the content they were made from."""
        return {photo.digest: vector for photo, vector in zip(self.photos, self.vectors, strict=True)}


def compare(
    token: CancelToken,
    *,
    photos: Sequence[Photo],
    embedder: str,
    load: Callable[[], Scorer],
    cache: ThumbnailCache,
    database: Path,
    at_most: int,
) -> Iterator[Compared | Unprepared]:
    """The vectors of photos by the embedder of that id: all that the database knows, then at most `at_most` new ones.

    The model is loaded only where one is missing. Raises Cancelled, AppError if the model or memory is wanting.
    """
    with Store(database) as store:
        known = store.vectors(embedder, [photo.digest for photo in photos])
        found = tuple(photo for photo in photos if photo.digest in known)
        if found:
            yield Compared(found, tuple(known[photo.digest] for photo in found))
        missing = [photo for photo in photos if photo.digest not in known][:at_most]
        if missing:
            for result in _looked_at(load(), missing, cache, token):
                if isinstance(result, Compared):
                    store.add_vectors(embedder, result.by_digest())
                yield result


def _looked_at(
    scorer: Scorer, photos: Sequence[Photo], cache: ThumbnailCache, token: CancelToken
) -> Iterator[Compared | Unprepared]:
    readable: list[Photo] = []
    jpegs: list[bytes] = []
    for photo in photos:
        token.check()
        try:
            jpegs.append(thumbnail(photo, cache))
            readable.append(photo)
        except UnreadableError as error:
            yield Unprepared(photo.id, photo.path, error.reason)
    with out_of_room_named():
        vectors = vectors_by(scorer, jpegs, token)
    yield Compared(tuple(readable), tuple(vectors))
