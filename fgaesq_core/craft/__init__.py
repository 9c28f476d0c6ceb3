"""Measures of a photo's craft, for networks that take them: focus, blur, noise, light, compression, level, framing.

They are plain numbers from which the network learns what matters; none of them is a judgement. Each frame has its own,
how they differ from the mean of its series, how much frames of that series differ in each, and how it lies to the other
frames.
"""

from collections.abc import Sequence

import numpy as np

from fgaesq_core.cells import Floats
from fgaesq_core.craft.look import Look, look
from fgaesq_core.craft.together import relations
from fgaesq_core.registration import Motion

__all__ = ["COUNT", "OWN", "RELATED", "Look", "compared", "look"]

OWN = 209
"""How many measures are of a frame by itself."""

RELATED = 24
"""How many measures say how a frame lies to the others."""

COUNT = 3 * OWN + RELATED
"""How many measures a frame has in all: its own, their differences, how much the series differs, and relations."""


def compared(looks: Sequence[Look], motions: Sequence[Motion], size: tuple[int, int]) -> list[Floats]:
    """The measures, shape (COUNT,) each, of the frames of one series that have one (width, height)."""
    own = np.stack([each.own for each in looks])
    apart = own - own.mean(0)
    deviations = np.broadcast_to(np.sqrt(np.square(apart).mean(0)), apart.shape)
    every = np.concatenate([own, apart, deviations, relations(looks, motions, size)], 1)
    return list(every)
