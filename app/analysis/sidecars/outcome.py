"""How marks are to be written, and what became of each file."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from app.analysis.sidecars.reading import SidecarReading
from app.library.photo import PhotoId
from app.library.sidecar_choice import SidecarChoice
from app.library.xmp.label_texts import USUAL_TEXTS, LabelTexts
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
    texts: LabelTexts = USUAL_TEXTS
    embed: bool = False
    on_cards: bool = False
    is_rehearsal: bool = False

    @classmethod
    def of(cls, choice: SidecarChoice, *, is_rehearsal: bool = False) -> "WriteOptions":
        """As the user chose it."""
        return cls(choice.profile, choice.naming, choice.texts, choice.into_jpegs, choice.on_cards, is_rehearsal)

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
