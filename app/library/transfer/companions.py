"""The files beside a photo that belong to it by name alone: sidecars, settings of raw developers, voice memos."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from app.library.same_name import folded

# Sidecars and settings; those of Capture One lie in a folder of its own and stay. A voice memo is named like its photo.
ENDINGS = frozenset(
    (".xmp", ".pp3", ".arp", ".dop", ".on1", ".spd", ".vrd", ".dr4", ".nksc", ".aae", ".thm", ".wav", ".rws")
)
# The second and further versions of a photo in darktable (User Manual, "Sidecar files").
_VERSION = re.compile(r"_\d{2,}$")


class Companions:
    """Finds companions by name; each folder is read once."""

    def __init__(self) -> None:
        self._folders: dict[Path, dict[str, list[str]]] = {}

    def of(self, files: Iterable[Path]) -> tuple[Path, ...]:
        """The companions of a photo's files, without these files themselves, in order of name."""
        files = tuple(files)
        found: dict[Path, None] = {}
        for file in files:
            found.update(dict.fromkeys(self.named_after(file)))
            found.update(dict.fromkeys(self.named_alike(file)))
        return tuple(sorted(path for path in found if path not in files))

    def named_after(self, file: Path) -> tuple[Path, ...]:
        """Companions of this very file: `IMG_1.CR3.xmp`, `IMG_1_01.CR3.xmp`."""
        stem, ending = map(folded, os.path.splitext(file.name))
        near = self._near(file.parent, stem)
        wanted = [name for name in near if _belongs_to_file(folded(name), stem, ending)]
        return tuple(file.parent / name for name in wanted)

    def named_alike(self, file: Path) -> tuple[Path, ...]:
        """Companions of every file of that name whatever its ending: `IMG_1.xmp`."""
        stem = folded(os.path.splitext(file.name)[0])
        near = self._near(file.parent, stem)
        alike = [name for name in near if os.path.splitext(folded(name)) in {(stem, one) for one in ENDINGS}]
        return tuple(file.parent / name for name in alike)

    def _near(self, folder: Path, stem: str) -> list[str]:
        if folder not in self._folders:
            self._folders[folder] = _by_stem(folder)
        return self._folders[folder].get(stem, [])


def _belongs_to_file(name: str, stem: str, ending: str) -> bool:
    inner, outer = os.path.splitext(name)
    if outer not in ENDINGS or not ending:
        return False
    whose, whose_ending = os.path.splitext(inner)
    return whose_ending == ending and (whose == stem or (outer == ".xmp" and _VERSION.sub("", whose) == stem))


def _by_stem(folder: Path) -> dict[str, list[str]]:
    """The names in a folder that may be companions, by the stems of photos they may belong to."""
    found: dict[str, list[str]] = defaultdict(list)
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        # The photos will say so themselves.
        return {}
    for name in names:
        stem, ending = os.path.splitext(folded(name))
        if ending not in ENDINGS:
            continue
        inner = os.path.splitext(stem)[0]
        for owner in {stem, inner, _VERSION.sub("", inner)}:
            found[owner].append(name)
    return found
