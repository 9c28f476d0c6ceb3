"""Photos and shoots that exist only in memory."""

from collections.abc import Sequence
from pathlib import Path

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Capture, CaptureTime, Marks, Photo, PhotoId, Stamp

NOON = 1_400_000_000.0 - 1_400_000_000.0 % 86400 + 12 * 3600


def photo(number: int, *, seconds: float = 0.0, size: tuple[int, int] = (6000, 4000), name: str = "") -> Photo:
    """A photo of that number and name, taken some seconds after noon."""
    path = Path("/nowhere") / (name or f"IMG_{number:04d}.jpg")
    capture = Capture(CaptureTime(NOON + seconds, None, 0.01), *size)
    return Photo(PhotoId(number), (path,), (Stamp(1, 1, number.to_bytes(16, "big")),), capture)


def shoot_of(*sizes: int, pause: float = 60.0, kinds: Sequence[SeriesKind] = ()) -> Shoot:
    """A shoot with series of so many frames; photos are numbered from 1 through all of them."""
    shoot, number, series = Shoot(), 0, []
    for place, size in enumerate(sizes):
        numbers = range(number + 1, number + size + 1)
        number += size
        shoot.add((photo(n, seconds=pause * place + 0.3 * (n - numbers[0])), Marks()) for n in numbers)
        kind = SeriesKind.BURST if size > 1 else SeriesKind.SINGLE
        frames = tuple(PhotoId(n) for n in numbers)
        series.append(PhotoSeries(kinds[place] if kinds else kind, frames, "made up" if size > 1 else ""))
    shoot.set_series(series)
    return shoot
