"""The faces of a picture: where they are, whether their eyes are open, how sharp they are, and what they look like."""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from app.analysis.eyes import EyeReader, Eyes
from app.analysis.face_detection import FaceDetector, Found
from app.analysis.face_sharpness import sharpness
from app.analysis.onnx import Network
from app.cancel import CancelToken

# Long side of the pictures that are looked at: a face of a fortieth of the width has eyes that can be judged.
LOOK_SIDE = 1600
# Side of a close-up in pixels.
CLOSE_UP = 160
_ROOM = 1.5
# Eyes of a face less sharp than this look closed to the network.
_EYES_BLURRED = 0.1
_LOOK = 8


@dataclass(frozen=True, slots=True)
class Face:
    """A face; places are shares of the picture's width and height, of the box the upper left corner comes first.

    `looks` are 64 brightnesses of the face, row by row; `sharpness` as `face_sharpness.sharpness` measures it.
    """

    x: float
    y: float
    width: float
    height: float
    certainty: float
    sharpness: float
    eyes: Eyes
    looks: bytes = bytes(_LOOK * _LOOK)

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the face as shares of the picture."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class PictureFaces:
    """The faces of one picture, and a close-up of each, squares of `CLOSE_UP` pixels below each other, as JPEG.

    `aspect` is the width of the picture over its height. Without faces the JPEG holds none.
    """

    faces: tuple[Face, ...]
    aspect: float
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class SeenFaces:
    """The faces of a picture with their close-ups, in the same order."""

    faces: tuple[Face, ...]
    close_ups: tuple[Image.Image, ...]


class FaceReader:
    """Looks at pictures with the two networks; one thread at a time."""

    def __init__(self, detector: Network, eyes: Network) -> None:
        self._detector, self._eyes = FaceDetector(detector), EyeReader(eyes)

    def read(self, picture: Image.Image, token: CancelToken) -> SeenFaces:
        """The faces of an RGB picture, surest first; raises Cancelled."""
        found = self._detector.find(picture, token)
        close_ups = tuple(_close_up(picture, one) for one in found)
        faces = (self._face(picture, one, near) for one, near in zip(found, close_ups, strict=True))
        return SeenFaces(tuple(faces), close_ups)

    def _face(self, picture: Image.Image, one: Found, near: Image.Image) -> Face:
        width, height = picture.size
        sharp = sharpness(picture, one.points)
        eyes = self._eyes.read(picture, one.points) if sharp >= _EYES_BLURRED else Eyes()
        return Face(
            one.left / width,
            one.top / height,
            one.width / width,
            one.height / height,
            one.certainty,
            sharp,
            eyes,
            _looks(near),
        )


def _close_up(picture: Image.Image, one: Found) -> Image.Image:
    """A square around a face with some room; what lies outside the picture is black."""
    side = _ROOM * max(one.width, one.height)
    left, top = one.left + (one.width - side) / 2, one.top + (one.height - side) / 2
    box = (math.floor(left), math.floor(top), math.ceil(left + side), math.ceil(top + side))
    return picture.crop(box).resize((CLOSE_UP, CLOSE_UP), Image.Resampling.BICUBIC, reducing_gap=3.0)


def _looks(near: Image.Image) -> bytes:
    edge = round(CLOSE_UP * (1 - 1 / _ROOM) / 2)
    inner = near.crop((edge, edge, CLOSE_UP - edge, CLOSE_UP - edge)).convert("L")
    return np.asarray(inner.resize((_LOOK, _LOOK), Image.Resampling.BOX)).tobytes()
