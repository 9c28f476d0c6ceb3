"""Which frame of its series a frame is compared with, and what the model says of the two."""

from dataclasses import dataclass
from enum import Enum

from app.analysis.best_shot import Best, Chooser
from app.analysis.models import Ranking
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, PhotoId
from fgaesq_core.choice import SURE_ENOUGH


class Standing(Enum):
    """How a frame stands to the one it is compared with; CHOSEN where the photographer decided between the two."""

    ALONE = "alone"
    BRACKET = "bracket"
    UNJUDGED = "unjudged"
    CHOSEN = "chosen"
    TOO_CLOSE = "too close"
    AHEAD = "ahead"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Rival:
    """A frame, the one it is compared with, and the chance, 0 to 1, that it is the better of the two.

    `other` is None where nothing is there to compare with, and `chance` where no model has ranked the series.
    """

    this: PhotoId
    standing: Standing
    other: PhotoId | None = None
    chance: float | None = None


def rival_of(shoot: Shoot, this: PhotoId, other: PhotoId | None = None) -> Rival | None:
    """The best shot as the rival of any other frame, the next in rank as that of the best; or the `other` named.

    None for a photo that is in no series.
    """
    place = shoot.series_of(this)
    if place is None:
        return None
    series = shoot.series[place]
    best, ranking = shoot.best(series), shoot.ranking(series)
    if other is None:
        other = _rival(shoot, series, this, best)
    if len(series.frames) == 1 and other is None:
        return Rival(this, Standing.ALONE)
    if series.kind is SeriesKind.BRACKET:
        return Rival(this, Standing.BRACKET, other)
    chosen = None if best.frame is None or best.by is not Chooser.PHOTOGRAPHER else series.frames[best.frame]
    if other is not None and chosen in (this, other):
        return Rival(this, Standing.CHOSEN, other)
    if other is None or ranking is None or other not in series.frames:
        return Rival(this, Standing.UNJUDGED, other)
    chance = _chance(ranking, series.frames.index(this), series.frames.index(other))
    return Rival(this, _standing(chance), other, chance)


def _rival(shoot: Shoot, series: PhotoSeries, this: PhotoId, best: Best) -> PhotoId | None:
    if best.frame is None:
        return None
    if series.frames[best.frame] != this:
        return series.frames[best.frame]
    ranking = shoot.ranking(series)
    if ranking is None:
        return None
    others = [series.frames[frame] for frame in ranking.order if series.frames[frame] != this]
    open_ones = [photo for photo in others if shoot.marks(photo).flag is not Flag.REJECT]
    return next(iter(open_ones or others), None)


def _chance(ranking: Ranking, this: int, other: int) -> float:
    # Leaving frames out never changes the odds between those that stay.
    both = ranking.p_best[this] + ranking.p_best[other]
    if both > 0:
        return ranking.p_best[this] / both
    return float(ranking.order.index(this) < ranking.order.index(other))


def _standing(chance: float) -> Standing:
    if max(chance, 1 - chance) < SURE_ENOUGH:
        return Standing.TOO_CLOSE
    return Standing.AHEAD if chance > 0.5 else Standing.BEHIND
