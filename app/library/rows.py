"""Between rows of the database and the values of `photo`."""

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from app.library.mark_axes import Axes
from app.library.photo import Burst, Capture, CaptureTime, Flag, Label, Marks, Photo, PhotoId, Stamp

CAPTURE_COLUMNS = (
    "wall, tz_offset, resolution, sure, width, height, orientation, camera, serial, lens, "
    "focal_length, exposure, aperture, iso, exposure_bias, burst_key, burst_index, bracketed, burst_reason"
)
MARK_COLUMNS = "stars, flag, label"
# A mark that stays as it was keeps its time; NULL leaves it as it is.
SET_MARKS = """
UPDATE photo SET
    stars_at = CASE WHEN stars = coalesce(?1, stars) THEN stars_at ELSE ?4 END,
    flag_at = CASE WHEN flag = coalesce(?2, flag) THEN flag_at ELSE ?4 END,
    label_at = CASE WHEN label = coalesce(?3, label) THEN label_at ELSE ?4 END,
    stars = coalesce(?1, stars), flag = coalesce(?2, flag), label = coalesce(?3, label),
    marked_at = ?4, scores_shown = ?5
WHERE id = ?6
"""
_CAPTURE_WIDTH = CAPTURE_COLUMNS.count(",") + 1

Row = tuple[Any, ...]


def capture_row(capture: Capture) -> Row:
    """The values of one capture in the order of `CAPTURE_COLUMNS`."""
    time, burst = capture.time, capture.burst
    return (
        *(time.wall, time.offset, time.resolution, time.sure),
        *(capture.width, capture.height, capture.orientation),
        *(capture.camera, capture.serial, capture.lens),
        *(capture.focal_length, capture.exposure, capture.aperture, capture.iso, capture.exposure_bias),
        *(burst.key, burst.index, burst.bracketed, burst.reason),
    )


def capture_from(row: Row) -> Capture:
    """One capture from values in the order of `CAPTURE_COLUMNS`."""
    (wall, offset, resolution, sure, width, height, orientation, camera, serial, lens) = row[:10]
    (focal_length, exposure, aperture, iso, exposure_bias, key, index, bracketed, reason) = row[10:]
    return Capture(
        CaptureTime(wall, offset, resolution, bool(sure)),
        *(width, height, orientation, camera, serial, lens, focal_length, exposure, aperture, iso, exposure_bias),
        Burst(key, index, bool(bracketed), reason),
    )


def marks_from(row: Row) -> Marks:
    """Marks from values in the order of `MARK_COLUMNS`."""
    return Marks(row[0], Flag(row[1]), Label(row[2]))


def mark_row(marks: Marks, given: int = Axes.ALL) -> Row:
    """The values of marks in the order of `MARK_COLUMNS`; None for those on axes that were not given."""
    if given == Axes.ALL:
        return marks.stars, marks.flag, marks.label
    return (
        marks.stars if given & 1 else None,
        marks.flag if given & 2 else None,
        marks.label if given & 4 else None,
    )


def path_key(path: Path) -> bytes:
    """The form in which a path is stored: bytes, as names need not be valid Unicode."""
    return os.fsencode(path)


def path_from(key: bytes) -> Path:
    """The path of a stored key."""
    return Path(os.fsdecode(key))


def photos_from(rows: Iterable[Row]) -> Iterator[tuple[Photo, Marks]]:
    """Photos with their marks, from rows sorted by photo and role.

    A row is: photo id, the capture's columns, the marks' columns, then path, size, mtime_ns, digest of one file.
    """
    marks_at = 1 + _CAPTURE_WIDTH
    file_at = marks_at + 3
    for photo_id, group in groupby(rows, key=lambda row: row[0]):
        members = list(group)
        first = members[0]
        files = tuple(path_from(row[file_at]) for row in members)
        stamps = tuple(Stamp(*row[file_at + 1 : file_at + 4]) for row in members)
        capture = capture_from(first[1:marks_at])
        yield Photo(PhotoId(photo_id), files, stamps, capture), marks_from(first[marks_at:file_at])
