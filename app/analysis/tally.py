"""How far a person is with the series: one look at the marked photos, for all who ask."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.library.photo import Flag, Marks, PhotoId


@dataclass(frozen=True, slots=True)
class Tally:
    """The places of the series decided, of those with a pick and of those with a reject; and how many are picked."""

    decided: frozenset[int]
    picked: frozenset[int]
    rejected: frozenset[int]
    picks: int


def tally(
    marked: Iterable[tuple[PhotoId, Marks]],
    place_of: Callable[[PhotoId], int | None],
    frames_in: Callable[[int], int],
) -> Tally:
    """Look at all photos with marks; `place_of` tells the series of each, `frames_in` how many frames that has.

    A series is decided when a frame is picked, or has stars and is not rejected, or when all are rejected.
    """
    picks: list[int | None] = []
    rejects: list[int | None] = []
    starred: list[int | None] = []
    for photo, marks in marked:
        if marks.flag is Flag.REJECT:
            rejects.append(place_of(photo))
        elif marks.flag is Flag.PICK:
            picks.append(place_of(photo))
        elif marks.stars:
            starred.append(place_of(photo))
    rejected = {place: number for place, number in Counter(rejects).items() if place is not None}
    picked = frozenset(place for place in picks if place is not None)
    lost = (place for place, number in rejected.items() if number == frames_in(place))
    decided = picked.union((place for place in starred if place is not None), lost)
    return Tally(decided, picked, frozenset(rejected), len(picks))
