"""The values everything else speaks of: photos, how they were captured, and the marks on them."""

from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path
from typing import NewType, TypeVar

PhotoId = NewType("PhotoId", int)
_MOVIES = frozenset((".mov", ".mp4", ".mp"))


class Flag(IntEnum):
    """The photographer's verdict, apart from stars and colour."""

    REJECT = -1
    NONE = 0
    PICK = 1


class Label(IntEnum):
    """Colour label, in the order of Lightroom's keys 6 to 9 with purple last."""

    NONE = 0
    RED = 1
    YELLOW = 2
    GREEN = 3
    BLUE = 4
    PURPLE = 5


@dataclass(frozen=True, slots=True)
class Marks:
    """What the photographer said of one photo; three independent axes."""

    stars: int = 0
    flag: Flag = Flag.NONE
    label: Label = Label.NONE


@dataclass(frozen=True, slots=True)
class Stamp:
    """What identifies a file's content cheaply.

    `digest` covers size, head, middle and tail, so it survives a rename or move and changes with an edit.
    """

    size: int
    mtime_ns: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class CaptureTime:
    """When a photo was taken.

    `wall` is the camera's clock in seconds since 1970-01-01 00:00 as if that clock showed UTC.
    `offset` is the recorded time zone in minutes east of UTC, or None.
    `resolution` is the clock's step in seconds: 0.01 for hundredths, 1.0 for whole seconds.
    `sure` is False when only the file's own time was at hand.
    """

    wall: float
    offset: int | None = None
    resolution: float = 1.0
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Burst:
    """What the camera itself wrote about the sequence a photo belongs to.

    Photos of one camera with the same non-empty `key` are one burst. A camera that only counts writes an
    `index` (1, 2, 3, ... within the burst) and no key. `reason` names the evidence in words for people.
    """

    key: str = ""
    index: int | None = None
    bracketed: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """How a photo was taken, as far as its file tells; sizes in pixels after rotation to upright."""

    time: CaptureTime
    width: int
    height: int
    orientation: int = 1
    camera: str = ""
    serial: str = ""
    lens: str = ""
    focal_length: float | None = None
    exposure: float | None = None
    aperture: float | None = None
    iso: int | None = None
    exposure_bias: float | None = None
    burst: Burst = field(default_factory=Burst)


@dataclass(frozen=True, slots=True)
class ScannedPhoto:
    """One shot as found on disk: the file that is shown, the files that belong to it, and its capture data.

    `files[0]` is the file that is decoded (the JPEG of a RAW+JPEG pair); all are absolute paths. The movie of a Live
    Photo or motion photo comes last and is never decoded: see `is_movie`.
    """

    files: tuple[Path, ...]
    stamps: tuple[Stamp, ...]
    capture: Capture


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo the library knows, with its lasting id."""

    id: PhotoId
    files: tuple[Path, ...]
    stamps: tuple[Stamp, ...]
    capture: Capture

    @property
    def path(self) -> Path:
        """The file that is decoded and named to people."""
        return self.files[0]

    @property
    def digest(self) -> bytes:
        """Content identity of the decoded file; the key of everything computed from its pixels."""
        return self.stamps[0].digest


AnyPhoto = TypeVar("AnyPhoto", ScannedPhoto, Photo)


def is_movie(path: Path) -> bool:
    """Whether a file of a photo, but for its first, is the movie taken with it; such files are told by their names."""
    return path.suffix.casefold() in _MOVIES


def picture_files(files: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files of a photo that can be shown, the one that is shown first."""
    return (*files[:1], *(file for file in files[1:] if not is_movie(file)))


def without_shown(photo: AnyPhoto) -> AnyPhoto | None:
    """The photo with its next picture in place of the one that is shown, or None if it has no other."""
    if len(picture_files(photo.files)) < 2:
        return None
    return replace(photo, files=photo.files[1:], stamps=photo.stamps[1:])


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read, and why, in words for people."""

    path: Path
    reason: str
