"""How alike photos look: the vectors that tell it, what they are called and what their cosines mean."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.cancel import CancelToken
from app.library.photo import PhotoId
from fgaesq_core import Scorer, appearance
from fgaesq_core.appearance import LikenessScale

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Embedder:
    """An embedding: `id` names its vectors in the database and never mixes, `scale` says what their cosines mean."""

    id: str
    scale: LikenessScale


APPEARANCE = Embedder(appearance.ID, appearance.LIKENESS)
"""The embedding from pixels alone, which is there whatever the model."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors of some photos by the embedding of that id."""

    embedder: str
    vectors: dict[PhotoId, Vector]


def vector_of(jpeg: bytes) -> Vector:
    """The vector of `APPEARANCE` for a photo, the same on every path to it.

    It is taken from the thumbnail as stored and rounded as the database keeps it, so that neither the cache nor a
    second opening changes the series.
    """
    return _rounded(appearance.embed([_decoded(jpeg)])[0])


def vectors_by(scorer: Scorer, jpegs: Sequence[bytes], token: CancelToken) -> list[Vector]:
    """The vectors that a model itself gives to photos, from thumbnails as stored and rounded as well.

    Raises MemoryError where the device of the model has no room for one, Cancelled between two photos.
    """
    return [_rounded(row) for row in scorer.embed([partial(_wanted, jpeg, token) for jpeg in jpegs])]


def _wanted(jpeg: bytes, token: CancelToken) -> Image.Image:
    token.check()
    return _decoded(jpeg)


def _decoded(jpeg: bytes) -> Image.Image:
    with Image.open(io.BytesIO(jpeg)) as picture:
        return picture.convert("RGB")


def _rounded(vector: Vector) -> Vector:
    return vector.astype(np.float16).astype(np.float32)
