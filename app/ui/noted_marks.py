"""Which marks were given while something was being read: of these, what was read is old."""

from collections.abc import Mapping

from app.library.mark_axes import Axes, differing
from app.library.photo import Marks, PhotoId


class Noted:
    """Marks given since it was begun, axis by axis."""

    def __init__(self) -> None:
        self._given: list[tuple[Mapping[PhotoId, Marks], Mapping[PhotoId, Marks]]] = []

    def note(self, marks: Mapping[PhotoId, Marks], before: Mapping[PhotoId, Marks]) -> None:
        """Marks are given; of a photo in `before` only those that differ from its marks there."""
        self._given.append((marks, before))

    def merged(self, photo: PhotoId, here: Marks, read: Marks) -> Marks:
        """The marks that were read, but those that were given since as they are here."""
        given = Axes.NONE
        for marks, before in self._given:
            if photo in marks:
                given |= differing(before[photo], marks[photo]) if photo in before else Axes.ALL
        return Marks(
            here.stars if given & Axes.STARS else read.stars,
            here.flag if given & Axes.FLAG else read.flag,
            here.label if given & Axes.LABEL else read.label,
        )
