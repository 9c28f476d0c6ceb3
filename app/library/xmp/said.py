"""What one packet says of a photo, in our terms."""

from dataclasses import dataclass
from enum import Enum

from app.library.photo import Flag, Label, Marks


class Field(Enum):
    """The three axes of marks; the values are the names in `Marks`, `Said` and the database."""

    STARS = "stars"
    FLAG = "flag"
    LABEL = "label"


Value = int | Flag | Label


@dataclass(frozen=True, slots=True)
class Said:
    """What a packet says: None where it says nothing, or nothing that has a place in our marks."""

    stars: int | None = None
    flag: Flag | None = None
    label: Label | None = None

    def of(self, field: Field) -> Value | None:
        """What is said of one axis."""
        return {Field.STARS: self.stars, Field.FLAG: self.flag, Field.LABEL: self.label}[field]


def of_marks(marks: Marks, field: Field) -> Value:
    """What marks say of one axis; 0, whatever its name there, is nothing."""
    return {Field.STARS: marks.stars, Field.FLAG: marks.flag, Field.LABEL: marks.label}[field]
