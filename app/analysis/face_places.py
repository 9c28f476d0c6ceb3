"""Where the frames of a series lie in relation to each other, so that a face can be looked for at its place."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from app.cancel import CancelToken
from fgaesq_core.registration import STILL, Motion, Reference
from fgaesq_core.working import brought_to, grey, grids

# Thumbnails have some 60 cells; no more detail than theirs is needed.
_CELLS = 70
_CELL = 32


@dataclass(frozen=True, slots=True)
class Placing:
    """How places of a frame are told in the picture all frames share: turned and zoomed, then shifted.

    Lengths are shares of the frame's height, and (0, 0) is the middle of the frame.
    """

    aspect: float
    right: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    zoom: float = 0.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where something at these shares of the frame's width and height lies in the shared picture."""
        across, along = (x - 0.5) * self.aspect, y - 0.5
        scale = 1 + self.zoom
        return scale * across - self.turn * along + self.right, scale * along + self.turn * across + self.down


def placings(thumbnails: Sequence[bytes], token: CancelToken) -> tuple[Placing, ...]:
    """The placing of each frame in relation to the middle one, from their thumbnails as JPEG; raises Cancelled.

    A frame that fits nowhere, or is not of the same shape, is taken as lying where the middle one lies.
    """
    pictures = [Image.open(io.BytesIO(jpeg)).convert("RGB") for jpeg in thumbnails]
    if not pictures:
        return ()
    sizes = grids([picture.size for picture in pictures], _CELLS)
    greys = [grey(brought_to(picture, size)) for picture, size in zip(pictures, sizes, strict=True)]
    middle = greys[len(greys) // 2]
    reference = Reference(middle)
    found = []
    for picture, one in zip(pictures, greys, strict=True):
        token.check()
        motion = reference.motion(one) if one.shape == middle.shape else STILL
        found.append(_placing(motion.inverse(), picture.width / picture.height, one.shape[0]))
    return tuple(found)


def _placing(way: Motion, aspect: float, height: int) -> Placing:
    numbers = np.array([way.right / height, way.down / height, way.turn, way.zoom])
    return Placing(aspect, *map(float, numbers)) if math.isfinite(float(numbers.sum())) else Placing(aspect)
