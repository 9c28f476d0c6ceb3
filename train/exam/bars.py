"""What a scorer has to reach."""

from dataclasses import dataclass
from enum import StrEnum

from train.exam.tasks import Part
from train.synth.faults import CUT, TILT


class Effort(StrEnum):
    """What a network was trained with."""

    CPU = "cpu"
    GPU = "gpu"


@dataclass(frozen=True, slots=True)
class Bar:
    """The least share of pairs and of top frames; None where nothing is asked."""

    pairs: float | None = None
    top: float | None = None


def bar_of(part: Part, group: str, effort: Effort) -> Bar:
    """What is asked of a row of the table."""
    few = effort is Effort.CPU
    known = {
        (Part.SEEN, ALL): Bar(0.88, 0.78) if few else Bar(0.92, 0.85),
        (Part.UNSEEN, ALL): Bar(0.84, 0.70) if few else Bar(0.88, 0.75),
        (Part.SEEN, TILT): Bar(0.65 if few else 0.75),
        (Part.SEEN, CUT): Bar(0.68 if few else 0.78),
    }
    return known.get((part, group), Bar())


ALL, MIXED = "all kinds", "mixed kinds only"
"""Rows that are no single kind or group of kinds."""

RISES = 0.95
"""The least mean correlation of severity and a falling score."""

HARMLESS = 0.05
"""What `p_best` may change by where nothing changes that matters."""

CALIBRATED = 0.05
"""The highest expected calibration error."""

FROM_PICTURES, FROM_FILES = 100.0, 25.0
"""Frames a second: of pictures of 1600 x 1067 pixels, and of JPEGs of 24 megapixels."""
