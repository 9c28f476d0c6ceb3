"""What is measured of one frame by itself."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from fgaesq_core.cells import Floats
from fgaesq_core.craft import detail, light, lines, native, noise, salience
from fgaesq_core.craft.planes import planes
from fgaesq_core.working import Pixels


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """`own` measures of a frame, its `directions` of lines (`lines.BINS`,) and `small`, what it shows, in Lab."""

    own: Floats
    directions: Floats
    small: Floats


def look(picture: Image.Image, pixels: Pixels) -> Look:
    """Measure an RGB picture, of any size, that has these pixels at its working size."""
    working = Image.fromarray(pixels)
    seen = planes(working)
    found = detail.levels(seen)
    small = salience.small(working)
    standing_out = salience.salience(small)
    weights = salience.weights(standing_out, found[0].xx.shape)
    directions = lines.directions(seen)
    own = [
        *native.measures(native.reduced(picture), pixels.shape[0] * pixels.shape[1]),
        *detail.measures(found, weights),
        detail.focus(found, weights),
        *detail.borders(found),
        *noise.measures(seen),
        *light.measures(pixels, seen, weights),
        *lines.measures(directions),
        salience.measures(standing_out),
    ]
    return Look(np.concatenate(own), directions, small)
