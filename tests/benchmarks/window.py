"""A folder of ten thousand photos in a real window: the waiting and the standing still, against their bounds."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.cancel import CancelToken
from app.library.scan import list_shots, read_shots
from tests.benchmarks.day import PHOTOS, write_day

_ROUNDS = 3
Row = tuple[str, str, str, str]


def table() -> list[Row]:
    """Rows of what was measured, our figure, the bound, and how many times better ours is; medians of rounds."""
    with tempfile.TemporaryDirectory() as name:
        folder = write_day(Path(name) / "day")
        first = [_opening(folder, Path(name) / f"home-{n}") for n in range(_ROUNDS)]
        again = [_opening(folder, Path(name) / f"home-{n}") for n in range(_ROUNDS)]
        return [*_first_rows(first), *_again_rows(again), _scan_row(folder)]


def _opening(folder: Path, home: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.window_probe", str(folder), str(home), repr(time.time())]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _first_rows(rounds: list[dict[str, float]]) -> list[Row]:
    reading = _median([PHOTOS / (one["read"] - one["window"]) for one in rounds])
    return [
        _seconds("window of a new folder of 10,000 shown after", [one["window"] for one in rounds], 1.5),
        _seconds("first screen of thumbnails after that", [one["thumbnails"] - one["window"] for one in rounds], 1.0),
        (
            "read in the window, with thumbnails on screen",
            f"{reading:,.0f} files/s",
            "bound 1,000 files/s",
            _two(reading / 1000),
        ),
        _seconds("window stood still at most, while reading", [one["longest"] for one in rounds], 0.05),
        _bounded("resident before a model is loaded", _median([one["megabytes"] for one in rounds]), 600.0, "MB"),
    ]


def _again_rows(rounds: list[dict[str, float]]) -> list[Row]:
    return [
        _seconds("series and marks of a known folder after", [one["series"] - one["window"] for one in rounds], 1.0),
        _seconds("window stood still at most, known folder", [one["longest"] for one in rounds], 0.05),
    ]


def _scan_row(folder: Path) -> Row:
    """Reading alone, against the mere reading of the same bytes from the cache."""
    files = sorted(folder.iterdir())
    start = time.perf_counter()
    for path in files:
        with path.open("rb") as stream:
            stream.read(65_536)
    bare = time.perf_counter() - start
    start = time.perf_counter()
    token = CancelToken()
    found = sum(1 for _ in read_shots(list_shots(folder, recursive=False, token=token), {}, token))
    ours = time.perf_counter() - start
    return (
        "reading alone",
        f"{found / ours:,.0f} files/s",
        f"bare 64 KB reads {len(files) / bare:,.0f}/s",
        _two(bare / ours),
    )


def _seconds(what: str, values: list[float], bound: float) -> Row:
    value = _median(values)
    return _bounded(what, value * 1000, bound * 1000, "ms")


def _bounded(what: str, value: float, bound: float, unit: str) -> Row:
    return what, f"{value:,.0f} {unit}", f"bound {bound:,.0f} {unit}", _two(bound / value)


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _two(value: float) -> str:
    return f"{value:.2f}"
