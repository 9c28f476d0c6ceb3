"""Shoots in memory, with marks and rankings as a test wants them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Capture, CaptureTime, Marks, Photo, PhotoId, Stamp
from fgaesq_core import Ranking

FOLDER = Path("/shoot")


def photo(number: int, *names: str, folder: Path = FOLDER, wall: float | None = None, camera: str = "X-T5") -> Photo:
    files = tuple(folder / name for name in names or (f"IMG_{number}.jpg",))
    stamps = tuple(Stamp(1, 1, f"{number}{name}".encode()) for name in files)
    time = CaptureTime(1_778_320_931.0 + number if wall is None else wall)
    return Photo(PhotoId(number), files, stamps, Capture(time, 6000, 4000, camera=camera))


def shoot_of(
    series: Sequence[tuple[SeriesKind, Sequence[Photo]]],
    marks: Mapping[int, Marks] | None = None,
    scores: Mapping[int, Sequence[float]] | None = None,
) -> Shoot:
    """A shoot of these series; `scores` ranks series by their place, with chances that fall with the rank."""
    shoot = Shoot()
    given = marks or {}
    shoot.add((one, given.get(one.id, Marks())) for _, photos in series for one in photos)
    shoot.set_series(PhotoSeries(kind, tuple(one.id for one in photos)) for kind, photos in series)
    for place, values in (scores or {}).items():
        total = sum(values)
        chances = tuple(value / total for value in values)
        shoot.set_ranking(shoot.series[place].frames, Ranking(tuple(values), chances, 0.9, False))
    return shoot
