"""Looks for the faces of photos, one after another, in a way that can be stopped between them."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from app.analysis import face_strip
from app.analysis.faces import LOOK_SIDE, PictureFaces, SeenFaces
from app.analysis.preparation import Unprepared
from app.cancel import CancelToken
from app.library.decode import UnreadableError, open_picture
from app.library.photo import Photo
from app.library.thumbnails import ThumbnailCache

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """Whoever finds faces, as a `FaceReader` does."""

    def read(self, picture: Image.Image, token: CancelToken) -> SeenFaces: ...


@dataclass(frozen=True, slots=True)
class Looked:
    """The faces of a photo with that content."""

    digest: bytes
    faces: PictureFaces


def look_for_faces(
    token: CancelToken, *, photos: Sequence[Photo], load: Callable[[], Reader], cache: ThumbnailCache
) -> Iterator[Looked | Unprepared]:
    """The faces of photos in their order, from the cache or looked for and kept there.

    The models are loaded only where a photo is not in the cache. Raises Cancelled, AppError if a model is wanting.
    """
    reader: Reader | None = None
    for photo in photos:
        token.check()
        faces = kept(photo.digest, cache)
        if faces is None:
            reader = reader or load()
            try:
                faces = _looked(photo, reader, cache, token)
            except UnreadableError as error:
                yield Unprepared(photo.id, photo.path, error.reason)
                continue
        yield Looked(photo.digest, faces)


def kept(digest: bytes, cache: ThumbnailCache) -> PictureFaces | None:
    """The faces of that content if the cache knows them."""
    jpeg = cache.read(digest)
    return None if jpeg is None else face_strip.read(jpeg)


def _looked(photo: Photo, reader: Reader, cache: ThumbnailCache, token: CancelToken) -> PictureFaces:
    picture = open_picture(photo.path, LOOK_SIDE)
    token.check()
    faces = face_strip.written(reader.read(picture, token), picture.width / picture.height)
    try:
        cache.write(photo.digest, faces.jpeg)
    except OSError as error:
        # Only the next look is slower; the person can do nothing about it here.
        _log.warning("The faces of %s could not be kept: %s", photo.path, error)
    return faces
