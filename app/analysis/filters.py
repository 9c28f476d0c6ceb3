"""Which series are shown."""

from enum import Enum

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag


class Show(Enum):
    """The choices of what to show; the value is what people read."""

    ALL = "All series"
    UNDECIDED = "Undecided"
    PICKS = "Picks"
    REJECTS = "Rejects"
    TOO_CLOSE = "Too close to call"
    BRACKETS = "Brackets"


def shows(choice: Show, shoot: Shoot, series: PhotoSeries) -> bool:
    """Whether a series is among those to show."""
    match choice:
        case Show.ALL:
            return True
        case Show.UNDECIDED:
            return not shoot.decided(series)
        case Show.PICKS:
            return any(shoot.marks(photo).flag is Flag.PICK for photo in series.frames)
        case Show.REJECTS:
            return any(shoot.marks(photo).flag is Flag.REJECT for photo in series.frames)
        case Show.TOO_CLOSE:
            return not shoot.decided(series) and shoot.best(series).too_close
        case Show.BRACKETS:
            return series.kind is SeriesKind.BRACKET


def counts(shoot: Shoot) -> dict[Show, int]:
    """How many series each choice would show."""
    found = dict.fromkeys(Show, 0)
    for series in shoot.series:
        for choice in Show:
            found[choice] += shows(choice, shoot, series)
    return found
