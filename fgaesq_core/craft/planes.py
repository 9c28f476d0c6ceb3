"""A picture as the planes that are measured, each between 0 and 1."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from fgaesq_core.cells import Floats, block_means

LEVELS = 4
"""How often brightness is halved, the full size included."""


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """`luma` in LEVELS sizes; `blue` and `red`, colour differences about 0."""

    luma: tuple[Floats, ...]
    blue: Floats
    red: Floats


def planes(image: Image.Image) -> Planes:
    """The planes of an RGB picture whose sides are multiples of 8 at least."""
    luma, blue, red = _bands(image)
    levels = [luma]
    for _ in range(LEVELS - 1):
        levels.append(block_means(levels[-1], 2))
    return Planes(tuple(levels), blue - np.float32(0.5), red - np.float32(0.5))


def _bands(image: Image.Image) -> tuple[Floats, Floats, Floats]:
    """Brightness and both colour differences of an RGB picture, 0 to 1."""
    luma, blue, red = (
        np.divide(np.asarray(band), np.float32(255), dtype=np.float32) for band in image.convert("YCbCr").split()
    )
    return luma, blue, red


def edged(plane: Floats) -> Floats:
    """The plane with its border repeated once, so that differences keep its shape."""
    return np.pad(plane, 1, "edge")


def logs(values: "Floats | float") -> Floats:
    """Logarithms of energies, from one on that nobody sees."""
    return np.log(np.asarray(values, np.float32) + np.float32(1e-6))  # type: ignore[no-any-return]
