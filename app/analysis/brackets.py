"""Finds exposure brackets: frames of one view that differ in exposure on purpose and are not to be ranked."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.library.photo import Capture

_FLAGGED_PAUSE = 5.0
_LADDER_PAUSE = 2.0
_LADDER_STEPS = 3
_SAME_BIAS = 0.1
_SAME_EXPOSURE = 0.2


def find_brackets(captures: Sequence[Capture], pauses: Sequence[float], keys: Sequence[str]) -> list[tuple[int, int]]:
    """Brackets in one camera's photos in order of capture, as half-open ranges of places.

    `pauses` are the least seconds between each photo and the next, inf where they cannot belong together; `keys`
    are the burst keys, empty where the camera wrote none. Frames that the camera says it bracketed form a bracket
    when at least two exposures are among them; frames of which it says nothing, when one after another has another
    exposure bias at equal ISO and aperture, three steps or more. A set ends where its pattern starts again.
    """
    found: list[tuple[int, int]] = []
    for start, stop in _runs(captures, pauses, keys):
        run = captures[start:stop]
        steps, tolerance = _steps(run)
        for first, last in _sets(steps, tolerance, keys[start:stop]):
            if _is_bracket(run[first:last], steps[first:last], tolerance):
                found.append((start + first, start + last))
    return found


def bracket_reason(frames: Sequence[Capture]) -> str:
    """Names a bracket for people, with the exposure bias it spans where that was recorded."""
    biases = [frame.exposure_bias for frame in frames if frame.exposure_bias is not None]
    if len(biases) < len(frames) or max(biases) - min(biases) < _SAME_BIAS:
        return "exposure bracket"
    return f"exposure bracket, {_signed(min(biases))} to {_signed(max(biases))} EV"


def _signed(bias: float) -> str:
    return f"{bias:+.1f}" if abs(bias) >= 0.05 else "0"


def _runs(captures: Sequence[Capture], pauses: Sequence[float], keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(1, len(captures) + 1):
        if place < len(captures) and _goes_on(captures, pauses, keys, place):
            continue
        if place - start > 1:
            yield start, place
        start = place


def _goes_on(captures: Sequence[Capture], pauses: Sequence[float], keys: Sequence[str], place: int) -> bool:
    before, after = captures[place - 1], captures[place]
    if keys[place - 1] != keys[place] or before.burst.bracketed != after.burst.bracketed:
        return False
    if after.burst.bracketed:
        return pauses[place - 1] <= _FLAGGED_PAUSE
    return (
        before.exposure_bias is not None
        and after.exposure_bias is not None
        and pauses[place - 1] <= _LADDER_PAUSE
        and before.iso == after.iso
        and before.aperture == after.aperture
    )


def _steps(run: Sequence[Capture]) -> tuple[list[float], float]:
    """Exposure of each frame in EV, and within how much two count as the same.

    The bias is what was set; it does not waver with the light as metered exposure does. Some cameras leave it
    alone when they bracket: then the exposure itself tells.
    """
    biases = [capture.exposure_bias for capture in run]
    known = [bias for bias in biases if bias is not None]
    if len(known) == len(run) and (not run[0].burst.bracketed or max(known) - min(known) > _SAME_BIAS):
        return known, _SAME_BIAS
    return [exposure_value(capture) for capture in run], _SAME_EXPOSURE


def exposure_value(capture: Capture) -> float:
    """Light that the settings let in, in EV (more is brighter; ISO 100, f/1, 1 s is 0); NaN where not recorded."""
    time, aperture, iso = capture.exposure or 0.0, capture.aperture or 1.0, capture.iso or 100
    if min(time, aperture, iso) <= 0:
        return math.nan
    return math.log2(time / aperture**2 * iso / 100)


def _sets(steps: Sequence[float], tolerance: float, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(1, len(steps)):
        repeats = any(abs(step - steps[place]) < tolerance for step in steps[start:place])
        if repeats and not keys[place]:
            yield start, place
            start = place
    yield start, len(steps)


def _is_bracket(frames: Sequence[Capture], steps: Sequence[float], tolerance: float) -> bool:
    distinct = _count_distinct(steps, tolerance)
    if frames[0].burst.bracketed:
        return distinct >= 2
    times = [math.log2(frame.exposure) for frame in frames if frame.exposure and frame.exposure > 0]
    shutter_follows = len(times) < len(frames) or _count_distinct(times, _SAME_EXPOSURE) >= _LADDER_STEPS
    return distinct >= _LADDER_STEPS and shutter_follows


def _count_distinct(steps: Sequence[float], tolerance: float) -> int:
    ordered = sorted(step for step in steps if not math.isnan(step))
    if not ordered:
        return 0
    return 1 + sum(after - before >= tolerance for before, after in pairwise(ordered))
