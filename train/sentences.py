"""What may be said of a pair that nobody commented: in which measured attributes its better frame is better."""

import math
from collections.abc import Callable

from fgaesq_core.technical import Measures

_TOLD = 1.0
_ATTRIBUTES: tuple[tuple[str, Callable[[Measures], float]], ...] = (
    # Each in units of about what an eye can just tell, higher being better.
    ("it is sharper", lambda one: math.log2(one.sharpness + 0.02) / 0.3),
    ("the camera was held still", lambda one: -one.motion / 0.4),
    ("highlights are kept", lambda one: -math.sqrt(one.highlights) / 0.1),
    ("shadows are kept", lambda one: -math.sqrt(one.shadows) / 0.1),
    ("the exposure is better", lambda one: -max(0.0, abs(one.exposure) - 0.4) / 0.5),
    ("there is less noise", lambda one: -math.log2(1 + one.noise / 1.8) / 0.4),
)


def composed(better: Measures, worse: Measures) -> str:
    """In what a frame is better than another of its series, the most obvious first; empty where it is in nothing."""
    gains = [(attribute(better) - attribute(worse), words) for words, attribute in _ATTRIBUTES]
    return ", ".join(words for gain, words in sorted(gains, key=lambda item: -item[0]) if gain >= _TOLD)
