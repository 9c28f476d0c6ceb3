"""The current frame and its series in words, for people who do not see them."""

from collections.abc import Sequence

from app.analysis.best_shot import Chooser
from app.analysis.filters import place_among
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import PhotoId
from app.ui import wording
from app.ui.language import translate


def standing(shoot: Shoot, photo: PhotoId, shown: Sequence[int] = (), *, folded: bool = False, chosen: int = 0) -> str:
    """Where one is and what is said there: `series 3 of 40, suggestion frame 2, frame 1 of 5, picked`.

    `shown` are the places of the series shown, `chosen` is how many photos are chosen at once. Empty for a photo that
    is in no series.
    """
    series = _series(shoot, photo)
    if series is None:
        return ""
    own = frame(shoot, photo, folded=folded, chosen=chosen)
    return _joined(_place(shoot, photo, shown), _suggestion(shoot, series), own)


def frame(shoot: Shoot, photo: PhotoId, *, folded: bool = False, chosen: int = 0) -> str:
    """The same without what holds for its whole series: `frame 2 of 5, best shot, picked, 4 stars`."""
    series = _series(shoot, photo)
    if series is None:
        return ""
    return _joined(
        _number(series, photo),
        translate("Spoken", "folded") if folded else "",
        _verdict(shoot, series, photo),
        wording.describe(shoot.marks(photo)),
        translate("Spoken", "{number} chosen").format(number=f"{chosen:,}") if chosen else "",
    )


def marks(shoot: Shoot, photo: PhotoId) -> str:
    """The marks of a photo, also where it has none."""
    return wording.describe(shoot.marks(photo)) or translate("Spoken", "no marks")


def _series(shoot: Shoot, photo: PhotoId) -> PhotoSeries | None:
    place = shoot.series_of(photo) if photo in shoot else None
    return None if place is None else shoot.series[place]


def _place(shoot: Shoot, photo: PhotoId, shown: Sequence[int]) -> str:
    place = place_among(shown, shoot.series_of(photo))
    if place is None:
        return ""
    said = translate("Spoken", "series {number} of {count}")
    return said.format(number=f"{place + 1:,}", count=f"{len(shown):,}")


def _suggestion(shoot: Shoot, series: PhotoSeries) -> str:
    best = shoot.best(series)
    if len(series.frames) == 1:
        return ""
    if best.too_close:
        return translate("Spoken", "too close to call")
    if best.frame is None:
        return ""
    if best.by is Chooser.PHOTOGRAPHER:
        return translate("Spoken", "your choice frame {number}").format(number=best.frame + 1)
    return translate("Spoken", "suggestion frame {number}").format(number=best.frame + 1)


def _number(series: PhotoSeries, photo: PhotoId) -> str:
    if len(series.frames) == 1:
        return translate("Spoken", "single photo")
    said = translate("Spoken", "frame {number} of {count}")
    return said.format(number=series.frames.index(photo) + 1, count=len(series.frames))


def _verdict(shoot: Shoot, series: PhotoSeries, photo: PhotoId) -> str:
    best = shoot.best(series)
    if best.frame is None or best.too_close or len(series.frames) == 1 or series.frames[best.frame] != photo:
        return ""
    return translate("Spoken", "best shot")


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
