"""What a band shows of a series: from the shoot's values to the painter's."""

from typing import Protocol

from PySide6.QtGui import QPixmap

from app.analysis.best_shot import Best, Chooser
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Photo, PhotoId
from app.ui import wording
from app.ui.band_painter import BandLook, FrameLook


class Pictures(Protocol):
    """Where the thumbnails at hand are."""

    def pixmap(self, photo: Photo) -> QPixmap | None: ...


def look(shoot: Shoot, series: int, current: PhotoId | None, thumbnails: Pictures) -> BandLook:
    """Everything the painter needs of one series."""
    one = shoot.series[series]
    best = shoot.best(one)
    frames = [frame_look(shoot, one, place, best, current, thumbnails) for place in range(len(one.frames))]
    is_current, decided = current in one.frames, shoot.decided(one)
    return BandLook(len(one.frames), _headline(shoot, series), _note(shoot, one), frames, is_current, decided)


def frame_look(
    shoot: Shoot, series: PhotoSeries, place: int, best: Best, current: PhotoId | None, thumbnails: Pictures
) -> FrameLook:
    """Everything the painter needs of one frame of a series, of which the best shot is known."""
    photo_id = series.frames[place]
    photo, ranking = shoot.photo(photo_id), shoot.ranking(series)
    return FrameLook(
        thumbnails.pixmap(photo),
        shoot.marks(photo_id),
        best=place == best.frame and not best.too_close,
        chosen=place == best.frame and best.by is Chooser.PHOTOGRAPHER,
        chance=wording.percent(ranking.p_best[place]) if ranking and len(series.frames) > 1 else "",
        current=photo_id == current,
        badge="R+J" if len(photo.files) > 1 else "",
    )


def tooltip(shoot: Shoot, series: int, frame: int | None) -> str:
    """What resting on a band or one of its frames tells."""
    one = shoot.series[series]
    if frame is None:
        return one.reason
    photo, ranking = shoot.photo(one.frames[frame]), shoot.ranking(one)
    lines = [photo.path.name if len(photo.files) == 1 else " + ".join(file.name for file in photo.files)]
    if ranking is not None:
        lines.append(f"score {ranking.scores[frame]:.2f} of 10")
    if said := wording.describe(shoot.marks(photo.id)):
        lines.append(said)
    return "\n".join(lines)


def _headline(shoot: Shoot, series: int) -> str:
    """When the series was taken, with the day where one begins."""
    one = shoot.series[series]
    first, last = (shoot.photo(one.frames[at]).capture for at in (0, -1))
    span = wording.span(first, last)
    if wording.day(last) != wording.day(first):
        return span
    if series and wording.day(shoot.photo(shoot.series[series - 1].frames[-1]).capture) == wording.day(first):
        return span
    return f"{wording.short_day(first)} · {span}"


def _note(shoot: Shoot, series: PhotoSeries) -> str:
    if shoot.decided(series):
        return "decided"
    if series.kind is SeriesKind.BRACKET:
        return "bracket"
    return "too close" if shoot.best(series).too_close else ""
