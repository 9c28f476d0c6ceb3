"""Grouping of a day's shoot against the bounds at which a slider follows the hand, and embedding against decoding.

Series made by hand and filters must keep to the same bound, the latter on five such days.
"""

import io
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.analysis.by_hand import joined, parted
from app.analysis.filters import Filter, Show, Sort, shown
from app.analysis.grouping import GroupingSettings, Look, group, timeline
from app.analysis.regrouping import Computed, evidence, regroup
from app.analysis.series import SeriesKind
from app.analysis.shoot import Shoot
from app.library.hand_made import HandMade
from app.library.photo import Capture, CaptureTime, Flag, Label, Marks, Photo, PhotoId, Stamp
from fgaesq_core.appearance import LIKENESS, embed
from fgaesq_core.choice import choose
from tests.pictures import scene

_PHOTOS = 10_000
_DIMENSION = 280
_ROUNDS = 7
_GROUP_BOUND = 100.0
_TIMELINE_BOUND = 300.0
_EDITS = 200
_FILTER_BOUND = 100.0
_MANY_PHOTOS = 50_000


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
        _by_hand(),
        *_filters(),
        _embedding(),
    ]


def _by_hand() -> tuple[str, str, str, str]:
    known = evidence(_photos(_PHOTOS), [])
    computed, made = Computed(regroup(known, GroupingSettings()), known.rank), HandMade()
    rng = random.Random(0)
    for number in range(_EDITS):
        series = computed.by_hand(made)
        place = rng.randrange(len(series) - 1)
        one, other = series[place].frames, series[place + 1].frames
        made = parted(made, one[:1], one[1:]) if number % 2 and len(one) > 1 else joined(made, one + other)
    took = _milliseconds(lambda: Computed(regroup(known, GroupingSettings()), known.rank).by_hand(made))
    return _bounded(f"group() of {_PHOTOS} photos with {_EDITS} edits by hand", took, _GROUP_BOUND)


def _filters() -> list[tuple[str, str, str, str]]:
    """The slowest of many filters in each order."""
    filled = _filled_shoot()
    wanted = [
        *(choice.filter for choice in Show),
        Filter(text="dsc"),
        Filter(unreviewed=True, labels=frozenset({Label.NONE, Label.RED}), text="dsc", cameras=frozenset({"A"})),
    ]
    rows = []
    for sort in Sort:
        slowest = max(_milliseconds(partial(shown, replace(one, sort=sort), filled)) for one in wanted)
        rows.append(_bounded(f"any filter of {_MANY_PHOTOS} photos, {sort.value.lower()}", slowest, _FILTER_BOUND))
    return rows


def _filled_shoot() -> Shoot:
    """All series scored, and a third of the photos marked."""
    filled, photos, rng = Shoot(), _photos(_MANY_PHOTOS), random.Random(0)
    filled.add((photo, Marks()) for photo in photos)
    filled.set_series(regroup(evidence(photos, []), GroupingSettings()))
    for series in filled.series:
        if series.kind is SeriesKind.BURST:
            filled.set_ranking(series.frames, choose([rng.uniform(3, 9) for _ in series.frames], 0.25))
    some = rng.sample(photos, len(photos) // 3)
    filled.set_marks(
        {photo.id: Marks(rng.choice((0, 3)), rng.choice(list(Flag)), rng.choice(list(Label))) for photo in some}
    )
    return filled


def _photos(count: int) -> list[Photo]:
    captures, names, _ = shoot(count)
    return [
        Photo(PhotoId(number), (Path("/photos") / name,), (Stamp(1, 1, number.to_bytes(16, "big")),), capture)
        for number, (capture, name) in enumerate(zip(captures, names, strict=True), 1)
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
