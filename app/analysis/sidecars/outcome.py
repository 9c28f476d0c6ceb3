"""How marks are to be written, and what became of each file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from app.analysis.sidecars.reading import SidecarReading
from app.library.photo import Label, PhotoId
from app.library.xmp.dialects import LABEL_TEXTS
from app.library.xmp.sidecar_names import Naming, usual_naming
from app.library.xmp.wishes import Profile


class Outcome(Enum):
    """What became of one file; the values are words for people."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one sidecar or photo, and why if it was refused."""

    photo: PhotoId
    path: Path
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How marks are written; `naming` is for sidecars that are not there yet, that of the profile if None.

    `embed` is the photographer's own word that JPEGs may be changed; `on_cards` that sidecars may be put on a memory
    card. A rehearsal finds out everything and changes nothing.
    """

    profile: Profile = Profile.LIGHTROOM
    naming: Naming | None = None
    texts: Mapping[Label, str] = field(default_factory=lambda: LABEL_TEXTS)
    embed: bool = False
    on_cards: bool = False
    is_rehearsal: bool = False

    @property
    def names(self) -> Naming:
        """How new sidecars are called."""
        return usual_naming(self.profile) if self.naming is None else self.naming


@dataclass(frozen=True, slots=True)
class SidecarWriting:
    """What was read first, and then what became of each file; photos with nothing to say have none."""

    reading: SidecarReading
    files: tuple[Written, ...]

    def count(self, outcome: Outcome) -> int:
        """How many files came out so."""
        return sum(one.outcome is outcome for one in self.files)
