"""Small pictures for the contact sheet."""

from collections.abc import Callable
from pathlib import Path

from app.library.decode import UnreadableError
from app.library.photo import Photo
from app.library.thumbnails import ThumbnailCache, encode_thumbnail, make_thumbnail


def thumbnails_from(folder: Path) -> Callable[[Photo], bytes | None]:
    """Gives the thumbnail of a photo as JPEG, from the cache in a folder or made anew; None if it cannot be decoded."""
    cache = ThumbnailCache(folder)

    def thumbnail(photo: Photo) -> bytes | None:
        kept = cache.read(photo.digest)
        if kept is not None:
            return kept
        try:
            return encode_thumbnail(make_thumbnail(photo.path))
        except UnreadableError:
            return _of_other_file(photo)

    return thumbnail


def _of_other_file(photo: Photo) -> bytes | None:
    """That of the RAW, where the JPEG of a pair is damaged."""
    for path in photo.files[1:]:
        try:
            return encode_thumbnail(make_thumbnail(path))
        except UnreadableError:
            continue
    return None
