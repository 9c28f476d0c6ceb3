"""What several panes wish for, in the order in which it helps most, and within the memory set aside."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from math import ceil, log2

from app.ui.picture_shelf import Wish


def joined(panes: Sequence[Sequence[Wish]], most_bytes: int) -> list[Wish]:
    """The wishes of panes, that of the current photo first: something to see in every pane, then ever sharper pictures.

    Where several pictures in full would take too much memory, those of the other panes are wished for smaller, so that
    none stays as coarse as the picture that fits. There is always room for the current one and the one before it.
    """
    rough = _in_turn([[wish for wish in wishes if wish.rough] for wishes in panes])
    final = [[wish for wish in wishes if not wish.rough] for wishes in panes]
    first, others = final[:1], [sorted(wishes, key=_octets) for wishes in final[1:]]
    coarse, sharp = _in_turn([wishes[:1] for wishes in others]), _in_turn([wishes[1:] for wishes in others])
    ahead = [*rough, *chain.from_iterable(first), *coarse]
    largest = max((wish.octets for wish in chain(*first)), default=0)
    left = most_bytes - sum(map(_octets, ahead)) - largest
    return [*ahead, *_within(sharp, coarse, left)]


def _within(sharp: Sequence[Wish], coarse: Sequence[Wish], left: int) -> list[Wish]:
    if not sharp or sum(map(_octets, sharp)) <= left:
        return list(sharp)
    share = max(0, left) / len(sharp)
    sides = {wish.photo.id: wish.side for wish in coarse}
    reduced = [replace(wish, side=_halved(wish, share)) for wish in sharp]
    return [wish for wish in reduced if wish.side > sides.get(wish.photo.id, 0)]


def _halved(wish: Wish, most_bytes: float) -> int:
    """The largest side within some memory at which a JPEG is quickly decoded: a half, a quarter or less."""
    return wish.side >> max(0, ceil(log2(wish.octets / max(1.0, most_bytes)) / 2))


def _in_turn(lists: Sequence[Sequence[Wish]]) -> list[Wish]:
    """The first of every list, then the second of every list, and so on."""
    return [wish for turn in zip_longest(*lists) for wish in turn if wish is not None]


def _octets(wish: Wish) -> int:
    return wish.octets
