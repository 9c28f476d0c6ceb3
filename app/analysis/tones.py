"""How often each brightness and each strength of red, green and blue occurs in a picture."""

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

# Counting more pixels changes no line that can be seen.
_PIXELS = 500_000
# Of linear light through sRGB primaries (ITU-R BT.709); applied to coded values, as cameras and editors do.
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Tones:
    """Shares of the pixels, each array of 256 from black to full: luma, red, green, blue.

    `clipped` is the share, 0 to 1, in which a colour is at its end, `black` that in which nothing is left.
    """

    luma: NDArray[np.float64]
    red: NDArray[np.float64]
    green: NDArray[np.float64]
    blue: NDArray[np.float64]
    clipped: float
    black: float


def tones(pixels: NDArray[np.uint8]) -> Tones:
    """Count pixels of shape (height, width, 3), RGB; of large pictures evenly spaced ones, none of them blended."""
    height, width = pixels.shape[:2]
    step = max(1, ceil(sqrt(height * width / _PIXELS)))
    seen = pixels[::step, ::step].reshape(-1, 3)
    luma = np.rint(seen.astype(np.float32) @ _LUMA).astype(np.uint8)
    red, green, blue = (_shares(seen[:, channel]) for channel in range(3))
    clipped = float((seen.max(axis=1) == 255).mean())
    black = float((seen.max(axis=1) == 0).mean())
    return Tones(_shares(luma), red, green, blue, clipped, black)


def _shares(values: NDArray[np.uint8]) -> NDArray[np.float64]:
    counted: NDArray[np.float64] = np.bincount(values, minlength=256) / max(1, len(values))
    return counted
