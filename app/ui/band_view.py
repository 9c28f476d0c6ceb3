"""What a band shows of a series: from the shoot's values to the painter's."""

from dataclasses import replace
from typing import Protocol

from PySide6.QtGui import QPixmap

from app.analysis.best_shot import Best, Chooser
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Photo, PhotoId
from app.ui import wording
from app.ui.band_painter import BandLook, FrameLook
from app.ui.choosing import Choice
from app.ui.language import translate


class Pictures(Protocol):
    """Where the thumbnails at hand are."""

    def pixmap(self, photo: Photo) -> QPixmap | None: ...


def look(shoot: Shoot, series: int, choice: Choice, thumbnails: Pictures, top: PhotoId | None = None) -> BandLook:
    """Everything the painter needs of one series; `top` is the only frame to be seen of a folded one."""
    one = shoot.series[series]
    best = shoot.best(one)
    places = range(len(one.frames)) if top is None else [one.frames.index(top)]
    frames = [
        replace(
            frame_look(shoot, one, place, best, choice.current, thumbnails), selected=one.frames[place] in choice.photos
        )
        for place in places
    ]
    headline, *shorter = _headlines(shoot, series)
    return BandLook(
        len(one.frames),
        headline,
        _note(shoot, one),
        frames,
        current=choice.current in one.frames,
        decided=shoot.decided(one),
        folded=top is not None,
        shorter=tuple(shorter),
    )


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
        badge=wording.badge(photo),
    )


def tooltip(shoot: Shoot, series: int, frame: int | None) -> str:
    """What resting on a band or one of its frames tells."""
    one = shoot.series[series]
    if frame is None:
        return one.reason
    photo, ranking = shoot.photo(one.frames[frame]), shoot.ranking(one)
    lines = [photo.path.name if len(photo.files) == 1 else " + ".join(file.name for file in photo.files)]
    if ranking is not None:
        said = translate("SeriesGrid", "score {number} of 10")
        lines.append(said.format(number=f"{ranking.scores[frame]:.2f}"))
    if marks := wording.describe(shoot.marks(photo.id)):
        lines.append(marks)
    return "\n".join(lines)


def _headlines(shoot: Shoot, series: int) -> tuple[str, ...]:
    """When the series was taken, with the day where one begins; ever shorter."""
    one = shoot.series[series]
    first, last = (shoot.photo(one.frames[at]).capture for at in (0, -1))
    span, start = wording.span(first, last), wording.span(first, first)
    if wording.day(last) != wording.day(first):
        return span, start
    if series and wording.day(shoot.photo(shoot.series[series - 1].frames[-1]).capture) == wording.day(first):
        return span, start
    day = wording.short_day(first)
    return f"{day} · {span}", f"{day} · {start}", start


def _note(shoot: Shoot, series: PhotoSeries) -> str:
    if shoot.decided(series):
        return translate("SeriesGrid", "decided")
    if series.kind is SeriesKind.BRACKET:
        return translate("SeriesGrid", "bracket")
    return translate("SeriesGrid", "too close") if shoot.best(series).too_close else ""
