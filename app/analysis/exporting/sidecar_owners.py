"""Whose `IMG.xmp` is where photos share a name, so that marks of one do not come to lie beside another alone."""

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from app.library.photo import Photo, PhotoId
from app.library.same_name import folded
from app.library.xmp.sidecar_names import owners


class SidecarOwners:
    """Knows the owners among some photos; the sidecar of several photos none of which owns it belongs to all."""

    def __init__(self, photos: Iterable[Photo]) -> None:
        by_folder: dict[Path, list[Photo]] = defaultdict(list)
        for photo in photos:
            by_folder[photo.path.parent].append(photo)
        self._owners: dict[tuple[Path, str], PhotoId] = {}
        for same in by_folder.values():
            found = owners(same)
            self._owners.update((_key(photo.path), photo.id) for photo in same if photo.id in found)

    def is_own(self, photo: Photo, path: Path) -> bool:
        """Whether a sidecar is one of this photo alone."""
        return self._owner(path) == photo.id

    def is_foreign(self, photo: Photo, path: Path) -> bool:
        """Whether a sidecar is one of another photo."""
        return self._owner(path) not in {None, photo.id}

    def _owner(self, path: Path) -> PhotoId | None:
        return self._owners.get(_key(path)) if path.suffix.lower() == ".xmp" else None


def _key(path: Path) -> tuple[Path, str]:
    return path.parent, folded(os.path.splitext(path.name)[0])
