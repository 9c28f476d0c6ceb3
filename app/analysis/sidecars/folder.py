"""The photos of a folder with what sidecars they have, subfolder by subfolder."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.library.photo import Marks, Photo, Skipped
from app.library.store import Store
from app.library.xmp.replacing import sweep
from app.library.xmp.sidecar_names import SidecarNames, look_into


@dataclass(frozen=True, slots=True)
class MarkedFolder:
    """The photos the library knows in one folder, their marks, and the sidecars there."""

    photos: tuple[tuple[Photo, Marks], ...]
    names: SidecarNames


def marked_folders(store: Store, folder: Path, *, recursive: bool) -> Iterator[MarkedFolder | Skipped]:
    """Each folder with photos, or why it cannot be looked into; what a killed program left there is taken away.

    Photos that are gone, and folders, are passed over: the library remembers them in case they come back.
    """
    by_folder: dict[Path, list[tuple[Photo, Marks]]] = defaultdict(list)
    for photo, marks in store.photos_under(folder, recursive=recursive):
        by_folder[photo.path.parent].append((photo, marks))
    for one, photos in sorted(by_folder.items()):
        try:
            sweep(one)
            there = set(os.listdir(one))
            left = [pair for pair in photos if any(file.name in there for file in pair[0].files)]
            yield MarkedFolder(tuple(left), look_into(one, (photo for photo, _ in left)))
        except FileNotFoundError:
            continue
        except OSError as error:
            yield Skipped(one, f"the folder cannot be opened ({error.strerror or error})")
