"""Which frames of a long series are looked at side by side."""

from collections.abc import Sequence

from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, PhotoId

MOST = 9


def surveyed(shoot: Shoot, series: PhotoSeries, current: PhotoId, most: int = MOST) -> tuple[PhotoId, ...]:
    """The best frames of a series, at most `most`, in order of capture; the current one is always among them.

    Rejected frames come last. Where the model has not said anything that may be shown, those nearest to the current
    frame are taken.
    """
    if len(series.frames) <= most:
        return series.frames
    ranking, here = shoot.ranking(series), series.frames.index(current)
    places: Sequence[int] = range(len(series.frames))
    order = ranking.order if ranking is not None else sorted(places, key=lambda place: abs(place - here))
    wanted = [here, *sorted(order, key=lambda place: _is_rejected(shoot, series.frames[place]))]
    chosen = list(dict.fromkeys(wanted))[:most]
    return tuple(series.frames[place] for place in sorted(chosen))


def _is_rejected(shoot: Shoot, photo: PhotoId) -> bool:
    return shoot.marks(photo).flag is Flag.REJECT
