"""Everything about a set of photos that grouping needs and its settings do not touch, worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.capture_order import Frame, streams
from app.analysis.neighbours import Neighbours, neighbours
from app.library.photo import Capture
from fgaesq_core.appearance import LikenessScale

_CONTINUOUS_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """What one embedding makes of n photos: unit `vectors` (n, d) and the `scale` that belongs to them.

    A row of zeros or NaN stands for a photo that has no vector yet.
    """

    vectors: NDArray[np.float32]
    scale: LikenessScale


@dataclass(frozen=True, slots=True)
class Timeline:
    """n photos in order of capture, camera after camera; a place is a position in this order.

    `photos` (n,) is the photo at each place and `rank` (n,) the place of each by time among all cameras. `between`
    is what the cameras tell of neighbours. `alike` (k, n) holds at [i, p] the likeness 0..1 of places p and
    p + 2**i, NaN where unknown. `runs` (n,) numbers the stretches of continuous shooting.
    """

    photos: NDArray[np.intp]
    rank: NDArray[np.intp]
    between: Neighbours
    alike: NDArray[np.float32]
    runs: NDArray[np.intp]


def timeline(captures: Sequence[Capture], names: Sequence[str], looks: Sequence[Look] = ()) -> Timeline:
    """Order and compare photos once, for any number of calls of `group`.

    `names` are unique file names, with folders where there are several; they order photos taken at the same time.
    Of the `looks` the first that knows both photos says how alike they are. Raises ValueError when lengths differ.
    """
    if len({len(captures), len(names), *(len(look.vectors) for look in looks)}) > 1:
        raise ValueError("captures, names and vectors must be of one length")
    cameras = streams(captures, names)
    frames = [frame for camera in cameras for frame in camera]
    camera = np.repeat(np.arange(len(cameras)), np.array([len(camera) for camera in cameras], np.intp))
    photos = np.array([frame.photo for frame in frames], np.intp)
    between = neighbours(frames, [captures[photo] for photo in photos.tolist()], camera)
    alike = _likenesses([Look(look.vectors[photos], look.scale) for look in looks], camera)
    return Timeline(photos, _rank(frames), between, alike, _runs(between))


def _rank(frames: list[Frame]) -> NDArray[np.intp]:
    by_time = np.argsort(np.array([frame.instant for frame in frames]), kind="stable")
    rank = np.empty(len(frames), np.intp)
    rank[by_time] = np.arange(len(frames))
    return rank


def _runs(between: Neighbours) -> NDArray[np.intp]:
    continuous = between.sure & (between.slack <= 1) & (between.pauses <= _CONTINUOUS_PAUSE) & ~between.barred
    breaks = ~(continuous | between.bound)
    return np.cumsum(np.concatenate([[False], breaks]))[: len(between.brackets)]


def _likenesses(looks: Sequence[Look], camera: NDArray[np.intp]) -> NDArray[np.float32]:
    """Likeness of each place to those 1, 2, 4, ... places on."""
    count = len(camera)
    alike = np.full((max(count - 1, 1).bit_length(), count), np.nan, np.float32)
    for look in looks:
        _fill(alike, look, camera)
    return alike


def _fill(alike: NDArray[np.float32], look: Look, camera: NDArray[np.intp]) -> None:
    """Put in the likenesses that this look knows and none before it did."""
    vectors = look.vectors
    known = np.all(np.isfinite(vectors), axis=1) & np.any(vectors, axis=1)
    usable = vectors if known.all() else np.where(known[:, None], vectors, 0)
    for power in range(max(len(vectors) - 1, 0).bit_length()):
        lag = 1 << power
        comparable = known[:-lag] & known[lag:] & (camera[:-lag] == camera[lag:])
        # Not a matrix product: einsum adds up in one order, however many threads there are.
        cosines = np.einsum("ij,ij->i", usable[:-lag], usable[lag:])
        row = alike[power, :-lag]
        np.copyto(row, look.scale(cosines), where=comparable & np.isnan(row))
