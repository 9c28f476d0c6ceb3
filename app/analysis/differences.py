"""Where one frame differs from another it is compared with, after the movement of the camera is taken out.

The map is the one by which the scorer chooses what to look at closely (`fgaesq_core.divergence`): for two frames, one
less the structural similarity (Wang et al., IEEE Transactions on Image Processing 13, 2004) of brightness over blocks
of 8 by 8 pixels of the working size.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.analysis.frame_look import FrameLook, same_size
from fgaesq_core import correlation
from fgaesq_core.divergence import BLOCK, between
from fgaesq_core.registration import STILL, Motion, Reference, reached
from fgaesq_core.working import grey

Floats = NDArray[np.float32]
Grey = NDArray[np.uint8]

# Of 31 pairs of photographs of different places none was more alike than 0.07, of frames of one place laid over each
# other none less than 0.36.
_ALIKE = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """How another frame differs from this one, in the places of this one.

    `blocks` (height / 8, width / 8), 0 to 1, and where the other frame does not reach 0. `motion` says where the places
    of this frame lie in the other, in pixels of the working `size` (width, height). `likeness`, -1 to 1, is the
    correlation of the detail of both once laid over each other, and `sure` whether that is enough to trust the motion.
    """

    blocks: Floats
    motion: Motion
    size: tuple[int, int]
    likeness: float

    @property
    def sure(self) -> bool:
        """Whether both frames show the same view, so that what differs means something."""
        return self.likeness > _ALIKE

    @property
    def map(self) -> Floats:
        """Differences 0 to 1 at the working size, shape (height, width)."""
        enlarged = Image.fromarray(self.blocks).resize(self.size, Image.Resampling.BILINEAR)
        values: Floats = np.clip(np.asarray(enlarged), 0, 1)
        return values

    @property
    def covered(self) -> float:
        """The share of this frame, 0 to 1, that the other reaches."""
        width, height = self.size
        return float(reached((height, width), self.motion, BLOCK).mean())

    def way(self, this: tuple[int, int], other: tuple[int, int]) -> tuple[float, float, float, float, float, float]:
        """An affine map (a, b, c, d, e, f) of pictures of both frames of any (width, height).

        What is at (x, y) of this one lies at (a x + b y + c, d x + e y + f) of the other.
        """
        width, height = self.size
        a, b, c, d, e, f = self.motion.coefficients(width, height)
        (from_x, from_y), (to_x, to_y) = ((size[0] / width, size[1] / height) for size in (this, other))
        return a * to_x / from_x, b * to_x / from_y, c * to_x, d * to_y / from_x, e * to_y / from_y, f * to_y

    def laid_over(self, other: Image.Image, this: tuple[int, int]) -> Image.Image:
        """The other frame, RGB of any size, as it lies in this one of that (width, height); clear where it ends."""
        way = self.way(this, other.size)
        return other.convert("RGBA").transform(this, Image.Transform.AFFINE, way, Image.Resampling.BICUBIC)


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two frames laid over each other: the difference as each of them sees it, and both in the places of the first.

    `greys` (height, width) are their brightness at the working size, the second moved to the first, and `there` says
    in which blocks both are known.
    """

    differences: tuple[Difference, Difference]
    greys: tuple[Grey, Grey]
    there: NDArray[np.bool_]


def pair(one: FrameLook, other: FrameLook) -> Pair | None:
    """Lay two frames over each other; None where their shapes differ."""
    both = same_size(one, other)
    if both is None:
        return None
    first = grey(both[0])
    motion, view = Reference(first).registered(grey(both[1]))
    here, there = between(*both, (STILL, motion))
    size = (first.shape[1], first.shape[0])
    known = reached(first.shape, motion, BLOCK)
    likeness = _likeness(first, view, known)
    answers = Difference(here, motion, size, likeness), Difference(there, motion.inverse(), size, likeness)
    return Pair(answers, (first, view), known)


def _likeness(first: Grey, second: Grey, known: NDArray[np.bool_]) -> float:
    one, other = (correlation.detail(plane, BLOCK)[known] for plane in (first, second))
    return correlation.likeness(one, other)
