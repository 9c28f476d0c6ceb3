"""From a folder's files to its photos: headers are read, RAW and JPEG of one shot are joined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.cancel import CancelToken
from app.library.formats import Format
from app.library.headers import read_header
from app.library.listing import Candidate, Listing, Shot, list_shots
from app.library.metadata import read_capture
from app.library.photo import Burst, Capture, ScannedPhoto, Skipped, Stamp
from app.library.pixels import named_failures
from app.library.source import FileSource, UnreadableError

__all__ = ["Candidate", "Listing", "Shot", "list_shots", "read_shots"]

_MOST_SECONDS_WITHIN_A_SHOT = 2.0
_DEVELOPED_IN_CAMERA = frozenset((Format.JPEG, Format.HEIC))


@dataclass(frozen=True, slots=True)
class _ReadFile:
    path: Path
    format: Format
    stamp: Stamp
    capture: Capture


def read_shots(
    listing: Listing, known: Mapping[Path, ScannedPhoto], token: CancelToken
) -> Iterator[ScannedPhoto | Skipped]:
    """Read the headers of a listing's files and yield each file once, in a photo or skipped, in the listing's order.

    A photo in `known` (by its first file) whose files all have the size and time they had is yielded from there, and
    its files are not opened. What the listing itself skipped is not repeated. Raises Cancelled.
    """
    for shot in listing.shots:
        token.check()
        yield from _read_shot(shot, known)


def _read_shot(shot: Shot, known: Mapping[Path, ScannedPhoto]) -> Iterator[ScannedPhoto | Skipped]:
    kept = [photo for file in shot.files if (photo := known.get(file.path)) and _is_unchanged(photo, shot)]
    covered = {path for photo in kept for path in photo.files}
    outcomes = [_read(file.path) for file in shot.files if file.path not in covered]
    if kept and any(isinstance(outcome, _ReadFile) for outcome in outcomes):
        # A new file may belong to a photo that is known already.
        kept = []
        outcomes = [_read(file.path) for file in shot.files]
    yield from kept
    yield from _joined([outcome for outcome in outcomes if isinstance(outcome, _ReadFile)])
    yield from (outcome for outcome in outcomes if isinstance(outcome, Skipped))


def _is_unchanged(photo: ScannedPhoto, shot: Shot) -> bool:
    now = {file.path: (file.size, file.mtime_ns) for file in shot.files}
    return all(
        now.get(path) == (stamp.size, stamp.mtime_ns) for path, stamp in zip(photo.files, photo.stamps, strict=True)
    )


def _read(path: Path) -> _ReadFile | Skipped:
    try:
        with named_failures(), FileSource(path) as source:
            header = read_header(source)
            capture = read_capture(header, source.mtime_ns)
            return _ReadFile(path, header.format, source.stamp(), capture)
    except UnreadableError as error:
        return Skipped(path, error.reason)


def _joined(files: list[_ReadFile]) -> Iterator[ScannedPhoto]:
    """The photos of one shot: its single RAW and single JPEG or HEIC as one, every other file by itself."""
    raws = [file for file in files if file.format is Format.RAW]
    developed = [file for file in files if file.format in _DEVELOPED_IN_CAMERA]
    pair = (developed[0], raws[0]) if len(raws) == len(developed) == 1 else None
    if pair is None or not _taken_together(pair[0].capture, pair[1].capture):
        yield from (_photo(file) for file in files)
        return
    for file in files:
        if file is pair[0]:
            yield _photo(*pair)
        elif file is not pair[1]:
            yield _photo(file)


def _taken_together(one: Capture, other: Capture) -> bool:
    is_sure = one.time.sure and other.time.sure
    return not is_sure or abs(one.time.wall - other.time.wall) <= _MOST_SECONDS_WITHIN_A_SHOT


def _photo(shown: _ReadFile, raw: _ReadFile | None = None) -> ScannedPhoto:
    if raw is None:
        return ScannedPhoto((shown.path,), (shown.stamp,), shown.capture)
    capture = shown.capture
    if raw.capture.time.sure and not capture.time.sure:
        capture = replace(capture, time=raw.capture.time)
    if capture.burst == Burst():
        capture = replace(capture, burst=raw.capture.burst)
    return ScannedPhoto((shown.path, raw.path), (shown.stamp, raw.stamp), capture)
