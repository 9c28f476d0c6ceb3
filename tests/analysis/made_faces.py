"""Faces that nobody has, at places as told."""

import numpy as np

from app.analysis.eyes import Eyes
from app.analysis.face_places import Placing
from app.analysis.faces import Face

OPEN, CLOSED, UNTOLD = Eyes(0.95, 0.9), Eyes(0.02, 0.1), Eyes()


def looks(person: int) -> bytes:
    """What a person looks like: the same in every frame, and unlike anybody else."""
    return np.random.default_rng(person).integers(0, 256, 64, np.uint8).tobytes()


def face(
    x: float,
    y: float = 0.4,
    size: float = 0.1,
    *,
    person: int = 0,
    eyes: Eyes = OPEN,
    sharpness: float = 0.6,
    certainty: float = 0.93,
) -> Face:
    """A face whose middle is at (x, y), of that share of the height of a square picture."""
    return Face(x - size / 2, y - size / 2, size, size, certainty, sharpness, eyes, looks(person))


def still(count: int) -> list[Placing]:
    """Square frames of a camera that did not move."""
    return [Placing(1.0)] * count
