"""Which photos will be looked at next, from where somebody stands and the way they go."""

from collections.abc import Sequence

from app.analysis.filters import place_among
from app.analysis.shoot import Shoot
from app.library.photo import PhotoId


def frames_ahead(shoot: Shoot, shown: Sequence[int], photo: PhotoId, step: int, count: int) -> list[PhotoId]:
    """The next `count` frames as the arrow goes, `step` 1 or -1, over the ends of series; fewer at the end.

    `shown` are the places among the shoot's series of those that are shown, in their order.
    """
    place = shoot.series_of(photo)
    if place is None:
        return []
    frames = shoot.series[place].frames[::step]
    found = list(frames[frames.index(photo) + 1 :][:count])
    among = place_among(shown, place)
    while among is not None and len(found) < count and 0 <= among + step < len(shown):
        among += step
        found += shoot.series[shown[among]].frames[::step][: count - len(found)]
    return found


def next_entry(shoot: Shoot, shown: Sequence[int], photo: PhotoId, step: int) -> PhotoId | None:
    """The cover of the next series, on which whoever goes there lands."""
    among = place_among(shown, shoot.series_of(photo))
    if among is None or not 0 <= among + step < len(shown):
        return None
    return shoot.cover(shoot.series[shown[among + step]])
