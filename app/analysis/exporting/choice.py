"""Which photos are meant: picks, best shots, rejects, by stars or colour, or those somebody names."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.errors import AppError
from app.library.photo import Flag, Label, Marks, PhotoId

_STARS = re.compile(r"stars(?:>=|=>|:)?([1-5])\+?")
_COLOURS = re.compile(r"(?:colour|color)s?[=:](\w+(?:,\w+)*)")
_CHOICES = "picks, best, rejects, all, stars>=3 or colour=red"


class Kind(Enum):
    """The ways to say which photos are meant."""

    PICKS = "picks"
    BEST = "best"
    REJECTS = "rejects"
    ALL = "all"
    STARS = "stars"
    COLOURS = "colours"
    THESE = "these"


@dataclass(frozen=True, slots=True)
class What:
    """Which photos are meant; `least_stars`, `labels` and `photos` matter to the kind that asks for them."""

    kind: Kind
    least_stars: int = 1
    labels: frozenset[Label] = frozenset()
    photos: frozenset[PhotoId] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """The photos that are meant, and the number of series that should have a best shot and have none yet."""

    photos: frozenset[PhotoId]
    open_series: int = 0


def what_from(text: str) -> What:
    """What somebody wrote, such as `picks`, `best`, `stars>=3` or `colour=red,green`; raises AppError."""
    said = text.strip().casefold().replace(" ", "")
    if said in {"picks", "best", "rejects", "all"}:
        return What(Kind(said))
    if stars := _STARS.fullmatch(said):
        return What(Kind.STARS, least_stars=int(stars[1]))
    if colours := _COLOURS.fullmatch(said):
        return What(Kind.COLOURS, labels=frozenset(map(_label, colours[1].split(","))))
    if said.startswith("stars"):
        # A shell takes what follows an unquoted > for the name of a file.
        raise AppError("Say from how many stars on, in quotation marks: 'stars>=3'; stars3 means the same.")
    raise AppError(f"{text!r} names no photos; write one of: {_CHOICES}.")


def choose(shoot: Shoot, what: What, covers: Collection[PhotoId] = ()) -> Choice:
    """The photos of a shoot that are meant; `covers` are the frames that a person chose to stand for their series.

    A rejected photo is among them only where rejects, all, or that very photo were asked for.
    """
    match what.kind:
        case Kind.BEST:
            return _best(shoot, covers)
        case Kind.THESE:
            return Choice(frozenset(shoot.present(what.photos)))
        case Kind.ALL:
            return Choice(frozenset(photo.id for photo in shoot.photos))
    return Choice(frozenset(photo for photo in shoot.marked if _is_meant(shoot.marks(photo), what)))


def _is_meant(marks: Marks, what: What) -> bool:
    match what.kind:
        case Kind.PICKS:
            return marks.flag is Flag.PICK
        case Kind.REJECTS:
            return marks.flag is Flag.REJECT
        case Kind.STARS:
            return marks.stars >= what.least_stars and marks.flag is not Flag.REJECT
    return marks.label in what.labels and marks.flag is not Flag.REJECT


def _best(shoot: Shoot, covers: Collection[PhotoId]) -> Choice:
    photos: set[PhotoId] = set()
    open_series = 0
    for series in shoot.series:
        found = _best_of(shoot, series, covers)
        photos.update(found)
        open_series += not found and any(shoot.marks(one).flag is not Flag.REJECT for one in series.frames)
    return Choice(frozenset(photos), open_series)


def _best_of(shoot: Shoot, series: PhotoSeries, covers: Collection[PhotoId]) -> list[PhotoId]:
    """All picks of a series, else the chosen cover, else its best shot; a bracket and a single frame as they are."""
    marks = dict(zip(series.frames, shoot.marks_of(series.frames), strict=True))
    picks = [photo for photo, one in marks.items() if one.flag is Flag.PICK]
    if picks:
        return picks
    left = [photo for photo, one in marks.items() if one.flag is not Flag.REJECT]
    chosen = [photo for photo in left if photo in covers][:1]
    if chosen:
        return chosen
    best = shoot.best(series).frame
    if best is not None:
        return [series.frames[best]]
    return left if series.kind is not SeriesKind.BURST else []


def _label(name: str) -> Label:
    try:
        return Label[name.upper()]
    except KeyError:
        known = ", ".join(label.name.lower() for label in Label if label is not Label.NONE)
        raise AppError(f"There is no colour label {name!r}; there are {known}.") from None
