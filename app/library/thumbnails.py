"""Small pictures for the grid, and their cache on disk; everything in it can be made again."""

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from app.library.decode import open_picture

THUMBNAIL_SIDE = 320
_QUALITY = 85


def make_thumbnail(path: Path) -> Image.Image:
    """The photo upright in RGB with a long side of 320 pixels, or its own size if that is less.

    Raises UnreadableError.
    """
    return open_picture(path, THUMBNAIL_SIDE)


def encode_thumbnail(image: Image.Image) -> bytes:
    """The thumbnail as JPEG."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


class ThumbnailCache:
    """JPEGs by content digest in a folder; many threads and processes may read and write at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, digest: bytes) -> bytes | None:
        """The JPEG kept for this content, or None."""
        try:
            return self._place(digest).read_bytes() or None
        except OSError:
            return None

    def write(self, digest: bytes, jpeg: bytes) -> None:
        """Keep a JPEG; it is there whole or not at all.

        Raises OSError, as when the disk is full.
        """
        place = self._place(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(jpeg)
            os.replace(name, place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def prune(self, limit_bytes: int) -> None:
        """Remove the oldest thumbnails until the rest takes at most `limit_bytes`.

        Raises OSError if one may not be removed.
        """
        files = sorted(self._files(), reverse=True)
        kept = 0
        for _, size, path in files:
            kept += size
            if kept > limit_bytes:
                path.unlink(missing_ok=True)

    def _place(self, digest: bytes) -> Path:
        name = digest.hex()
        return self._folder / name[:2] / f"{name[2:]}.jpg"

    def _files(self) -> Iterator[tuple[int, int, Path]]:
        """Age, size and place of everything in the cache, with what interrupted writes left behind."""
        for path in self._folder.glob("??/*"):
            try:
                status = path.stat()
            except OSError:
                continue
            yield status.st_mtime_ns, status.st_size, path
