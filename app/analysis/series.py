"""What grouping yields: series of photos, each with the reason why its frames belong together."""

from dataclasses import dataclass
from enum import StrEnum


class SeriesKind(StrEnum):
    """How the frames of a series relate; only those of a burst compete with each other."""

    BURST = "burst"
    BRACKET = "bracket"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Series:
    """Frames that belong together, as indexes into the photos given, in order of capture.

    `reason` says in words for people why they were joined; it is empty for a single photo.
    """

    kind: SeriesKind
    frames: tuple[int, ...]
    reason: str = ""
