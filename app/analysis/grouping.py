"""Joins photos into series by capture time and likeness, by rules that a person can read and two numbers set."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.series import Series, SeriesKind
from app.analysis.timeline import Look, Timeline, timeline

__all__ = ["GroupingSettings", "Look", "Timeline", "group", "timeline"]


@dataclass(frozen=True, slots=True)
class GroupingSettings:
    """What a person sets.

    `gap` is the pause in seconds up to which frames are taken as one series unless they show clearly different
    things; `likeness` (0..1) is how alike frames must be beyond that, up to `window` seconds apart.
    """

    gap: float = 2.0
    likeness: float = 0.8
    window: float = 60.0


def group(line: Timeline, settings: GroupingSettings) -> tuple[Series, ...]:
    """Every photo in exactly one series, ordered by the first capture of each.

    Neighbours are joined by what the camera wrote, else when they are alike enough for the pause between them
    (`required_likeness`). Frames 2, 4, 8, ... places apart must be half as alike as set, so that a series does not
    wander from one view to another; continuous shooting and bursts the camera wrote are let through. A larger gap
    or window or a lower likeness never yields more series: of all ways to cut the photos that obey these rules, one
    with the fewest series is taken.
    """
    if not len(line.photos):
        return ()
    joined = _joined(line, settings)
    starts = _starts(line, joined, settings.likeness / 2)
    series = _describe(line, starts, settings)
    first = line.rank[starts].tolist()
    return tuple(series[place] for place in sorted(range(len(series)), key=first.__getitem__))


def required_likeness(line: Timeline, settings: GroupingSettings) -> NDArray[np.float64]:
    """How alike each neighbour must be to be joined, (n-1,); inf where nothing can join them.

    Within the gap half the likeness set. Beyond, and where the clock is too coarse to be sure, the likeness set,
    rising to midway between it and 1 at the window's end: the longer the pause, the surer the view must be the
    same. Where only the file's own time is known, that strictest bound.
    """
    asked = settings.likeness
    strictest = (1 + asked) / 2
    reach = max(settings.window - settings.gap, 1e-9)
    beyond = np.clip((line.between.pauses - settings.gap) / reach, 0.0, 1.0)
    needed = asked + (strictest - asked) * beyond
    needed[~line.between.sure] = strictest
    needed[line.between.pauses > max(settings.window, settings.gap)] = np.inf
    needed[_within_gap(line, settings)] = asked / 2
    return needed


def _within_gap(line: Timeline, settings: GroupingSettings) -> NDArray[np.bool_]:
    within: NDArray[np.bool_] = line.between.sure & (line.between.pauses + line.between.slack <= settings.gap)
    return within


def _joined(line: Timeline, settings: GroupingSettings) -> NDArray[np.bool_]:
    near = line.alike[0, :-1]
    enough = np.where(np.isnan(near), _within_gap(line, settings), near >= required_likeness(line, settings))
    joined: NDArray[np.bool_] = line.between.bound | (enough & ~line.between.barred)
    return joined


def _starts(line: Timeline, joined: NDArray[np.bool_], bound: float) -> NDArray[np.intp]:
    """Places at which a series starts: as late as the rules allow, which is as seldom as they allow.

    Photos bound together count as one block; `earliest` is the first block that may be in a series with this one.
    """
    block = np.concatenate([[0], np.cumsum(~line.between.bound)])
    opening = np.flatnonzero(np.concatenate([[True], ~line.between.bound]))
    earliest = np.zeros(len(opening), np.intp)
    np.maximum.at(earliest, block[1:][~joined], block[1:][~joined])
    for power in range(1, len(line.alike)):
        lag = 1 << power
        unlike = (line.alike[power, :-lag] < bound) & (line.runs[:-lag] != line.runs[lag:])
        np.maximum.at(earliest, block[lag:][unlike], block[:-lag][unlike] + 1)
    start, starts = 0, [0]
    for place, limit in enumerate(earliest.tolist()):
        if limit > start:
            start = place
            starts.append(place)
    return opening[starts]


def _describe(line: Timeline, starts: NDArray[np.intp], settings: GroupingSettings) -> list[Series]:
    photos, pauses, brackets = line.photos.tolist(), line.between.pauses.tolist(), line.between.brackets.tolist()
    near = _within_gap(line, settings).tolist()
    bound = line.between.bound.tolist()
    stops = [*starts[1:].tolist(), len(photos)]
    described = []
    for start, stop in zip(starts.tolist(), stops, strict=True):
        frames = tuple(photos[start:stop])
        if len(frames) == 1:
            described.append(Series(SeriesKind.SINGLE, frames))
            continue
        kind = SeriesKind.BRACKET if brackets[start] >= 0 else SeriesKind.BURST
        links = slice(start, stop - 1)
        reason = _reason(line.between.evidence[links], pauses[links], near[links], bound[links])
        described.append(Series(kind, frames, reason))
    return described


def _reason(evidence: tuple[str, ...], pauses: list[float], near: list[bool], bound: list[bool]) -> str:
    parts = list(dict.fromkeys(text for text in evidence if text))
    free = [place for place, tied in enumerate(bound) if not tied]
    if free:
        parts.append(_apart(max(pauses[place] for place in free), len(free), all(near[place] for place in free)))
    return ", ".join(parts)


def _apart(pause: float, links: int, by_time: bool) -> str:
    seconds = f"{pause:.1f}".removesuffix(".0") if pause < 10 else f"{pause:.0f}"
    text = "taken without a pause" if seconds == "0" else f"{'up to ' if links > 1 else ''}{seconds} s apart"
    return text if by_time else f"alike, {text}"
