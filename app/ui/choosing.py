"""Which photos are chosen at once: what clicks with Ctrl and Shift make of a choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.library.photo import PhotoId

NOBODY: frozenset[PhotoId] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """The photos chosen, none where there is but the current one, and which of them is current."""

    photos: frozenset[PhotoId]
    current: PhotoId | None


def toggled(choice: Choice, photo: PhotoId, order: Sequence[PhotoId]) -> Choice:
    """A photo more or less; `order` is that of the photos in sight.

    The current photo is always among several: where it is taken out, the nearest of the others becomes current.
    """
    held = choice.photos or (NOBODY if choice.current is None else frozenset({choice.current}))
    photos = held ^ {photo}
    if not photos:
        return Choice(NOBODY, choice.current)
    current = choice.current if choice.current in photos else _nearest(photos, photo, order)
    return Choice(NOBODY if photos == {current} else photos, current)


def reached(choice: Choice, photo: PhotoId, order: Sequence[PhotoId]) -> Choice:
    """Everything from the current photo to another, and what was chosen apart from it no longer."""
    if choice.current is None or choice.current not in order or photo not in order:
        return Choice(NOBODY, photo)
    first, last = sorted((order.index(choice.current), order.index(photo)))
    photos = frozenset(order[first : last + 1])
    return Choice(photos if len(photos) > 1 else NOBODY, choice.current)


def _nearest(photos: frozenset[PhotoId], photo: PhotoId, order: Sequence[PhotoId]) -> PhotoId:
    places = {one: place for place, one in enumerate(order) if one in photos or one == photo}
    there = places.get(photo, 0)
    return min(photos, key=lambda one: (abs(places.get(one, len(order)) - there), one))
