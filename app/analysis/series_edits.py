"""What a person may do to the series on the screen, each as an edit of what was said by hand, or None for nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.analysis.by_hand import covered, joined, moved, parted, released, settled
from app.analysis.regrouping import Computed
from app.analysis.shoot import PhotoSeries
from app.library.hand_made import HandEdit, HandMade, edit_between
from app.library.photo import PhotoId

_Frames = tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The series as they are seen, in order of time, and what led to them: grouping and what was said by hand."""

    series: Sequence[PhotoSeries]
    computed: Computed
    made: HandMade


def join(table: Table, place: int, step: int) -> HandEdit | None:
    """Make one series of that at `place` and the one `step`, 1 or -1, from it in time."""
    other = _neighbour(table, place, step)
    if other is None:
        return None
    frames = table.series[place].frames
    return _edit(table, joined(table.made, frames + other), (frames, other), (frames + other,))


def split(table: Table, place: int, photo: PhotoId) -> HandEdit | None:
    """Let a new series begin with `photo`, a frame of the one at `place`."""
    frames = table.series[place].frames
    at = frames.index(photo)
    left, right = frames[:at], frames[at:]
    return _edit(table, parted(table.made, left, right), (frames,), (left, right)) if left else None


def move(table: Table, place: int, photo: PhotoId, step: int) -> HandEdit | None:
    """Take `photo` out of the series at `place` and put it into the one `step`, 1 or -1, from it in time."""
    other = _neighbour(table, place, step)
    if other is None:
        return None
    frames = table.series[place].frames
    rest = tuple(frame for frame in frames if frame != photo)
    return _edit(table, moved(table.made, photo, rest, other), (frames, other), (rest, (photo, *other)))


def cover(table: Table, place: int, photo: PhotoId) -> HandEdit | None:
    """Let `photo` stand for the series at `place`."""
    return _changed(table, covered(table.made, photo, table.series[place].frames))


def release(table: Table, place: int) -> HandEdit | None:
    """Leave the series at `place` to the settings again, its cover too."""
    return _changed(table, released(table.made, table.series[place].frames))


def _neighbour(table: Table, place: int, step: int) -> _Frames | None:
    return table.series[place + step].frames if 0 <= place + step < len(table.series) else None


def _edit(table: Table, made: HandMade, before: Sequence[_Frames], after: Sequence[_Frames]) -> HandEdit | None:
    # Whatever nobody spoke of stays as it was computed and need not be looked at.
    held = table.made.photos | made.photos
    computed = [one for one in table.computed.series if not held.isdisjoint(one.frames)]
    seen = (one.frames for one in table.series if not held.isdisjoint(one.frames))
    wanted = {frozenset(one) for one in (*(one for one in seen if one not in before), *after) if one}
    return _changed(table, settled(made, computed, table.computed.rank, wanted))


def _changed(table: Table, made: HandMade) -> HandEdit | None:
    return edit_between(table.made, made) if made != table.made else None
