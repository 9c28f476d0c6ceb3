"""Photos as the database knows them, and series and rankings of them, without any file."""

from pathlib import Path

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries
from app.library.photo import Capture, CaptureTime, Photo, PhotoId, Stamp
from fgaesq_core import Ranking
from fgaesq_core.choice import choose


def photo(
    number: int, *, version: int = 0, wall: float | None = None, path: Path | None = None, camera: str = ""
) -> Photo:
    """The photo of that id; another `version` has other pixels."""
    digest = f"{number}-{version}".encode().ljust(20, b"\0")
    place = path or Path(f"/photos/IMG_{number:04d}.jpg")
    capture = Capture(CaptureTime(float(number) if wall is None else wall), 6000, 4000, camera=camera)
    return Photo(PhotoId(number), (place,), (Stamp(1000, 1, digest),), capture)


def series(*numbers: int, kind: SeriesKind = SeriesKind.BURST) -> PhotoSeries:
    """A series of these ids, a single if it is but one."""
    frames = tuple(PhotoId(number) for number in numbers)
    return PhotoSeries(kind if len(frames) > 1 else SeriesKind.SINGLE, frames, "alike" if len(frames) > 1 else "")


def ranking(*scores: float) -> Ranking:
    """What a model that gives these scores says."""
    return choose(scores, 0.25)
