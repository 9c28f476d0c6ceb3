"""What an export would do, worked out before it is done."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.analysis.exporting.selection import SelectedFrame, Selection
from app.analysis.exporting.sidecar_owners import SidecarOwners
from app.analysis.exporting.template import names
from app.library.photo import Photo
from app.library.same_name import folded
from app.library.transfer.companions import Companions
from app.library.transfer.delivery import size_of
from app.library.transfer.parcel import Mode, Parcel
from app.library.transfer.room import free_space, needed_space


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants: the photos of a selection, from an open folder, brought to another.

    Without a mode none is brought, and only lists are written.
    """

    selection: Selection
    folder: Path
    to: Path
    mode: Mode | None
    template: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be brought: `frames` and their `parcels`; in octets their `size`, the room `needed` and that `free`.

    `inside` counts chosen photos that are left alone as they lie in the destination, which is within the shoot.
    """

    request: Request
    frames: tuple[SelectedFrame, ...]
    parcels: tuple[Parcel, ...]
    size: int
    needed: int
    free: int | None
    inside: int = 0

    @property
    def files(self) -> int:
        """How many files travel, sidecars too."""
        return sum(len(parcel.files) + len(parcel.companions) for parcel in self.parcels)


def plan(request: Request) -> Plan:
    """Work out an export; looks at the disk, but changes nothing there. Raises AppError for a bad template."""
    frames = [frame for frame in request.selection.chosen if not _lies_in_destination(frame.photo, request)]
    stems = names(request.template, frames)
    parcels = _parcels(frames, stems, request.selection.others) if request.mode is not None else ()
    return Plan(
        request,
        tuple(frames),
        parcels,
        sum(map(size_of, parcels)),
        0 if request.mode is None else needed_space(parcels, request.to, request.mode),
        free_space(request.to),
        len(request.selection.chosen) - len(frames),
    )


def _lies_in_destination(photo: Photo, request: Request) -> bool:
    """Whether a photo is one of those that were brought to a folder within the shoot before."""
    is_within = request.to != request.folder and request.to.is_relative_to(request.folder)
    return is_within and photo.path.is_relative_to(request.to)


def _parcels(
    frames: Sequence[SelectedFrame], stems: Sequence[PurePosixPath], others: Sequence[Photo]
) -> tuple[Parcel, ...]:
    """The parcels; a sidecar that several photos share is copied for all but the last that goes."""
    companions = Companions()
    whose = SidecarOwners((*(frame.photo for frame in frames), *others))
    needed = {_stem(file) for photo in others for file in photo.files}
    parcels = []
    for frame, name in reversed(list(zip(frames, stems, strict=True))):
        files = frame.photo.files
        alike = {path for file in files if _stem(file) in needed for path in companions.named_alike(file)}
        own = tuple(path for path in companions.of(files) if not whose.is_foreign(frame.photo, path))
        shared = frozenset(path for path in alike.intersection(own) if not whose.is_own(frame.photo, path))
        parcels.append(Parcel(files, own, name, shared))
        needed.update(map(_stem, files))
    return tuple(reversed(parcels))


def _stem(file: Path) -> tuple[Path, str]:
    return file.parent, folded(os.path.splitext(file.name)[0])
