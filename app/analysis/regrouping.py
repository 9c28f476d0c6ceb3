"""From photos to series by their lasting ids, fast enough to follow a slider."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.analysis.grouping import GroupingSettings, Timeline, group, timeline
from app.analysis.shoot import PhotoSeries, Vector
from app.library.photo import Photo, PhotoId
from fgaesq_core import appearance


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that grouping needs to know of some photos, whatever the settings."""

    ids: tuple[PhotoId, ...]
    timeline: Timeline


def evidence(photos: Sequence[Photo], vectors: Sequence[Vector | None]) -> Evidence:
    """Gather times, camera bursts and likeness of photos; a photo without vector goes by time alone."""
    rows: np.ndarray | None = None
    known = [vector for vector in vectors if vector is not None]
    if known:
        rows = np.full((len(photos), len(known[0])), np.nan, np.float32)
        for row, vector in zip(rows, vectors, strict=True):
            if vector is not None:
                row[:] = vector
    captures = [photo.capture for photo in photos]
    names = [str(photo.path) for photo in photos]
    return Evidence(tuple(photo.id for photo in photos), timeline(captures, names, rows, appearance.LIKENESS))


def regroup(known: Evidence, settings: GroupingSettings) -> tuple[PhotoSeries, ...]:
    """The series at these settings, by first capture."""
    return tuple(
        PhotoSeries(series.kind, tuple(known.ids[frame] for frame in series.frames), series.reason)
        for series in group(known.timeline, settings)
    )
