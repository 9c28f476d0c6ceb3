"""Bringing two pictures to one size before they are compared, as the published method does it."""

from math import ceil, sqrt
from random import Random

from PIL import Image

from fgaesq_core.cells import PATCH
from fgaesq_core.errors import PictureError

LONGEST = 2048

_ROOM = 1.2
_SHORTEST = 384
_TOLERANCE = 0.01
_MOST_PIXELS = 1 << 25


def limited(image: Image.Image) -> Image.Image:
    """The picture with its longer side at most 2048 pixels."""
    factor = LONGEST / max(image.size)
    return image if factor >= 1 else _resized(image, _scaled(image.size, factor))


def aligned(first: Image.Image, second: Image.Image, rows: int, random: Random) -> tuple[Image.Image, Image.Image]:
    """Both pictures with one side in common, drawn by lot, and large enough to fill `rows` rows.

    Raises PictureError where the pictures' shapes are so different that the result would not fit into memory.
    """
    side = 0 if random.choice(["width", "height"]) == "width" else 1
    first, second = _matched(first, second.size[side], side), _matched(second, first.size[side], side)
    sizes = _enlarged(first.size, rows), _enlarged(second.size, rows)
    factors = _factor(first.size, sizes[0]), _factor(second.size, sizes[1])
    if abs(factors[0] - factors[1]) > _TOLERANCE:
        sizes = _scaled(first.size, max(factors)), _scaled(second.size, max(factors))
    return _resized(first, sizes[0]), _resized(second, sizes[1])


def _matched(image: Image.Image, target: int, side: int) -> Image.Image:
    own = image.size[side]
    if own >= target:
        return image
    other = int(image.size[1 - side] * target / own)
    return _resized(image, (target, other) if side == 0 else (other, target))


def _enlarged(size: tuple[int, int], rows: int) -> tuple[int, int]:
    patches = ceil(size[0] / PATCH) * ceil(size[1] / PATCH)
    if patches > rows:
        return size
    factor = sqrt(rows * _ROOM / patches)
    return _scaled(size, max(factor, _SHORTEST / min(size)) if min(size) < _SHORTEST else factor)


def _factor(size: tuple[int, int], target: tuple[int, int]) -> float:
    return max(target[0] / size[0], target[1] / size[1])


def _scaled(size: tuple[int, int], factor: float) -> tuple[int, int]:
    return max(1, int(size[0] * factor)), max(1, int(size[1] * factor))


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if size[0] * size[1] > _MOST_PIXELS:
        raise PictureError("The picture is too long and narrow to be compared; crop it or leave it out of the series.")
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
