"""Measures pairs of photos: what tells one from the other, and where."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.analysis.differences import Difference, pair
from app.analysis.frame_look import LONGEST, FrameLook, look_at
from app.analysis.reason import Reason
from app.analysis.reasons import mirrored, reasons
from app.cancel import CancelToken
from app.library.decode import UnreadableError, open_picture
from app.library.photo import Photo

PairKey = tuple[bytes, bytes]
"""The digests of two photos."""


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """What tells the first of two photos from the second, and where; no difference where their shapes differ."""

    key: PairKey
    reasons: tuple[Reason, ...]
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A pair that cannot be compared because of one of its files, and why."""

    key: PairKey
    path: Path
    reason: str


class Looks:
    """What was measured of the frames looked at last, some 2 MB each; belongs to one thread at a time."""

    def __init__(self, at_most: int = 12) -> None:
        self._at_most = at_most
        self._kept: OrderedDict[bytes, FrameLook] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, photo: Photo) -> FrameLook:
        """The measures of a photo, decoded if need be; raises UnreadableError."""
        found = self._kept.get(photo.digest)
        if found is None:
            found = look_at(open_picture(photo.path, LONGEST))
            self._kept[photo.digest] = found
        self._kept.move_to_end(photo.digest)
        while len(self._kept) > self._at_most:
            self._kept.popitem(last=False)
        return found


def explain(
    token: CancelToken, *, pairs: Sequence[tuple[Photo, Photo]], looks: Looks
) -> Iterator[Explanation | Unexplained]:
    """Explain pairs in the order given, each from both sides. Raises Cancelled."""
    for one, other in pairs:
        token.check()
        unreadable = _unreadable((one, other), looks, token)
        if unreadable is not None:
            path, reason = unreadable
            yield Unexplained((one.digest, other.digest), path, reason)
        else:
            yield from _explained(one, other, looks)


def _unreadable(photos: Sequence[Photo], looks: Looks, token: CancelToken) -> tuple[Path, str] | None:
    for photo in photos:
        try:
            looks.of(photo)
        except UnreadableError as error:
            return photo.path, error.reason
        token.check()
    return None


def _explained(one: Photo, other: Photo, looks: Looks) -> Iterator[Explanation]:
    # The same answer from both sides, whichever was asked for first.
    first, second = sorted((one, other), key=lambda photo: photo.digest)
    looked = looks.of(first), looks.of(second)
    both = pair(*looked)
    found = reasons(*looked, both)
    here, there = both.differences if both is not None else (None, None)
    yield Explanation((first.digest, second.digest), found, here)
    yield Explanation((second.digest, first.digest), mirrored(found), there)
