"""From a folder's files to its photos: headers are read, RAW, JPEG and movie of one shot are joined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.cancel import CancelToken
from app.library.formats import VIDEO, Format, is_video
from app.library.headers import read_header
from app.library.listing import Candidate, Listing, Shot, list_shots
from app.library.live_photos import LiveSide, Movie, belongs, live_side, read_movie
from app.library.metadata import read_capture
from app.library.photo import Burst, Capture, ScannedPhoto, Skipped, Stamp, is_movie
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
    live: LiveSide | None


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
    if kept and not all(isinstance(outcome, Skipped) for outcome in outcomes):
        # A new file may belong to a photo that is known already.
        kept = []
        outcomes = [_read(file.path) for file in shot.files]
    pictures = [outcome for outcome in outcomes if isinstance(outcome, _ReadFile)]
    movies = [outcome for outcome in outcomes if isinstance(outcome, Movie)]
    owners = [_owner(movie, pictures) for movie in movies]
    yield from kept
    for photo in _joined(pictures):
        own = [movie for movie, owner in zip(movies, owners, strict=True) if owner in photo.files]
        yield _with_movies(photo, own)
    yield from (outcome for outcome in outcomes if isinstance(outcome, Skipped))
    yield from (Skipped(movie.path, VIDEO) for movie, owner in zip(movies, owners, strict=True) if owner is None)


def _is_unchanged(photo: ScannedPhoto, shot: Shot) -> bool:
    now = {file.path: (file.size, file.mtime_ns) for file in shot.files}
    return all(
        now.get(path) == (stamp.size, stamp.mtime_ns) for path, stamp in zip(photo.files, photo.stamps, strict=True)
    )


def _read(path: Path) -> _ReadFile | Movie | Skipped:
    try:
        with named_failures(), FileSource(path) as source:
            if is_movie(path) and is_video(source.head):
                return read_movie(source)
            header = read_header(source)
            capture = read_capture(header, source.mtime_ns)
            return _ReadFile(path, header.format, source.stamp(), capture, live_side(path, header))
    except UnreadableError as error:
        return Skipped(path, error.reason)


def _owner(movie: Movie, pictures: list[_ReadFile]) -> Path | None:
    """The picture a movie was taken with: the one of the same identifier, else a HEIC before a JPEG before a RAW."""
    fitting = [(file.live, file.path) for file in pictures if file.live and belongs(movie, file.live)]
    order = sorted(fitting, key=lambda one: (one[0].identifier != movie.identifier, one[0].rank))
    return order[0][1] if order else None


def _with_movies(photo: ScannedPhoto, movies: list[Movie]) -> ScannedPhoto:
    paths, stamps = tuple(movie.path for movie in movies), tuple(movie.stamp for movie in movies)
    return ScannedPhoto(photo.files + paths, photo.stamps + stamps, photo.capture)


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
