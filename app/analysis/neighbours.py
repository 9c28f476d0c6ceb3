"""What the cameras tell of each photo and the next one from the same body: pauses, bursts, brackets."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.analysis.brackets import bracket_reason, find_brackets
from app.analysis.capture_order import COUNTING_PAUSE, Frame
from app.library.photo import Capture

_FOCAL_CHANGE = 1.5
_LONGEST_EXPOSURE = 3600.0


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Each array but `brackets` has n - 1 entries, one for each photo and the one in the next place.

    `pauses` are seconds from the end of one exposure to the start of the next, inf between cameras; `slack` is by
    how much the step of the clock may have changed them, in seconds; `sure` tells whether the camera's clock was
    known. `bound` and `barred` mark those that belong together, or do not, whatever the settings; `evidence` says
    in words why they are bound. `brackets` (n,) numbers the brackets and is -1 elsewhere.
    """

    pauses: NDArray[np.float64]
    slack: NDArray[np.float64]
    sure: NDArray[np.bool_]
    bound: NDArray[np.bool_]
    barred: NDArray[np.bool_]
    evidence: tuple[str, ...]
    brackets: NDArray[np.intp]


def neighbours(frames: Sequence[Frame], captures: Sequence[Capture], camera: NDArray[np.intp]) -> Neighbours:
    """Compare photos with their neighbours; all three run over places, `camera` numbers the body."""
    pauses = _pauses(frames, captures, camera)
    slack, sure = _clock(captures)
    # What the camera wrote is better evidence than its clock, which gets the benefit of the doubt.
    least = np.where(sure, pauses - slack, np.inf)
    other_camera = np.diff(camera) != 0
    evidence = _evidence(frames, captures, least, other_camera)
    bound = np.array([bool(text) for text in evidence], np.bool_)
    barred = (_changed(captures) | _begun(frames) | other_camera) & ~bound
    brackets = np.full(len(frames), -1, np.intp)
    for number, (start, stop) in enumerate(_whole_brackets(frames, captures, np.where(barred, np.inf, least))):
        brackets[start:stop] = number
        evidence[start : stop - 1] = [bracket_reason(captures[start:stop])] * (stop - start - 1)
    edge = brackets[:-1] != brackets[1:]
    bound = (bound & ~edge) | (~edge & (brackets[1:] >= 0))
    return Neighbours(pauses, slack, sure, bound, barred | edge, tuple(evidence), brackets)


def _pauses(frames: Sequence[Frame], captures: Sequence[Capture], camera: NDArray[np.intp]) -> NDArray[np.float64]:
    instants = np.array([frame.instant for frame in frames], np.float64)
    exposures = np.array([capture.exposure or 0.0 for capture in captures], np.float64)
    # More than an hour is a broken entry; as it would bridge any pause it counts for nothing.
    exposures[~((exposures > 0) & (exposures <= _LONGEST_EXPOSURE))] = 0.0
    # Cameras disagree whether the time is that of opening or of closing the shutter, so the longer one counts.
    pauses = np.diff(instants) - np.maximum(exposures[:-1], exposures[1:])
    # Rounding drops what binary fractions add to a pause of exactly 2 s.
    rounded = np.maximum(np.round(pauses, 4), 0.0)
    rounded[np.diff(camera) != 0] = np.inf
    return rounded


def _clock(captures: Sequence[Capture]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    steps = np.array([capture.time.resolution for capture in captures], np.float64)
    sure = np.array([capture.time.sure for capture in captures], np.bool_)
    slack = np.maximum(steps[:-1], steps[1:])
    # Tenths and hundredths are finer than any gap worth setting.
    return np.where(slack < 0.5, 0.0, slack), sure[:-1] & sure[1:]


def _evidence(
    frames: Sequence[Frame],
    captures: Sequence[Capture],
    pauses: NDArray[np.float64],
    other_camera: NDArray[np.bool_],
) -> list[str]:
    """Why the camera itself makes neighbours one burst: the same key, or a count that runs on within seconds."""
    counting, other = (pauses <= COUNTING_PAUSE).tolist(), other_camera.tolist()
    evidence = []
    for place, (before, after) in enumerate(pairwise(frames)):
        reason = ""
        if not other[place] and before.key == after.key:
            if before.key:
                reason = captures[place].burst.reason or "same camera burst"
            elif before.index is not None and after.index == before.index + 1 and counting[place]:
                reason = "one burst by the camera's count"
        evidence.append(reason)
    return evidence


def _changed(captures: Sequence[Capture]) -> NDArray[np.bool_]:
    """Neighbours of another shape (upright, across, square) or much longer or shorter focal length."""
    sizes = np.array([(capture.width, capture.height) for capture in captures], np.float64).reshape(-1, 2)
    focal = np.array([capture.focal_length or np.nan for capture in captures], np.float64)
    shapes = np.where(sizes.all(axis=1), np.sign(sizes[:, 0] - sizes[:, 1]), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        zoomed = np.abs(np.diff(np.log(focal))) > math.log(_FOCAL_CHANGE)
    changed: NDArray[np.bool_] = (np.abs(np.diff(shapes)) > 0) | zoomed
    return changed


def _begun(frames: Sequence[Frame]) -> NDArray[np.bool_]:
    """Neighbours of which the camera says that the later one began another burst."""
    return np.array([_begins(before, after) for before, after in pairwise(frames)], np.bool_)


def _begins(before: Frame, after: Frame) -> bool:
    if before.key and after.key:
        return before.key != after.key
    # A count of 1 followed by 1 is a camera that numbers single shots, not a burst begun anew.
    return before.index is not None and after.index is not None and 1 < before.index >= after.index


def _whole_brackets(
    frames: Sequence[Frame], captures: Sequence[Capture], pauses: NDArray[np.float64]
) -> list[tuple[int, int]]:
    """The brackets found, less those that would tear apart what the camera calls one burst."""
    keys = [frame.key for frame in frames]
    found = find_brackets(captures, pauses.tolist(), keys)
    return [(start, stop) for start, stop in found if not (_one_burst(keys, start) or _one_burst(keys, stop))]


def _one_burst(keys: Sequence[str], place: int) -> bool:
    return 0 < place < len(keys) and bool(keys[place]) and keys[place - 1] == keys[place]
