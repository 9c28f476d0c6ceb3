"""Small builders of records for tests."""

from pathlib import Path

from tests.pictures import blurred, scene
from train.manifest import SeriesRecord
from train.samples import Pair


def series(name: str, count: int, *pairs: tuple[int, int, float]) -> SeriesRecord:
    """A series whose files do not exist."""
    return SeriesRecord(name, tuple(Path(f"/{name}/{n}.jpg") for n in range(count)), tuple(Pair(*p) for p in pairs))


def blurred_series(folder: Path, name: str, radii: tuple[float, ...], seed: int) -> SeriesRecord:
    """A series of real files of one scene, each frame out of focus by a radius; the sharper is the better."""
    original = scene(seed, (320, 240))
    images = tuple(folder / f"{name}-{number}.png" for number in range(len(radii)))
    for image, radius in zip(images, radii, strict=True):
        blurred(original, radius).save(image)
    order = sorted(range(len(radii)), key=lambda frame: radii[frame])
    pairs = [Pair(one, other, 0.9) for place, one in enumerate(order) for other in order[place + 1 :]]
    return SeriesRecord(name, images, tuple(pairs))
