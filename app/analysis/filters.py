"""Which series are shown, and in which order."""

import math
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from app.analysis.best_shot import is_decided, open_margin
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot, searchable
from app.library.natural_order import natural_key
from app.library.photo import Flag, Label, Marks, PhotoId

_UNMARKED = Marks()
# Twice the largest folder that is promised to be quick; a name is worth some hundred bytes.
_NAMES_KEPT = 100_000


class Sort(Enum):
    """The order of the series; the value is what people read."""

    TIME = "Time"
    NAME = "Name"
    SCORE = "Best score first"
    MARGIN = "Closest first"


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show, axis by axis; a series is shown when every axis that asks for anything is met.

    `unreviewed`, `too_close` and `kinds` are of the series; of the others one and the same frame must meet all:
    `flags`, `labels` and `cameras` any of those named, `least_stars`, `eyes_closed` of somebody who matters, and each
    word of `text` somewhere in a file name or a keyword, upper and lower case alike.
    """

    unreviewed: bool = False
    flags: frozenset[Flag] = frozenset()
    least_stars: int = 0
    labels: frozenset[Label] = frozenset()
    too_close: bool = False
    kinds: frozenset[SeriesKind] = frozenset()
    cameras: frozenset[str] = frozenset()
    text: str = ""
    sort: Sort = Sort.TIME
    eyes_closed: bool = False

    @property
    def hides(self) -> bool:
        """Whether any axis asks for anything."""
        return replace(self, sort=Sort.TIME) != Filter()


class Show(Enum):
    """The choices of what to show at one stroke; the value is what people read."""

    ALL = "All series"
    UNDECIDED = "Undecided"
    PICKS = "Picks"
    REJECTS = "Rejects"
    TOO_CLOSE = "Too close to call"
    BRACKETS = "Brackets"

    @property
    def filter(self) -> Filter:
        """The filter this choice stands for."""
        return _PRESETS[self]


_PRESETS = {
    Show.ALL: Filter(),
    Show.UNDECIDED: Filter(unreviewed=True),
    Show.PICKS: Filter(flags=frozenset({Flag.PICK})),
    Show.REJECTS: Filter(flags=frozenset({Flag.REJECT})),
    Show.TOO_CLOSE: Filter(too_close=True),
    Show.BRACKETS: Filter(kinds=frozenset({SeriesKind.BRACKET})),
}


def preset(wanted: Filter) -> Show | None:
    """The choice a filter is, whatever its order, if it is one."""
    return next((show for show, known in _PRESETS.items() if replace(wanted, sort=known.sort) == known), None)


def shown(
    choice: Show | Filter, shoot: Shoot, keep: Collection[int] = (), eyes_closed: Collection[PhotoId] = ()
) -> list[int]:
    """The places of the series to show, in order; those of `keep` whether they fit or not.

    `eyes_closed` are the photos in which somebody is known to have closed eyes. Quick, as no more than those, or the
    marked frames, are looked at where only they can fit.
    """
    wanted = choice.filter if isinstance(choice, Show) else choice
    fitting = _fitting(wanted, shoot, eyes_closed)
    if fitting is None:
        return _sorted(wanted.sort, shoot, range(len(shoot.series)))
    return _sorted(wanted.sort, shoot, sorted(fitting.union(keep)))


def place_among(shown: Sequence[int], series: int | None) -> int | None:
    """Where `series` stands among the numbers of those shown, quickest where they ascend."""
    if series is None:
        return None
    place = bisect_left(shown, series)
    if place < len(shown) and shown[place] == series:
        return place
    try:
        return shown.index(series)
    except ValueError:
        return None


def counts(shoot: Shoot) -> dict[Show, int]:
    """How many series each choice would show."""
    total, tally = len(shoot.series), shoot.tally()
    known = {
        Show.ALL: total,
        Show.UNDECIDED: total - len(tally.decided),
        Show.PICKS: len(tally.picked),
        Show.REJECTS: len(tally.rejected),
    }
    return {choice: known[choice] if choice in known else len(shown(choice, shoot)) for choice in Show}


def decided_series(shoot: Shoot) -> frozenset[int]:
    """The places of the series the photographer is done with."""
    return shoot.tally().decided


def cameras(shoot: Shoot) -> tuple[str, ...]:
    """The cameras of a shoot by name, for choosing among them."""
    return tuple(sorted({photo.capture.camera for photo in shoot.photos if photo.capture.camera}))


def _fitting(wanted: Filter, shoot: Shoot, eyes_closed: Collection[PhotoId]) -> set[int] | None:
    """The places of the series that meet every axis; None for all."""
    axes: list[set[int]] = []
    if wanted.too_close:
        axes.append(shoot.close_series())
    if wanted.kinds:
        axes.append({place for place, series in enumerate(shoot.series) if series.kind in wanted.kinds})
    tests = _frame_tests(wanted, shoot)
    if wanted.eyes_closed:
        axes.append(_holding(tests, (photo for photo in eyes_closed if photo in shoot), shoot))
    elif tests:
        axes.append(_holding(tests, _candidates(wanted, shoot), shoot))
    if wanted.unreviewed:
        axes.append(set(range(len(shoot.series))) - decided_series(shoot))
    return set.intersection(*axes) if axes else None


def _frame_tests(wanted: Filter, shoot: Shoot) -> list[Callable[[PhotoId], bool]]:
    tests: list[Callable[[PhotoId], bool]] = []
    if wanted.flags:
        tests.append(lambda photo: shoot.marks(photo).flag in wanted.flags)
    if wanted.least_stars:
        tests.append(lambda photo: shoot.marks(photo).stars >= wanted.least_stars)
    if wanted.labels:
        tests.append(lambda photo: shoot.marks(photo).label in wanted.labels)
    if wanted.cameras:
        tests.append(lambda photo: shoot.photo(photo).capture.camera in wanted.cameras)
    if words := _words(wanted.text):
        tests.append(lambda photo: shoot.mentions(photo, words))
    return tests


def _words(text: str) -> Sequence[str]:
    """What is looked for, word by word; a sign that only parts the levels of a keyword is no word."""
    return searchable(text).replace("›", " ").split()


def _candidates(wanted: Filter, shoot: Shoot) -> Iterable[PhotoId]:
    unmarked_fit = (
        (not wanted.flags or _UNMARKED.flag in wanted.flags)
        and not wanted.least_stars
        and (not wanted.labels or _UNMARKED.label in wanted.labels)
    )
    return (photo for series in shoot.series for photo in series.frames) if unmarked_fit else shoot.marked


def _holding(tests: Sequence[Callable[[PhotoId], bool]], candidates: Iterable[PhotoId], shoot: Shoot) -> set[int]:
    fitting = iter(candidates)
    for test in tests:
        fitting = filter(test, fitting)
    places = (shoot.series_of(photo) for photo in fitting)
    return {place for place in places if place is not None}


def _sorted(sort: Sort, shoot: Shoot, places: Sequence[int]) -> list[int]:
    series = shoot.series
    match sort:
        case Sort.TIME:
            return list(places)
        case Sort.NAME:
            return sorted(places, key=lambda place: _name_key(shoot.name(series[place].frames[0])))
        case Sort.SCORE:
            return sorted(places, key=lambda place: -_best_score(shoot, series[place]))
        case Sort.MARGIN:
            marked = shoot.marked_series()
            return sorted(places, key=lambda place: _margin(shoot, series[place], place in marked))


@lru_cache(_NAMES_KEPT)
def _name_key(name: str) -> tuple[tuple[str | int, ...], str]:
    return natural_key(name)


def _best_score(shoot: Shoot, series: PhotoSeries) -> float:
    """The highest score a model gave in the series; those without any come last."""
    ranking = shoot.ranking(series)
    return max(ranking.scores) if ranking is not None else 0.0


def _margin(shoot: Shoot, series: PhotoSeries, marked: bool) -> float:
    """How sure the model is of its choice where the choice is still open; other series come last."""
    ranking = shoot.ranking(series)
    if ranking is None or series.kind is not SeriesKind.BURST:
        return math.inf
    if not marked:
        return ranking.margin
    marks = [shoot.marks(photo) for photo in series.frames]
    return math.inf if is_decided(marks) else open_margin(ranking, marks)
