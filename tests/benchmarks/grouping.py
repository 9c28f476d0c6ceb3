"""Grouping of a day's shoot against the bounds at which a slider follows the hand, and embedding against decoding."""

import io
import statistics
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.analysis.grouping import GroupingSettings, Look, group, timeline
from app.library.photo import Capture, CaptureTime
from fgaesq_core.appearance import LIKENESS, embed
from tests.pictures import scene

_PHOTOS = 10_000
_DIMENSION = 280
_ROUNDS = 7
_GROUP_BOUND = 100.0
_TIMELINE_BOUND = 300.0


def shoot(photos: int = _PHOTOS) -> tuple[list[Capture], list[str], NDArray[np.float32]]:
    """Bursts, single shots and pauses of a day; neighbours in time are alike."""
    rng = np.random.default_rng(0)
    pauses = rng.choice([0.1, 0.3, 1.0, 5.0, 20.0, 300.0], photos, p=[0.35, 0.25, 0.1, 0.1, 0.1, 0.1])
    times = 1_700_000_000 + np.cumsum(pauses)
    captures = [
        Capture(CaptureTime(round(second, 2), 60, 0.01), 6000, 4000, camera="A", focal_length=50.0, exposure_bias=0.0)
        for second in times.tolist()
    ]
    views = rng.normal(size=(photos, _DIMENSION)).astype(np.float32)
    for place in range(1, photos):
        if pauses[place] < 2:
            views[place] = views[place - 1] + 0.3 * views[place]
    vectors = views / np.linalg.norm(views, axis=1, keepdims=True)
    return captures, [f"DSC_{number:05d}.JPG" for number in range(photos)], vectors


def table() -> list[tuple[str, str, str, str]]:
    """Rows of what was measured, our figure, the yardstick's, and their ratio; medians of several rounds."""
    captures, names, vectors = shoot()
    line = timeline(captures, names, [Look(vectors, LIKENESS)])
    compared = _milliseconds(lambda: timeline(captures, names, [Look(vectors, LIKENESS)]))
    grouped = _milliseconds(lambda: group(line, GroupingSettings()))
    return [
        _bounded(f"timeline of {_PHOTOS} photos with vectors", compared, _TIMELINE_BOUND),
        _bounded(f"group() of {_PHOTOS} photos", grouped, _GROUP_BOUND),
        _embedding(),
    ]


def _embedding() -> tuple[str, str, str, str]:
    pictures = [scene(seed, (320, 240)) for seed in range(24)]
    files = []
    for picture in pictures:
        files.append(io.BytesIO())
        picture.save(files[-1], "JPEG", quality=85)
    ours = _milliseconds(lambda: embed(pictures)) / len(pictures)
    theirs = _milliseconds(lambda: [_decoded(file) for file in files]) / len(pictures)
    what = "appearance vector of one thumbnail of 320 px"
    return what, f"{ours:.2f} ms", f"decoding its JPEG {theirs:.2f} ms", f"{theirs / ours:.2f}"


def _decoded(file: io.BytesIO) -> Image.Image:
    file.seek(0)
    with Image.open(file) as opened:
        return opened.convert("RGB")


def _bounded(what: str, measured: float, bound: float) -> tuple[str, str, str, str]:
    return what, f"{measured:.1f} ms", f"bound {bound:.0f} ms", f"{bound / measured:.1f}"


def _milliseconds(work: Callable[[], object]) -> float:
    work()
    rounds = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        work()
        rounds.append(time.perf_counter() - start)
    return 1000 * statistics.median(rounds)


def main() -> None:
    """Print the table."""
    for row in table():
        print(" | ".join(row))


if __name__ == "__main__":
    main()
