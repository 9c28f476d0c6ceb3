"""Tells whether the eyes of a face are open, with OCEC (Hyodo, 2025), or that it cannot be told."""

import math
from dataclasses import dataclass
from enum import Enum
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.analysis.onnx import Floats, Network

_HEIGHT, _WIDTH = 24, 40
# Sections of an eye, as shares of the distance of the eyes: the network was taught on sections that differ as much,
# and where the eye is, is known to about so much. The mean over all of them is steadier than any one.
_SIZES = (0.6, 0.75, 0.9)
_SHIFTS = ((0.0, 0.0), (0.08, 0.0), (-0.08, 0.0), (0.0, 0.06), (0.0, -0.06))
# Eyes closer together than this, in pixels, have too few of them to tell.
_LEAST_DISTANCE = 18.0
# How far the nose may stand from the middle of the eyes, in their distance: beyond, the far eye is hidden, then both.
_TURNED, _AWAY = 0.4, 0.7
_CLOSED, _BOTH_CLOSED, _OPEN = 0.22, 0.4, 0.6
_ONE_CLOSED = 0.15


class Lids(Enum):
    """What is said of the eyes of a face."""

    OPEN = "open"
    CLOSED = "closed"
    UNSURE = "cannot tell"


@dataclass(frozen=True, slots=True)
class Eyes:
    """The probability that each eye is open, that on the left of the picture first; None where it cannot be told."""

    left: float | None = None
    right: float | None = None

    @property
    def lids(self) -> Lids:
        """Closed only where nothing speaks against it: a wink, a lock of hair and a shadow are not closed eyes."""
        told = [eye for eye in (self.left, self.right) if eye is not None]
        if not told:
            return Lids.UNSURE
        mean = sum(told) / len(told)
        if (mean < _CLOSED and max(told) < _BOTH_CLOSED) if len(told) > 1 else mean < _ONE_CLOSED:
            return Lids.CLOSED
        return Lids.OPEN if mean > _OPEN else Lids.UNSURE

    @property
    def open(self) -> float | None:
        """The mean probability of the eyes that can be told."""
        told = [eye for eye in (self.left, self.right) if eye is not None]
        return sum(told) / len(told) if told else None


class EyeReader:
    """Looks at the eyes of one face at a time."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def read(self, picture: Image.Image, points: NDArray[np.float64]) -> Eyes:
        """The eyes of a face in an RGB picture; `points` as the detector tells them, in pixels of the picture."""
        seen = visible_eyes(points)
        if not any(seen):
            return Eyes()
        sections = [_sections(picture, points, eye) for eye in (0, 1) if seen[eye]]
        told = iter(self._network.run(np.concatenate(sections))["prob_open"].reshape(len(sections), -1).mean(1))
        left, right = (float(next(told)) if visible else None for visible in seen)
        return Eyes(left, right)


def visible_eyes(points: NDArray[np.float64]) -> tuple[bool, bool]:
    """Which eyes can be seen well enough to be judged: not of small faces, nor the far eye of turned ones."""
    across = points[1] - points[0]
    distance = math.hypot(*across)
    if distance < _LEAST_DISTANCE:
        return False, False
    nose = float((points[2] - (points[0] + points[1]) / 2) @ across) / distance**2
    if abs(nose) > _AWAY:
        return False, False
    return nose > -_TURNED, nose < _TURNED


def _sections(picture: Image.Image, points: NDArray[np.float64], eye: int) -> Floats:
    """An eye turned level, in sections of several sizes and places, shape (sections, 3, 24, 40), 0 to 1."""
    across = points[1] - points[0]
    distance, angle = math.hypot(*across), math.atan2(across[1], across[0])
    near, middle, reduction = _near(picture, points[eye], distance)
    found = [
        np.asarray(_level(near, middle + np.array(shift) * distance / reduction, size * distance / reduction, angle))
        for size, shift in product(_SIZES, _SHIFTS)
    ]
    return (np.stack(found).astype(np.float32) / np.float32(255)).transpose(0, 3, 1, 2)


def _near(
    picture: Image.Image, eye: NDArray[np.float64], distance: float
) -> tuple[Image.Image, NDArray[np.float64], int]:
    """What is around an eye, no finer than the network sees it, with the place of the eye in it and the reduction."""
    reach = distance * 0.8
    left, top = (math.floor(at - reach) for at in eye)
    box = (left, top, math.ceil(eye[0] + reach), math.ceil(eye[1] + reach))
    reduction = max(1, int(distance * _SIZES[0] / _WIDTH))
    return picture.crop(box).reduce(reduction), (eye - (left, top)) / reduction, reduction


def _level(near: Image.Image, middle: NDArray[np.float64], width: float, angle: float) -> Image.Image:
    step = width / _WIDTH
    cos, sin = math.cos(angle) * step, math.sin(angle) * step
    x = middle[0] - cos * _WIDTH / 2 + sin * _HEIGHT / 2
    y = middle[1] - sin * _WIDTH / 2 - cos * _HEIGHT / 2
    way = (cos, -sin, x, sin, cos, y)
    return near.transform((_WIDTH, _HEIGHT), Image.Transform.AFFINE, way, Image.Resampling.BICUBIC)
