"""Which series are shown."""

from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum

from app.analysis.series import SeriesKind
from app.analysis.shoot import Shoot
from app.library.photo import Flag


class Show(Enum):
    """The choices of what to show; the value is what people read."""

    ALL = "All series"
    UNDECIDED = "Undecided"
    PICKS = "Picks"
    REJECTS = "Rejects"
    TOO_CLOSE = "Too close to call"
    BRACKETS = "Brackets"


def shown(choice: Show, shoot: Shoot) -> list[int]:
    """The places of the series to show, ascending; quick, as only marked and ranked series are looked at."""
    everything = range(len(shoot.series))
    match choice:
        case Show.ALL:
            return list(everything)
        case Show.UNDECIDED:
            decided = _decided(shoot)
            return [place for place in everything if place not in decided]
        case Show.PICKS:
            return _flagged(shoot, Flag.PICK)
        case Show.REJECTS:
            return _flagged(shoot, Flag.REJECT)
        case Show.TOO_CLOSE:
            return sorted(shoot.close_series())
        case Show.BRACKETS:
            return [place for place, series in enumerate(shoot.series) if series.kind is SeriesKind.BRACKET]


def place_among(shown: Sequence[int], series: int | None) -> int | None:
    """Where `series` stands among the ascending numbers of those shown."""
    if series is None:
        return None
    place = bisect_left(shown, series)
    return place if place < len(shown) and shown[place] == series else None


def counts(shoot: Shoot) -> dict[Show, int]:
    """How many series each choice would show."""
    total, decided = len(shoot.series), len(_decided(shoot))
    known = {Show.ALL: total, Show.UNDECIDED: total - decided}
    return {choice: known[choice] if choice in known else len(shown(choice, shoot)) for choice in Show}


def _decided(shoot: Shoot) -> set[int]:
    return {place for place in shoot.marked_series() if shoot.decided(shoot.series[place])}


def _flagged(shoot: Shoot, flag: Flag) -> list[int]:
    return sorted(
        place
        for place in shoot.marked_series()
        if any(shoot.marks(photo).flag is flag for photo in shoot.series[place].frames)
    )
