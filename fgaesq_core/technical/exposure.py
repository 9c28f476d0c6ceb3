"""What the histogram says of a frame's exposure."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops

WHITE = 250
BLACK = 3
MIDDLE_GREY = 118
"""18 % of white in 8-bit sRGB (IEC 61966-2-1)."""
GAMMA = 2.2
DARKEST_EV = -8.0


@dataclass(frozen=True, slots=True)
class Exposure:
    """Exposure of one frame.

    `highlights`: share of pixels, 0..1, with a channel at 250 or above. `shadows`: share with every channel at 3
    or below; one empty channel is a pure colour, not a lost shadow. `mean`: mean luma in EV above middle grey, -8
    at the least. `headroom`: EV between white and the brightest 1 % (in their brightest channel), 8 at the most.
    """

    highlights: float
    shadows: float
    mean: float
    headroom: float


def exposure(image: Image.Image) -> Exposure:
    """Read an RGB picture's exposure; EV by a gamma of 2.2."""
    red, green, blue = image.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    luma = image.convert("L").histogram()
    pixels = sum(brightest)
    mean = sum(level * count for level, count in enumerate(luma)) / pixels
    top = int(np.searchsorted(np.cumsum(brightest), 0.99 * pixels))
    return Exposure(
        highlights=sum(brightest[WHITE:]) / pixels,
        shadows=sum(brightest[: BLACK + 1]) / pixels,
        mean=_stops(mean, MIDDLE_GREY),
        headroom=-_stops(top, 255),
    )


def _stops(level: float, reference: float) -> float:
    return max(DARKEST_EV, GAMMA * float(np.log2(max(level, 0.5) / reference)))
