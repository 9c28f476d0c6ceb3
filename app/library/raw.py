"""RAW files by LibRaw: what they are, their embedded previews, and a quick development where there is none."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import rawpy
from PIL import Image

from app.library.exif import Exif
from app.library.source import FileSource, UnreadableError
from app.library.tiff import Directory, tiff_in
from app.library.wire import Facts

# Half the long side of Full HD and more serves to judge a photo; smaller previews are for camera menus.
PREVIEW_ENOUGH = 1_400
_MOST_SENSOR_PIXELS = 200_000_000
_LEAST_SEEN = 0.5
_MOST_PREVIEW_BYTES = 128 << 20
_ORIENTATION_OF_FLIP = {0: 1, 3: 3, 5: 8, 6: 6}
_JPEG_PLACE, _STRIP_PLACE = (0x0201, 0x0202), (0x0111, 0x0117)
_COMPRESSION, _JPEG_COMPRESSIONS = 0x0103, (6, 7)
_PANASONIC_PREVIEW = 0x002E


@dataclass(frozen=True, slots=True)
class Preview:
    """An embedded picture: JPEG bytes, or pixels; `orientation` is that of the RAW."""

    picture: bytes | Image.Image
    orientation: int
    sensor_is_wide: bool


def probe_raw(path: Path) -> Facts:
    """Ask LibRaw for the facts that the file's own directories do not give.

    Raises UnreadableError.
    """
    with _opened(path) as raw:
        sizes, clock = raw.sizes, raw.other.timestamp
        known = clock if isinstance(clock, datetime) and clock.year > 1970 else None
        return Facts(sizes.width, sizes.height, _ORIENTATION_OF_FLIP.get(sizes.flip, 1), clock=known)


def libraw_preview(source: FileSource) -> Preview:
    """The largest preview that LibRaw finds.

    Raises UnreadableError.
    """
    with _opened(source.path) as raw:
        found = raw.extract_thumb()
        sizes = raw.sizes
        picture = found.data if isinstance(found.data, bytes) else Image.fromarray(found.data)
        orientation = _ORIENTATION_OF_FLIP.get(sizes.flip, 1)
        return Preview(picture, orientation, sizes.width >= sizes.height)


def develop(path: Path) -> Image.Image:
    """The RAW at half its size with the camera's white balance, upright.

    Raises UnreadableError.
    """
    with _opened(path) as raw:
        if raw.sizes.raw_width * raw.sizes.raw_height > _MOST_SENSOR_PIXELS:
            raise UnreadableError("the picture is larger than Burstpick opens")
        picture = Image.fromarray(raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8))
    # Sensor data that are missing count as black for LibRaw; what a camera saw has noise even in the dark.
    left, top, right, bottom = picture.getbbox() or (0, 0, 0, 0)
    if (right - left) * (bottom - top) < _LEAST_SEEN * picture.width * picture.height:
        raise UnreadableError("its sensor data are missing")
    return picture


def directory_preview(source: FileSource) -> Preview:
    """The longest JPEG the file's own directories point to.

    This serves files whose sensor data are cut off, which LibRaw refuses. Raises UnreadableError if there is none.
    """
    tiff = tiff_in(source.read)
    places = [place for found in tiff.directories() for place in _jpeg_places(found)] if tiff else []
    if source.head.startswith(b"FUJIFILM"):
        places.append((int.from_bytes(source.head[84:88], "big"), int.from_bytes(source.head[88:92], "big")))
    for offset, length in sorted(places, key=lambda place: -place[1]):
        if source.read(offset, 3) == b"\xff\xd8\xff":
            data = source.read_long(offset, min(length, _MOST_PREVIEW_BYTES))
            return Preview(data, Exif.of_tiff(tiff).orientation, sensor_is_wide=True)
    raise UnreadableError("the RAW data are damaged and hold no preview")


def _jpeg_places(found: Directory) -> Iterator[tuple[int, int]]:
    yield found.whole(_JPEG_PLACE[0]), found.whole(_JPEG_PLACE[1])
    yield found.place(_PANASONIC_PREVIEW)
    strips = found.numbers(_STRIP_PLACE[0])
    if found.whole(_COMPRESSION) in _JPEG_COMPRESSIONS and len(strips) == 1:
        yield int(strips[0]), found.whole(_STRIP_PLACE[1])


@contextmanager
def _opened(path: Path) -> Iterator[rawpy.RawPy]:
    with FileSource(path) as source:
        try:
            # LibRaw reads by name only what it needs, but takes no name that is not valid UTF-8.
            name = str(path)
            named = name.isascii() or _is_text(name)
            with rawpy.imread(name if named else io.BytesIO(source.read_long(0, source.size))) as raw:
                yield raw
        except UnreadableError:
            raise
        except Exception as error:
            raise UnreadableError("the RAW data are damaged or of a kind that LibRaw does not know") from error


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
