"""Finds the same person in the frames of a series: by place and size after registration, looks breaking ties.

A greedy partition in order of cost in which no person has two faces in one frame. It hangs on the faces alone, not on
the order of the frames.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.face_places import Placing
from app.analysis.faces import Face

# Costs are in sizes of the face; unlikeness and difference in size add to the distance.
_BY_LOOKS = 0.5
_BY_SIZE = 1.0
_MOST = 1.4
# Where somebody else's face is nearly as good a match as a person's own, it is not sure who it is.
_UNSURE = 1.25
_UNSURE_MARGIN = 0.35


@dataclass(frozen=True, slots=True)
class Sighting:
    """A face of a person: which frame of the series, which face of that frame, and whether it is sure who it is."""

    frame: int
    face: int
    sure: bool


Person = tuple[Sighting, ...]
"""The sightings of one person, at most one a frame, in the order of frames."""


@dataclass(frozen=True, slots=True)
class _Placed:
    frame: int
    face: int
    key: tuple[float, ...]


def persons(frames: Sequence[Sequence[Face]], places: Sequence[Placing]) -> tuple[Person, ...]:
    """Who is seen in the frames of a series; every face belongs to one person. In no order that means anything."""
    found = [_Placed(at, number, _key(face)) for at, faces in enumerate(frames) for number, face in enumerate(faces)]
    if not found:
        return ()
    costs = _costs(found, frames, places)
    owners = _partition(found, costs)
    groups: dict[int, list[int]] = {}
    for at, owner in enumerate(owners):
        groups.setdefault(owner, []).append(at)
    return tuple(_person(group, found, costs) for group in groups.values())


def _key(face: Face) -> tuple[float, ...]:
    """What breaks ties between equal costs without looking at the number of the frame."""
    return face.x, face.y, face.width, face.height, face.certainty, face.sharpness


def _costs(
    found: Sequence[_Placed], frames: Sequence[Sequence[Face]], places: Sequence[Placing]
) -> NDArray[np.float64]:
    """Shape (faces, faces): how unlikely it is that two are one person; infinite within a frame."""
    faces = [frames[one.frame][one.face] for one in found]
    middles = np.array([places[one.frame].place(*face.middle) for one, face in zip(found, faces, strict=True)])
    heights = np.array([max(face.height, 1e-6) for face in faces])
    apart = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))
    cost = apart / np.sqrt(heights[:, None] * heights[None])
    cost += _BY_SIZE * np.abs(np.log(heights[:, None] / heights[None]))
    cost += _BY_LOOKS * (1 - _likeness(faces))
    at = np.array([one.frame for one in found])
    together: NDArray[np.float64] = np.where(at[:, None] == at[None], math.inf, cost)
    return together


def _likeness(faces: Sequence[Face]) -> NDArray[np.float64]:
    """The correlation of each two faces' looks, 0 where they are not alike at all."""
    looks = np.array([np.frombuffer(face.looks, np.uint8) for face in faces], np.float64)
    looks -= looks.mean(1, keepdims=True)
    looks /= np.sqrt((looks**2).sum(1, keepdims=True)) + 1e-6
    # Summed by einsum, whose result for two faces does not hang on their places among the others.
    likeness: NDArray[np.float64] = np.clip(np.einsum("is,js->ij", looks, looks), 0, 1)
    return np.round(likeness, 9)


def _partition(found: Sequence[_Placed], costs: NDArray[np.float64]) -> list[int]:
    """For every face the number of the person it belongs to."""
    members = [{at} for at in range(len(found))]
    owner = list(range(len(found)))
    for i, j in _nearest_first(found, costs):
        one, other = owner[i], owner[j]
        if one != other and _frames(members[one], found).isdisjoint(_frames(members[other], found)):
            members[one] |= members[other]
            for at in members[other]:
                owner[at] = one
    return owner


def _nearest_first(found: Sequence[_Placed], costs: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """The pairs that may be one person, in order of cost; equal ones in the order of what is known of the faces."""
    first, second = np.nonzero(np.triu(costs <= _MOST, 1))
    _, ranks = np.unique(np.array([one.key for one in found]), axis=0, return_inverse=True)
    one, other = ranks.reshape(-1)[first], ranks.reshape(-1)[second]
    order = np.lexsort((np.maximum(one, other), np.minimum(one, other), costs[first, second]))
    return zip(first[order].tolist(), second[order].tolist(), strict=True)


def _frames(members: set[int], found: Sequence[_Placed]) -> set[int]:
    return {found[at].frame for at in members}


def _person(group: Sequence[int], found: Sequence[_Placed], costs: NDArray[np.float64]) -> Person:
    own = set(group)
    others = [at for at in range(len(found)) if at not in own]
    doubtful = _doubtful(group, others, costs)
    sightings = [Sighting(found[at].frame, found[at].face, at not in doubtful) for at in group]
    return tuple(sorted(sightings, key=lambda one: one.frame))


def _doubtful(group: Sequence[int], others: Sequence[int], costs: NDArray[np.float64]) -> set[int]:
    """Those that lie nearly as near to somebody else as to the nearest of their own."""
    if len(group) < 2 or not others:
        return set()
    own = costs[np.ix_(group, group)].min(1)
    else_ = costs[np.ix_(group, others)].min(1)
    limit = np.minimum(own * _UNSURE + _UNSURE_MARGIN, _MOST)
    return {at for at, is_doubtful in zip(group, else_ < limit, strict=True) if is_doubtful}
