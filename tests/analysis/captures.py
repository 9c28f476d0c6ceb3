"""Capture data and pictures as vectors, made to measure for tests of grouping."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.analysis.grouping import GroupingSettings, Look, group, timeline
from app.analysis.series import Series
from app.library.photo import Burst, Capture, CaptureTime
from fgaesq_core.appearance import LikenessScale

NOON = 1_700_000_000.0
PLAIN = LikenessScale(low=0.0, high=1.0)


def shot(
    seconds: float,
    *,
    step: float = 0.01,
    offset: int | None = None,
    sure: bool = True,
    key: str = "",
    index: int | None = None,
    bracketed: bool = False,
    **details: object,
) -> Capture:
    """A photo taken some seconds after noon by a camera with a clock of hundredths."""
    base = Capture(CaptureTime(NOON + seconds, offset, step, sure), 6000, 4000, camera="Test", exposure=0.001)
    reason = f"same test burst {key}" if key else ""
    return replace(base, burst=Burst(key, index, bracketed, reason), **details)  # type: ignore[arg-type]


def frame_names(count: int) -> list[str]:
    """Names as a camera numbers them."""
    return [f"IMG_{number}.JPG" for number in range(1, count + 1)]


def views(*angles: float) -> NDArray[np.float32]:
    """One vector per photo, so that two photos are as alike as the cosine of the degrees between them."""
    radians = np.radians(np.array(angles))
    return np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)


def looks(vectors: NDArray[np.float32] | None) -> list[Look]:
    """What is made of photos with these vectors; their likeness is the bare cosine."""
    return [] if vectors is None else [Look(vectors, PLAIN)]


def grouped(
    captures: Sequence[Capture],
    vectors: NDArray[np.float32] | None = None,
    settings: GroupingSettings | None = None,
    names: Sequence[str] | None = None,
) -> tuple[Series, ...]:
    """The series of these photos; their likeness is the bare cosine."""
    known = timeline(captures, names or frame_names(len(captures)), looks(vectors))
    return group(known, settings or GroupingSettings())


def sets(series: Iterable[Series]) -> list[tuple[int, ...]]:
    """Just who is with whom."""
    return [each.frames for each in series]
