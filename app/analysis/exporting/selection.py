"""The chosen photos with all that is known of them, apart from the shoot, so that another thread may work with it."""

from collections.abc import Collection
from dataclasses import dataclass

from app.analysis.exporting.choice import What, choose
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.keywords import Words
from app.library.photo import Marks, Photo, PhotoId


@dataclass(frozen=True, slots=True)
class SelectedFrame:
    """One frame of a series; `rank` counts from 1, and it and the numbers are None where no model ranked the series."""

    photo: Photo
    marks: Marks
    is_chosen: bool
    rank: int | None = None
    score: float | None = None
    p_best: float | None = None
    keywords: Words = ()


@dataclass(frozen=True, slots=True)
class SelectedSeries:
    """A series with a chosen frame; `number` is its place in the shoot, from 1."""

    number: int
    kind: SeriesKind
    frames: tuple[SelectedFrame, ...]
    margin: float | None = None
    too_close: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The series concerned, the chosen frames in order of capture, and by which model they were ranked.

    `others` are the photos of the shoot that are not chosen; `open_series` have no best shot yet.
    """

    series: tuple[SelectedSeries, ...]
    chosen: tuple[SelectedFrame, ...]
    others: tuple[Photo, ...]
    model_name: str
    model_id: str
    open_series: int = 0


def select(
    shoot: Shoot, what: What, covers: Collection[PhotoId] = (), model_name: str = "", model_id: str = ""
) -> Selection:
    """The selection of what is meant, as things stand; what is kept back in blind mode is not in it."""
    choice = choose(shoot, what, covers)
    series = tuple(
        _selected(shoot, number, one, choice.photos)
        for number, one in enumerate(shoot.series, 1)
        if not choice.photos.isdisjoint(one.frames)
    )
    chosen = [frame for one in series for frame in one.frames if frame.is_chosen]
    known = {frame.photo.id for frame in chosen}
    # Photos that are in no series yet, as while a folder is being read.
    left = sorted(choice.photos - known)
    chosen += [SelectedFrame(shoot.photo(one), shoot.marks(one), True, keywords=shoot.keywords(one)) for one in left]
    # Frames of one time stay in the order of their series.
    chosen.sort(key=_when)
    others = tuple(photo for photo in shoot.photos if photo.id not in choice.photos)
    return Selection(series, tuple(chosen), others, model_name, model_id, choice.open_series)


def _selected(shoot: Shoot, number: int, series: PhotoSeries, chosen: frozenset[PhotoId]) -> SelectedSeries:
    ranking = shoot.ranking(series)
    ranks = {} if ranking is None else {frame: rank for rank, frame in enumerate(ranking.order, 1)}
    frames = tuple(
        SelectedFrame(
            shoot.photo(photo),
            shoot.marks(photo),
            photo in chosen,
            ranks.get(place),
            None if ranking is None else ranking.scores[place],
            None if ranking is None else ranking.p_best[place],
            shoot.keywords(photo),
        )
        for place, photo in enumerate(series.frames)
    )
    if ranking is None:
        return SelectedSeries(number, series.kind, frames)
    return SelectedSeries(number, series.kind, frames, ranking.margin, ranking.too_close)


def _when(frame: SelectedFrame) -> float:
    time = frame.photo.capture.time
    return time.wall - 60 * (time.offset or 0)
