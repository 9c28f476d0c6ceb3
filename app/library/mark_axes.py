"""Which of the three marks of a photo were given: the others may have been changed by another program meanwhile."""

from enum import IntFlag

from app.library.photo import Marks


class Axes(IntFlag):
    """Some of stars, flag and label."""

    NONE = 0
    STARS = 1
    FLAG = 2
    LABEL = 4
    ALL = 7


_OF = tuple(Axes(bits) for bits in range(8))


def differing(one: Marks, other: Marks) -> Axes:
    """The axes on which two marks differ."""
    # Looked up, as combining flags takes many times as long and there may be fifty thousand photos.
    return _OF[(one.stars != other.stars) + 2 * (one.flag is not other.flag) + 4 * (one.label is not other.label)]
