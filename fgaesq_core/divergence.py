"""How far each frame of a series differs from the rest of it, block by block, in time linear in their number.

For two frames it is one less the structural similarity (Wang et al., IEEE Transactions on Image Processing 13, 2004)
of brightness over blocks of 8 by 8 pixels. For more, the moments of the other frame become their means over
the other frames: as a covariance is linear in either side, the mean one costs a single product with the sum of frames.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import add

import numpy as np
from PIL import Image

from fgaesq_core.cells import CELL, Floats, block_means, product_means
from fgaesq_core.registration import STILL, Motion, Reference, moved, reached
from fgaesq_core.working import Grey, Pixels, grey

BLOCK = 8

# To lay a frame over the reference takes long, and to keep it so takes a megabyte.
_KEPT = 24
_C1, _C2 = 0.01**2, 0.03**2
_SAMPLE = np.float32(BLOCK**2 / (BLOCK**2 - 1))


@dataclass(frozen=True, slots=True, eq=False)
class _Overlay:
    """One frame or the sum of some, seen from the reference.

    `pixels` (height, width) between 0 and 1 for each frame, and in blocks (rows, columns) their means, squared means
    and variances; `count` (rows, columns) says how many frames reach a block, and the others add nothing there.
    """

    pixels: Floats
    mean: Floats
    square: Floats
    variance: Floats
    count: Floats

    def __add__(self, other: "_Overlay") -> "_Overlay":
        return _Overlay(
            self.pixels + other.pixels,
            self.mean + other.mean,
            self.square + other.square,
            self.variance + other.variance,
            self.count + other.count,
        )

    def without(self, one: "_Overlay") -> "_Overlay":
        """The sum less one of its frames; the pixels stay, as they are accounted for by `_difference`."""
        return _Overlay(
            self.pixels,
            self.mean - one.mean,
            self.square - one.square,
            self.variance - one.variance,
            self.count - one.count,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Registered:
    """How the camera moved from one of n frames to each, and, for n that are few, each frame as seen from that one."""

    moves: tuple[Motion, ...]
    views: tuple[Grey, ...] | None


def registered(frames: Sequence[Pixels]) -> Registered:
    """n >= 1 frames of one size, registered to that in the middle of them."""
    if len(frames) == 1:
        return Registered((STILL,), None)
    reference = Reference(grey(frames[_middle(frames)]))
    if len(frames) > _KEPT:
        return Registered(tuple(reference.motion(grey(frame)) for frame in frames), None)
    moves, views = zip(*(reference.registered(grey(frame)) for frame in frames), strict=True)
    return Registered(moves, views)


def motions(frames: Sequence[Pixels]) -> list[Motion]:
    """How the camera moved, for n >= 1 frames of one size, from that in the middle of them to each."""
    return list(registered(frames).moves)


def from_rest(
    frames: Sequence[Pixels], moves: Sequence[Motion], views: Sequence[Grey] | None = None
) -> Iterator[Floats]:
    """How far each of n frames differs from the others, shape (height / 8, width / 8), 0 to 1, in its own places.

    Each frame is asked for at most twice, and of many none is kept. It is 0 where no other frame reaches, and
    everywhere for n = 1. `views` are those of `registered`, where they are known.
    """
    if len(frames) == 1:
        yield np.zeros(tuple(side // BLOCK for side in frames[0].shape[:2]), np.float32)
        return
    overlays = partial(map, _overlay, views, moves) if views else partial(_overlays, frames, moves)
    kept = list(overlays()) if len(frames) <= _KEPT else None
    total = reduce(add, kept or overlays())
    for one, move in zip(kept or overlays(), moves, strict=True):
        yield _brought_back(_difference(one, total.without(one), own=1), move)


def between(first: Pixels, second: Pixels, moves: tuple[Motion, Motion]) -> tuple[Floats, Floats]:
    """How far two frames differ, as `from_rest` says it, in the places of the first and in those of the second."""
    one, other = _overlays((first, second), moves)
    difference = _difference(one, other, own=0)
    return _brought_back(difference, moves[0]), _brought_back(difference, moves[1])


def by_cell(difference: Floats) -> Floats:
    """The mean difference in each cell, shape (rows, columns), of a map of blocks."""
    side = CELL // BLOCK
    rows, columns = difference.shape[0] // side, difference.shape[1] // side
    return difference.reshape(rows, side, columns, side).mean((1, 3))  # type: ignore[no-any-return]


def _overlays(frames: Sequence[Pixels], moves: Sequence[Motion]) -> Iterator[_Overlay]:
    for frame, move in zip(frames, moves, strict=True):
        yield _overlay(moved(grey(frame), move), move)


def _overlay(view: Grey, move: Motion) -> _Overlay:
    """A frame that was moved to the reference."""
    pixels: Floats = np.divide(view, np.float32(255), dtype=np.float32)
    mean = block_means(pixels, BLOCK)
    count = np.ones_like(mean)
    if move != STILL:
        count = reached(pixels.shape, move, BLOCK).astype(np.float32)
        rows = pixels.reshape(len(count), BLOCK, -1)
        rows *= count.repeat(BLOCK, 1)[:, None]
        mean *= count
    square = mean * mean
    variance = _SAMPLE * (product_means(pixels, pixels, BLOCK) - square)
    return _Overlay(pixels, mean, square, variance, count)


def _difference(one: _Overlay, rest: _Overlay, own: int) -> Floats:
    """Difference in blocks, shape (rows, columns), from the mean of a rest whose pixels hold this frame `own` times."""
    count = np.maximum(rest.count, 1)
    product = product_means(one.pixels, rest.pixels, BLOCK)
    if own:
        product -= one.variance / _SAMPLE + one.square
    mean = rest.mean / count
    covariance = _SAMPLE * (product / count - one.mean * mean)
    above = (2 * one.mean * mean + _C1) * (2 * covariance + _C2)
    below = (one.square + rest.square / count + _C1) * (one.variance + rest.variance / count + _C2)
    both = one.count * rest.count > 0
    return np.where(both, np.clip(1 - above / below, 0, 1), 0).astype(np.float32)


def _brought_back(difference: Floats, move: Motion) -> Floats:
    """The map of the reference as it lies in the frame that moved."""
    if move == STILL:
        return difference
    height, width = difference.shape
    way = move.inverse().scaled(1 / BLOCK).coefficients(width, height)
    image = Image.fromarray(difference)
    return np.asarray(image.transform(image.size, Image.Transform.AFFINE, way, Image.Resampling.BILINEAR))


def _middle(frames: Sequence[Pixels]) -> int:
    """The frame that is nearest to all others taken together; the first of those equally near."""
    small = np.stack([_small(frame) for frame in frames])
    distances = np.abs(small - np.median(small, axis=0)).mean((1, 2))
    return int(np.argmin(distances))


def _small(frame: Pixels) -> Floats:
    height, width = (side // CELL for side in frame.shape[:2])
    rows = frame.reshape(height, CELL, -1).sum(1, dtype=np.float32)
    small: Floats = rows.reshape(height, width, -1).sum(2)
    return small
