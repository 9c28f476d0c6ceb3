"""Puts photos into the order they were taken in, each camera's for itself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.library.natural_order import NameKey, natural_key
from app.library.photo import Capture

COUNTING_PAUSE = 3.0
_LONGEST_BURST = 3600.0


@dataclass(frozen=True, slots=True)
class Frame:
    """One photo as ordering sees it.

    `instant` is in seconds on one clock for all photos. `key` is the camera's burst key where at least two photos
    share it, else empty: a key of its own proves nothing, as some cameras write one for every shot. `opening` is
    the instant of the burst's first photo.
    """

    photo: int
    instant: float
    index: int | None
    name: NameKey
    key: str
    opening: float


def streams(captures: Sequence[Capture], names: Sequence[str]) -> list[list[Frame]]:
    """The photos of each camera body in order of capture; equal times go by camera count, then by file name.

    Photos of one burst key stand together, where the first of them was taken.
    """
    bodies: dict[tuple[str, str], list[int]] = {}
    for photo, capture in enumerate(captures):
        bodies.setdefault((capture.camera, capture.serial), []).append(photo)
    instants = _instants(captures)
    keys = [natural_key(name) for name in names]
    return [_ordered(_frames(bodies[body], captures, instants, keys)) for body in sorted(bodies)]


def _instants(captures: Sequence[Capture]) -> list[float]:
    """Seconds since 1970 in UTC; clocks without time zone are taken to run on the commonest recorded one."""
    offsets = Counter(
        capture.time.offset for capture in captures if capture.time.sure and capture.time.offset is not None
    )
    usual = min(offsets, key=lambda offset: (-offsets[offset], offset), default=0)
    return [
        capture.time.wall - 60 * (usual if capture.time.offset is None else capture.time.offset) for capture in captures
    ]


def _frames(photos: list[int], captures: Sequence[Capture], instants: list[float], names: list[NameKey]) -> list[Frame]:
    bursts = _bursts(photos, captures, instants)
    frames = []
    for photo in photos:
        key, opening = bursts.get(photo, ("", instants[photo]))
        frames.append(Frame(photo, instants[photo], captures[photo].burst.index, names[photo], key, opening))
    return frames


def _bursts(photos: list[int], captures: Sequence[Capture], instants: list[float]) -> dict[int, tuple[str, float]]:
    """Key and opening of the burst each photo belongs to, for photos that share one.

    Keys built from file numbers come round again when a card is formatted; a pause of hours tells such bursts apart.
    """
    members: dict[str, list[int]] = {}
    for photo in photos:
        if key := captures[photo].burst.key:
            members.setdefault(key, []).append(photo)
    bursts = {}
    for key, shared in members.items():
        shared.sort(key=lambda photo: (instants[photo], captures[photo].time.sure))
        start = 0
        for stop in range(1, len(shared) + 1):
            if stop < len(shared) and not _reused(shared[stop - 1], shared[stop], captures, instants):
                continue
            opening = instants[shared[start]]
            if stop - start > 1:
                bursts.update(dict.fromkeys(shared[start:stop], (f"{key} {opening}", opening)))
            start = stop
    return bursts


def _reused(before: int, after: int, captures: Sequence[Capture], instants: list[float]) -> bool:
    sure = captures[before].time.sure and captures[after].time.sure
    return sure and instants[after] - instants[before] > _LONGEST_BURST


def _ordered(frames: list[Frame]) -> list[Frame]:
    frames.sort(key=lambda frame: (frame.opening, frame.key, frame.instant, frame.index or 0, frame.name))
    ordered: list[Frame] = []
    for _, group in groupby(frames, key=lambda frame: (frame.opening, frame.key, frame.instant)):
        tied = list(group)
        ordered += _settled(ordered[-1] if ordered else tied[0], tied) if len(tied) > 1 else tied
    return ordered


def _settled(last: Frame, tied: list[Frame]) -> list[Frame]:
    """Frames of one time, `last` being the one before them.

    A clock of whole seconds can show the end of one burst and the start of the next as one time. Then the count
    alone would mix them: what goes on counting comes first, and what is counted twice goes by name.
    """
    counts = [frame.index for frame in tied if frame.index is not None]
    if len(set(counts)) < len(counts):
        return sorted(tied, key=lambda frame: frame.name)
    count = last.index
    close = tied[0].instant - last.instant <= COUNTING_PAUSE
    if count is None or not close or count in counts or count + 1 not in counts:
        return tied
    return sorted(tied, key=lambda frame: (frame.index or 0) < count)
