"""Which sidecars a photo has or may get: `IMG.xmp`, and `IMG.EXT.xmp` for each of its files, in any case."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from app.library.photo import Photo, PhotoId, is_movie, picture_files
from app.library.same_name import folded
from app.library.xmp.wishes import Profile

_XMP = ".xmp"
_DEVELOPED_ENDINGS = "jpg jpeg jpe jfif png tif tiff webp gif bmp jp2 j2k heic heif hif avif jxl psd"
_BY_CAMERAS = frozenset((".jpg", ".jpeg", ".jpe", ".heic", ".heif", ".hif"))
_DEVELOPED = frozenset(f".{ending}" for ending in _DEVELOPED_ENDINGS.split())
# Cameras write below this folder (DCF 2.0, section 3); photos copied from a card lie elsewhere.
_CARD = "dcim"


class Naming(Enum):
    """How a new sidecar is called; the values are what people type."""

    SHORT = "short"
    LONG = "long"
    BOTH = "both"


def usual_naming(profile: Profile) -> Naming:
    """The names that a profile's program looks for."""
    return {Profile.LIGHTROOM: Naming.SHORT, Profile.ALL: Naming.BOTH}.get(profile, Naming.LONG)


@dataclass(frozen=True, slots=True)
class Place:
    """A sidecar that is there or may be made; `of` is the file it stands beside, `ending` its name after the stem."""

    path: Path
    of: Path
    ending: str
    is_there: bool

    @property
    def is_shared(self) -> bool:
        """Whether its name serves all files of the photo."""
        return self.ending == _XMP


@dataclass(frozen=True, slots=True)
class SidecarNames:
    """The sidecars of one folder as they were when it was looked at, and whose `IMG.xmp` is where names meet.

    Where nobody's is, one that is there all the same is taken for that of the photo `as_shot`: it was alone when the
    sidecar was made, before a version of it in another format came to lie beside it.
    """

    folder: Path
    names: Mapping[str, str]
    owners: frozenset[PhotoId]
    as_shot: frozenset[PhotoId] = frozenset()

    def places(self, photo: Photo) -> tuple[Place, ...]:
        """The sidecars of a photo, the one with the shorter name first; that of another photo is not among them."""
        found = []
        shared = self._place(photo.path, photo.path.stem, _XMP)
        if photo.id in self.owners or (shared.is_there and photo.id in self.as_shot):
            found.append(shared)
        for file in picture_files(photo.files):
            if file.parent == self.folder:
                found.append(self._place(file, file.name, file.suffix.lower() + _XMP))
        return tuple(found)

    def _place(self, file: Path, start: str, ending: str) -> Place:
        known = self.names.get(folded(start + _XMP))
        return Place(self.folder / (known or start + _XMP), file, ending, known is not None)


def look_into(folder: Path, photos: Iterable[Photo]) -> SidecarNames:
    """Look for the sidecars of a folder; `photos` are all of that folder. Raises OSError."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.lower().endswith(_XMP))
    some = list(photos)
    known = {folded(name): name for name in reversed(names)}
    return SidecarNames(folder, known, owners(some), _alone(some, _may_be_as_shot))


def chosen(places: Iterable[Place], naming: Naming) -> tuple[Place, ...]:
    """The sidecars to write: those that are there, else what the naming says; with both names, all of them."""
    all_of_them = tuple(places)
    there = tuple(place for place in all_of_them if place.is_there)
    if naming is Naming.BOTH:
        return all_of_them
    if there:
        return there
    wants_shared = naming is Naming.SHORT and any(place.is_shared for place in all_of_them)
    return tuple(place for place in all_of_them if place.is_shared is wants_shared)


def is_on_card(folder: Path) -> bool:
    """Whether a folder is one of a camera's memory card, as far as its path tells."""
    return any(part.lower() == _CARD for part in folder.parts)


def embedded_ending(file: Path) -> str:
    """The ending under which the packet inside a file is remembered."""
    return file.suffix.lower()


def owners(photos: Iterable[Photo]) -> frozenset[PhotoId]:
    """Whose `IMG.xmp` is in one folder: of photos with one stem the only one, or the only one with a RAW file."""
    return _alone(photos, is_called_raw)


def _alone(photos: Iterable[Photo], fits: Callable[[Path], bool]) -> frozenset[PhotoId]:
    """Of photos with one stem the only one, or the only one with a file that fits."""
    by_stem: dict[str, list[Photo]] = defaultdict(list)
    for photo in photos:
        by_stem[folded(photo.path.stem)].append(photo)
    found: set[PhotoId] = set()
    for same in by_stem.values():
        best = same if len(same) == 1 else [photo for photo in same if any(map(fits, photo.files))]
        found.update(photo.id for photo in best if len(best) == 1)
    return frozenset(found)


def is_called_raw(file: Path) -> bool:
    """Whether a file goes by the name of a RAW, into which no program writes marks."""
    return file.suffix.lower() not in _DEVELOPED and not is_movie(file)


def _may_be_as_shot(file: Path) -> bool:
    return is_called_raw(file) or file.suffix.lower() in _BY_CAMERAS
