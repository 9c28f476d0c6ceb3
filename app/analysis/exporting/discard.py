"""Which files go to the bin with a photo."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from app.analysis.exporting.sidecar_owners import SidecarOwners
from app.cancel import CancelToken
from app.library.photo import Photo, is_movie, picture_files
from app.library.same_name import folded
from app.library.transfer.companions import Companions
from app.library.transfer.parcel import Undelivered
from app.library.transfer.system_bin import Binned, restore, to_bin


class Side(Enum):
    """What goes of a photo that is both RAW and JPEG; other photos go whole."""

    BOTH = "both"
    RAW = "raw"
    JPEG = "jpeg"


@dataclass(frozen=True, slots=True)
class Discard:
    """One photo on its way to the bin: the files that go, and the sidecars that go with the last of them."""

    photo: Photo
    files: tuple[Path, ...]
    companions: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DiscardPlan:
    """All that goes, and how many octets that is."""

    discards: tuple[Discard, ...]
    size: int

    @property
    def files(self) -> int:
        """How many files go, sidecars too."""
        return sum(len(one.files) + len(one.companions) for one in self.discards)

    @property
    def companions(self) -> int:
        """How many of them are sidecars."""
        return sum(len(one.companions) for one in self.discards)


def is_pair(photo: Photo) -> bool:
    """Whether a photo is both RAW and JPEG."""
    return len(picture_files(photo.files)) > 1


def plan_discard(photos: Iterable[Photo], side: Side, others: Iterable[Photo]) -> DiscardPlan:
    """What goes with some photos; a sidecar that one of the `others` needs as well stays. Looks at the disk."""
    photos, others = tuple(photos), tuple(others)
    companions, whose = Companions(), SidecarOwners((*photos, *others))
    needed = {_stem(file) for photo in others for file in photo.files}
    discards = tuple(_discard(photo, side, companions, whose, needed) for photo in photos)
    paths = (path for one in discards for path in (*one.files, *one.companions))
    return DiscardPlan(discards, sum(map(_size, paths)))


def carry_out(plan: DiscardPlan, token: CancelToken) -> Iterator[Binned | Undelivered]:
    """Put all that goes into the bin; sidecars of what does not go stay. Raises Cancelled between two photos."""
    needing = Counter(path for one in plan.discards for path in one.companions)
    for one in plan.discards:
        token.check()
        results = list(to_bin(one.files))
        yield from results
        if all(isinstance(result, Binned) for result in results):
            needing.subtract(one.companions)
            yield from to_bin(path for path in one.companions if not needing[path])


def take_back(binned: Sequence[Binned], token: CancelToken) -> Iterator[Path | Undelivered]:
    """Take files out of the bin again; raises Cancelled."""
    for result in restore(binned):
        token.check()
        yield result


def _discard(
    photo: Photo, side: Side, companions: Companions, whose: SidecarOwners, needed: set[tuple[Path, str]]
) -> Discard:
    files = photo.files
    if side is Side.BOTH or not is_pair(photo):
        shared = {path for file in files if _stem(file) in needed for path in companions.named_alike(file)}
        going = (path for path in companions.of(files) if path not in shared or whose.is_own(photo, path))
        return Discard(photo, files, tuple(path for path in going if not whose.is_foreign(photo, path)))
    shown = files[0]
    if side is Side.RAW:
        sides = tuple(file for file in files[1:] if not is_movie(file))
    else:
        sides = (shown, *(file for file in files[1:] if is_movie(file)))
    own = {path: None for file in sides for path in companions.named_after(file) if path not in files}
    return Discard(photo, sides, tuple(own))


def _stem(file: Path) -> tuple[Path, str]:
    return file.parent, folded(os.path.splitext(file.name)[0])


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
