"""The folder photos are brought to: which names are free there, and what is there already."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from app.cancel import CancelToken
from app.library.photo import is_movie
from app.library.same_name import folded
from app.library.transfer.companions import ENDINGS
from app.library.transfer.copying import same_bytes
from app.library.transfer.parcel import Parcel
from app.library.transfer.part import clear_leftovers


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the files of a parcel go: `missing` are to be brought, `there` are there byte for byte.

    `kept` are companions whose place is taken by another file of that name, which is left as it is.
    """

    missing: tuple[tuple[Path, Path], ...]
    there: tuple[tuple[Path, Path], ...]
    kept: tuple[Path, ...]


class Destination:
    """Finds a place for each parcel; names that differ only by case or by how accents are composed are one name."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: dict[Path, dict[str, dict[str, str]]] = {}

    def place(self, parcel: Parcel, token: CancelToken) -> Placement:
        """Where a parcel goes: under its own name, else under the first of `NAME (2)`, `NAME (3)`, … that is free.

        Makes the folder if there is none. Raises OSError, UnreadableError, Cancelled.
        """
        folder = self._root.joinpath(*parcel.name.parts[:-1])
        names = self._names(folder)
        for number in count(1):
            stem = parcel.name.name if number == 1 else f"{parcel.name.name} ({number})"
            placement = _placed(parcel, folder, stem, names.get(folded(stem), {}), token)
            if placement is not None:
                return placement
        raise AssertionError

    def note(self, target: Path) -> None:
        """Remember a file that has been put there."""
        _note(self._names(target.parent), target.name)

    def _names(self, folder: Path) -> dict[str, dict[str, str]]:
        """The names in a folder by their stems, both folded."""
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            clear_leftovers(folder)
            names: dict[str, dict[str, str]] = {}
            for name in os.listdir(folder):
                _note(names, name)
            self._folders[folder] = names
        return self._folders[folder]


def named(parcel: Parcel, stem: str) -> Iterator[tuple[Path, str]]:
    """The files of a parcel, and what each is called where the photo is called `stem`."""
    stems = {folded(os.path.splitext(file.name)[0]) for file in parcel.files}
    for file in parcel.files:
        ending = os.path.splitext(file.name)[1]
        # The movie of PXL_1.MP.jpg is PXL_1.MP.
        is_named = is_movie(file) and folded(stem).endswith(folded(ending))
        yield file, stem if is_named else stem + ending
    for companion in parcel.companions:
        yield companion, stem + _rest(companion.name, stems)


def _rest(name: str, stems: set[str]) -> str:
    """What follows the stem of a photo in the name of its companion: `.xmp`, `.CR3.xmp`, `_01.CR3.xmp`."""
    return next((name[end:] for end in range(len(name), 0, -1) if folded(name[:end]) in stems), Path(name).suffix)


def _note(names: dict[str, dict[str, str]], name: str) -> None:
    low = folded(name)
    stem, ending = os.path.splitext(low)
    for owner in (low, stem, *([os.path.splitext(stem)[0]] if ending in ENDINGS else [])):
        names.setdefault(owner, {})[low] = name


def _placed(parcel: Parcel, folder: Path, stem: str, taken: dict[str, str], token: CancelToken) -> Placement | None:
    """The placement under a stem, or None where that belongs to another photo."""
    missing: list[tuple[Path, Path]] = []
    there: list[tuple[Path, Path]] = []
    kept: list[Path] = []
    given: set[str] = set()
    for source, name in named(parcel, stem):
        found = taken.get(folded(name))
        if folded(name) in given:
            kept.append(source)
        elif found is None:
            missing.append((source, folder / name))
        elif same_bytes(source, folder / found, token):
            there.append((source, folder / found))
        elif source in parcel.files:
            return None
        else:
            kept.append(source)
        given.add(folded(name))
    # A move that was killed may have brought only what belongs to the photo.
    is_here = any(source in parcel.files for source, _ in there) or {folded(to.name) for _, to in there} == set(taken)
    return Placement(tuple(missing), tuple(there), tuple(kept)) if is_here or not taken else None
