"""Measures of a photo's craft, for networks that take them: focus, blur, noise, light, compression, level, framing.

They are plain numbers from which the network learns what matters; none of them is a judgement. Each frame has its own,
how they differ from the mean of its series, and how it lies to the other frames.
"""

from collections.abc import Sequence

import numpy as np

from fgaesq_core.cells import Floats
from fgaesq_core.craft.look import Look, look
from fgaesq_core.craft.together import relations
from fgaesq_core.registration import Motion

__all__ = ["COUNT", "Look", "compared", "look"]

COUNT = 418
"""How many measures a frame has."""


def compared(looks: Sequence[Look], motions: Sequence[Motion], size: tuple[int, int]) -> list[Floats]:
    """The measures, shape (COUNT,) each, of the frames of one series that have one (width, height)."""
    own = np.stack([each.own for each in looks])
    every = np.concatenate([own, own - own.mean(0), relations(looks, motions, size)], 1)
    return list(every)
