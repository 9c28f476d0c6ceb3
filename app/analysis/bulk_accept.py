"""What accepting all sure suggestions at once would do, told before it is done."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from app.analysis.best_shot import Chooser, open_chance
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Marks, PhotoId


class Why(Enum):
    """Why a series is left as it is; the value is what people read."""

    DECIDED = "decided already"
    SINGLE = "a single photo"
    BRACKET = "a bracket"
    HIDDEN = "kept back in blind mode"
    NOT_SCORED = "not scored yet"
    TOO_CLOSE = "too close to call"
    LESS_SURE = "less sure than asked"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The frame of a series that would be picked, and the probability, 0 to 1, that it is the best."""

    series: PhotoSeries
    photo: PhotoId
    chance: float


@dataclass(frozen=True, slots=True)
class Left:
    """A series that would stay as it is."""

    series: PhotoSeries
    why: Why


@dataclass(frozen=True, slots=True)
class AcceptancePlan:
    """Every series asked about, in the order asked, either accepted or left."""

    accepted: tuple[Accepted, ...]
    left: tuple[Left, ...]

    @property
    def reasons(self) -> Mapping[Why, int]:
        """How many series are left for each reason there is."""
        return Counter(one.why for one in self.left)


def plan_acceptance(shoot: Shoot, least: float, places: Iterable[int] | None = None) -> AcceptancePlan:
    """Accept the suggestion of every series whose best frame is so with a probability of at least `least`, 0 to 1.

    Only those at `places` of the shoot's series are asked about, or all. Where frames were rejected the probability is
    that among the others.
    """
    accepted, left = [], []
    for place in range(len(shoot.series)) if places is None else places:
        one = shoot.series[place]
        found = _judged(shoot, one, least)
        if isinstance(found, Why):
            left.append(Left(one, found))
        else:
            accepted.append(found)
    return AcceptancePlan(tuple(accepted), tuple(left))


def acceptance_marks(shoot: Shoot, plan: AcceptancePlan) -> dict[PhotoId, Marks]:
    """The marks that carry a plan out; series that changed or were decided since it was made are passed over."""
    return {
        one.photo: replace(shoot.marks(one.photo), flag=Flag.PICK)
        for one in plan.accepted
        if (place := shoot.series_of(one.photo)) is not None
        and shoot.series[place].frames == one.series.frames
        and not shoot.decided(one.series)
    }


def _judged(shoot: Shoot, series: PhotoSeries, least: float) -> Accepted | Why:
    if (why := _barred(shoot, series)) is not None:
        return why
    ranking, best = shoot.ranking(series), shoot.best(series)
    if ranking is None or best.frame is None or best.by is not Chooser.MODEL:
        return Why.NOT_SCORED
    if best.too_close:
        return Why.TOO_CLOSE
    chance = open_chance(ranking, [shoot.marks(photo) for photo in series.frames])
    return Accepted(series, series.frames[best.frame], chance) if chance >= least else Why.LESS_SURE


def _barred(shoot: Shoot, series: PhotoSeries) -> Why | None:
    if shoot.decided(series):
        return Why.DECIDED
    if series.kind is SeriesKind.BRACKET:
        return Why.BRACKET
    if series.kind is SeriesKind.SINGLE:
        return Why.SINGLE
    return None if shoot.revealed(series) else Why.HIDDEN
