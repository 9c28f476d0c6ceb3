"""The frames of a series made comparable, whatever their order, names, sizes and shapes.

Equal frames become one frame with several owners, and so get equal answers. The others stand in an order that follows
from their pixels. Frames of nearly one shape get one working size and form a group in which each place of a frame has a
counterpart in every other; frames of different shapes are not laid over each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from PIL import Image

from fgaesq_core.cells import CELL
from fgaesq_core.craft import Look, look
from fgaesq_core.spool import Frames, Spool
from fgaesq_core.working import Grid, Pixels, brought_to, grid, grids


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """A frame at the working size of its own shape, the (width, height) it had, and its look if that is wanted."""

    pixels: Pixels
    size: tuple[int, int]
    look: Look | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Different frames of one working size, and for each the places in the series that hold it."""

    frames: Frames
    owners: tuple[tuple[int, ...], ...]
    looks: tuple[Look, ...] = ()


def reduced(picture: Image.Image, cells: int, *, measured: bool = False) -> Reduced:
    """The RGB picture at the working size, of at most so many cells, of its own shape."""
    pixels = brought_to(picture, grid(picture.width / picture.height, cells))
    return Reduced(pixels, picture.size, look(picture, pixels) if measured else None)


def groups(frames: Iterable[Reduced], spool: Spool, cells: int) -> list[Group]:
    """The n >= 1 frames of a series in groups of comparable ones, which stand in the order of their grids.

    Their pixels are kept in the spool.
    """
    sizes, looks = [], []
    for frame in frames:
        spool.add(frame.pixels)
        sizes.append(frame.size)
        looks.append(frame.look)
    numbers: dict[Grid, dict[bytes, int]] = defaultdict(dict)
    owners: dict[int, list[int]] = defaultdict(list)
    for place, common in enumerate(grids(sizes, cells)):
        pixels = spool.frame(place)
        number = place
        if pixels.shape[:2] != (common[0] * CELL, common[1] * CELL):
            # Frames of nearly one shape may have got different working sizes of their own.
            pixels = brought_to(Image.fromarray(pixels), common)
            number = spool.add(pixels)
        first = numbers[common].setdefault(blake2b(pixels.tobytes()).digest(), number)
        owners[first].append(place)
    return [_group(spool, found, owners, looks) for _, found in sorted(numbers.items())]


def _group(spool: Spool, found: dict[bytes, int], owners: dict[int, list[int]], looks: Sequence[Look | None]) -> Group:
    ordered = [number for _, number in sorted(found.items())]
    shared = tuple(tuple(owners[number]) for number in ordered)
    return Group(Frames(spool, ordered), shared, tuple(filter(None, (_look(looks, places) for places in shared))))


def _look(looks: Sequence[Look | None], places: Sequence[int]) -> Look | None:
    """One look of equal frames: the same one in whatever order they came, as their files may differ."""
    known = [found for place in places if (found := looks[place]) is not None]
    return min(known, key=lambda found: found.own.tobytes(), default=None)
