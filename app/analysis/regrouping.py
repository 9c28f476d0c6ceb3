"""From photos to series by their lasting ids, fast enough to follow a slider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.analysis.by_hand import regrouped_by_hand
from app.analysis.grouping import GroupingSettings, Look, Timeline, group, timeline
from app.analysis.shoot import PhotoSeries, Seen
from app.library.hand_made import HandMade
from app.library.photo import Photo, PhotoId


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that grouping needs to know of some photos, whatever the settings; `rank` is the place of each by time."""

    ids: tuple[PhotoId, ...]
    timeline: Timeline
    rank: Mapping[PhotoId, int]


@dataclass(frozen=True, slots=True)
class Computed:
    """Series as the settings make them, before any hand, and the place of each photo by time."""

    series: tuple[PhotoSeries, ...] = ()
    rank: Mapping[PhotoId, int] = field(default_factory=dict)

    def by_hand(self, made: HandMade) -> tuple[PhotoSeries, ...]:
        """The series as they are to be seen."""
        return regrouped_by_hand(self.series, made, self.rank)


def evidence(photos: Sequence[Photo], seen: Sequence[Seen]) -> Evidence:
    """Gather times, camera bursts and likeness of photos; of two photos the first in `seen` that knows both tells it.

    A photo that nobody knows goes by time alone.
    """
    captures = [photo.capture for photo in photos]
    names = [str(photo.path) for photo in photos]
    looks = [look for one in seen if (look := _look(one)) is not None]
    ids = tuple(photo.id for photo in photos)
    line = timeline(captures, names, looks)
    rank = {ids[photo]: place for photo, place in zip(line.photos.tolist(), line.rank.tolist(), strict=True)}
    return Evidence(ids, line, rank)


def _look(seen: Seen) -> Look | None:
    known = [vector for vector in seen.vectors if vector is not None]
    if not known:
        return None
    rows = np.full((len(seen.vectors), len(known[0])), np.nan, np.float32)
    for row, vector in zip(rows, seen.vectors, strict=True):
        if vector is not None:
            row[:] = vector
    return Look(rows, seen.embedder.scale)


def regroup(known: Evidence, settings: GroupingSettings) -> tuple[PhotoSeries, ...]:
    """The series at these settings, by first capture."""
    return tuple(
        PhotoSeries(series.kind, tuple(known.ids[frame] for frame in series.frames), series.reason)
        for series in group(known.timeline, settings)
    )
