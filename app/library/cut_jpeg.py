"""JPEGs whose end is missing: what is left of them is shown if next to nothing is lost."""

import io
from typing import IO

import numpy as np
from PIL import Image

_END_OF_IMAGE = b"\xff\xd9"
_MOST_BYTES = 256 << 20


def with_end(stream: IO[bytes]) -> IO[bytes]:
    """The same JPEG with an end mark, at which a decoder fills what is missing with one colour."""
    stream.seek(0)
    return io.BytesIO(stream.read(_MOST_BYTES) + _END_OF_IMAGE)


def lost_share(picture: Image.Image) -> float:
    """The share of rows at the bottom of a completed JPEG that the decoder filled with one colour, 0 to 1."""
    pixels = np.asarray(picture)
    filled = (pixels == pixels[-1, -1]).reshape(len(pixels), -1).all(axis=1)
    return float(np.argmin(filled[::-1]) / len(filled)) if not filled.all() else 1.0
