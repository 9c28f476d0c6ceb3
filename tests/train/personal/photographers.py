"""Simulated photographers and the series they mark: small frames of drawn scenes, dark or light, tight or wide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from fgaesq_core.network import Network
from fgaesq_core.weights import Weights
from tests.pictures import scene
from tests.train.sources import TINY
from train.importers.library import MarkedSeries
from train.importers.marks import Mark, pairs_of
from train.manifest import SeriesRecord
from train.start import started

SIZE = (72, 48)
FRAMES = 3
PICK, REJECT = 1, -1


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame to be made: its light in stops, and what share of the scene it shows."""

    stops: float
    share: float


Taste = Callable[[Shot], float]


def dark_and_tight(shot: Shot) -> float:
    """The odd taste of one who wants darker and tighter frames."""
    return -shot.stops - 3 * shot.share


def shots(number: int) -> tuple[Shot, ...]:
    """The frames of a made series, the same for the same number."""
    rng = np.random.default_rng((number, 7))
    return tuple(Shot(float(rng.uniform(-1.2, 0.4)), float(rng.uniform(0.5, 1.0))) for _ in range(FRAMES))


def taken(number: int, shot: Shot, size: tuple[int, int] = SIZE) -> Image.Image:
    """A frame of the scene of that number."""
    whole = scene(number, (size[0] * 2, size[1] * 2))
    width, height = (round(side * shot.share) for side in whole.size)
    left, top = (whole.width - width) // 2, (whole.height - height) // 2
    framed = whole.crop((left, top, left + width, top + height)).resize(size)
    return framed.point([min(255, round(value * 2**shot.stops)) for value in range(256)] * 3)


def marked(images: Sequence[Path], name: str, best: int, *, blind: bool = True) -> MarkedSeries:
    """A series of which one frame was kept and the others rejected in one stroke."""
    marks = [Mark(flag=PICK if frame == best else REJECT, at=1.0, shown=not blind) for frame in range(len(images))]
    record = SeriesRecord(name, tuple(images), pairs_of(marks))
    return MarkedSeries(record, len(images) if blind else 0, 0 if blind else len(images))


def by_taste(folder: Path, count: int, taste: Taste = dark_and_tight, folders: int = 6) -> list[MarkedSeries]:
    """Made series in some folders, marked by a taste."""
    found = []
    for number in range(count):
        place = folder / f"day {number % folders}"
        place.mkdir(parents=True, exist_ok=True)
        frames = shots(number)
        images = [place / f"{number}-{frame}.png" for frame in range(len(frames))]
        for image, shot in zip(images, frames, strict=True):
            taken(number, shot).save(image)
        found.append(marked(images, f"series {number}", max(range(len(frames)), key=lambda at: taste(frames[at]))))
    return found


def at_random(series: Sequence[MarkedSeries], seed: int) -> list[MarkedSeries]:
    """The same series marked by lot."""
    rng = np.random.default_rng((seed, 9))
    return [marked(one.record.images, one.record.id, int(rng.integers(len(one.record.images)))) for one in series]


def tiny_weights(seed: int = 0) -> Weights:
    """A small network of random numbers, whose scores hardly differ."""
    network: Network = started(TINY, seed)
    return Weights(network.eval().requires_grad_(False), "0" * 64, 0.05)
