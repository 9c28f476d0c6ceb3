"""People by frames: for every person of a series the face in every frame, what is wrong with it, and the worst."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

from app.analysis.eyes import Lids
from app.analysis.face_matching import Person, persons
from app.analysis.face_places import Placing
from app.analysis.faces import Face
from app.library.photo import PhotoId

# Less sharp than this share of the person's sharpest face is blurred beside it.
_BLURRED = 0.6
# A face less sure than this that is seen once in a longer series is a pattern rather than a person.
_SEEN_ONCE = 0.87
_LONGER = 3
# Of a long series of a crowd the largest faces are matched, so that it takes no more than a second.
_MOST_FACES = 1200
# Smaller than this share of the largest person's size is somebody in the background.
_BACKGROUND = 0.4


class Fault(Enum):
    """What is wrong with a face, the worse the further down."""

    NONE = ""
    BLURRED = "blurred"
    CLOSED = "eyes closed"


@dataclass(frozen=True, slots=True)
class Cell:
    """A person in one frame; `number` is the place of the face among those of its picture, `sure` whether it is they.

    `is_worst` marks the one face of the person that speaks most against its frame.
    """

    face: Face
    number: int
    sure: bool
    fault: Fault = Fault.NONE
    is_worst: bool = False


Row = tuple[Cell | None, ...]
"""One person in every frame of the series; None where the person is not seen."""


@dataclass(frozen=True, slots=True)
class FaceMatrix:
    """The people of a series, those in the foreground first, each kind from left to right."""

    frames: tuple[PhotoId, ...] = ()
    rows: tuple[Row, ...] = ()

    def cell(self, row: int, column: int) -> Cell | None:
        """The face of a person in a frame."""
        return self.rows[row][column]


def face_matrix(frames: Sequence[PhotoId], faces: Sequence[Sequence[Face]], places: Sequence[Placing]) -> FaceMatrix:
    """The matrix of a series from the faces of its frames and where the frames lie; no rows without people."""
    numbers = [_largest(one, _MOST_FACES // len(faces)) for one in faces]
    seen = [[one[number] for number in kept] for one, kept in zip(faces, numbers, strict=True)]
    found = [person for person in persons(seen, places) if _is_person(person, seen)]
    rows = [_row(person, seen, numbers) for person in _ordered(found, seen, places)]
    return FaceMatrix(tuple(frames), tuple(rows))


def eyes_closed(faces: Sequence[Face]) -> bool | None:
    """Whether somebody in the foreground of a picture has closed eyes; None where no eyes can be told."""
    largest = max((face.height for face in faces), default=0.0)
    said = [face.eyes.lids for face in faces if face.height >= _BACKGROUND * largest]
    if Lids.CLOSED in said:
        return True
    return None if said and all(lids is Lids.UNSURE for lids in said) else False


def _is_person(person: Person, faces: Sequence[Sequence[Face]]) -> bool:
    if len(person) > 1 or len(faces) < _LONGER:
        return True
    return faces[person[0].frame][person[0].face].certainty >= _SEEN_ONCE


def _ordered(found: Sequence[Person], faces: Sequence[Sequence[Face]], places: Sequence[Placing]) -> list[Person]:
    heights = {person: median(faces[one.frame][one.face].height for one in person) for person in found}
    largest = max(heights.values(), default=0.0)

    def order(person: Person) -> tuple[bool, float, float]:
        middles = [places[one.frame].place(*faces[one.frame][one.face].middle) for one in person]
        behind = heights[person] < _BACKGROUND * largest
        return behind, median(x for x, _ in middles), median(y for _, y in middles)

    return sorted(found, key=order)


def _largest(faces: Sequence[Face], most: int) -> list[int]:
    """The places of so many of the largest faces, at least one, in the order of the faces."""
    by_size = sorted(range(len(faces)), key=lambda number: -faces[number].height)
    return sorted(by_size[: max(1, most)])


def _row(person: Person, faces: Sequence[Sequence[Face]], numbers: Sequence[Sequence[int]]) -> Row:
    seen = {one.frame: faces[one.frame][one.face] for one in person}
    sharpest = max(face.sharpness for face in seen.values())
    faults = {frame: _fault(face, sharpest) for frame, face in seen.items()}
    worst = _worst(seen, faults)
    row: list[Cell | None] = [None] * len(faces)
    for one in person:
        row[one.frame] = Cell(
            seen[one.frame], numbers[one.frame][one.face], one.sure, faults[one.frame], one.frame == worst
        )
    return tuple(row)


def _fault(face: Face, sharpest: float) -> Fault:
    if face.eyes.lids is Lids.CLOSED:
        return Fault.CLOSED
    return Fault.BLURRED if face.sharpness < _BLURRED * sharpest else Fault.NONE


def _worst(seen: dict[int, Face], faults: dict[int, Fault]) -> int | None:
    """The frame of the worst face: eyes closed first, the surest of them; then the most blurred; None if all are good.

    Faces that are exactly as bad are told apart by what is known of them, at last by their frames.
    """
    closed = [frame for frame, fault in faults.items() if fault is Fault.CLOSED]
    if closed:
        return min(closed, key=lambda frame: (seen[frame].eyes.open or 0.0, seen[frame].sharpness, frame))
    blurred = [frame for frame, fault in faults.items() if fault is Fault.BLURRED]
    return min(blurred, key=lambda frame: (seen[frame].sharpness, frame), default=None)
