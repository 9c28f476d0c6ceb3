"""Keeps the faces of a picture as one JPEG: their close-ups below each other, and what is known of them as its comment.

So they lie in a cache of JPEGs like thumbnails, and are kept and thrown away like these.
"""

import io
import json
from collections.abc import Sequence

from PIL import Image

from app.analysis.eyes import Eyes
from app.analysis.faces import CLOSE_UP, Face, PictureFaces, SeenFaces

_QUALITY = 85
# Another way to look at faces gets another number, so that what was seen by the former is looked at anew.
_VERSION = 1


def written(seen: SeenFaces, aspect: float) -> PictureFaces:
    """The faces of a picture of that aspect with their JPEG, from which `read` makes the same again."""
    known = {"version": _VERSION, "aspect": aspect, "faces": [_row(face) for face in seen.faces]}
    buffer = io.BytesIO()
    comment = json.dumps(known, separators=(",", ":")).encode()
    _strip(seen.close_ups).save(buffer, "JPEG", quality=_QUALITY, comment=comment)
    return PictureFaces(seen.faces, aspect, buffer.getvalue())


def read(jpeg: bytes) -> PictureFaces | None:
    """The faces that a JPEG tells of, or None if it tells of none that can be used."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as strip:
            known = json.loads(strip.info["comment"])
            height = strip.height
        faces = tuple(_face(*row) for row in known["faces"])
        fits = known["version"] == _VERSION and height == max(1, len(faces)) * CLOSE_UP
        return PictureFaces(faces, float(known["aspect"]), jpeg) if fits else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError, Image.DecompressionBombError):
        return None


def _strip(close_ups: Sequence[Image.Image]) -> Image.Image:
    strip = Image.new("RGB", (CLOSE_UP, CLOSE_UP * max(1, len(close_ups))))
    for place, one in enumerate(close_ups):
        strip.paste(one, (0, place * CLOSE_UP))
    return strip


def _row(face: Face) -> list[object]:
    box = (face.x, face.y, face.width, face.height)
    return [*box, face.certainty, face.sharpness, face.eyes.left, face.eyes.right, face.looks.hex()]


def _face(*row: object) -> Face:
    numbers = [_number(one) for one in row[:6]]
    left, right = (None if one is None else _number(one) for one in row[6:8])
    (looks,) = row[8:]
    if not isinstance(looks, str):
        raise TypeError("looks are no text")
    x, y, width, height, certainty, sharpness = numbers
    return Face(x, y, width, height, certainty, sharpness, Eyes(left, right), bytes.fromhex(looks))


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError("no number")
    return float(value)
