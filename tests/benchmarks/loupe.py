"""From key to pixels in the loupe, with JPEGs of 24 megapixels in a real window driven by key events."""

import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

from tests.commands import choose_measures
from tests.pictures import scene, write_photo

_SIZE = (6000, 4000)
_DRAWINGS = 3
_FRAMES, _SERIES = 10, 4
_PLACEHOLDER = datetime(2001, 1, 1, 0, 0, 0)
_START = datetime(2026, 5, 9, 10, 0, 0)
Row = tuple[str, str, str, str]


def write_series(folder: Path) -> None:
    """Bursts of ten with the detail and grain of a camera at a middle sensitivity, a minute apart.

    The drawings recur, as drawing takes far longer than what is measured; each file has content of its own.
    """
    rng = np.random.default_rng(7)
    masters = []
    for number in range(_DRAWINGS):
        drawn = np.asarray(scene(number, (1500, 1000)).resize(_SIZE, Image.Resampling.BICUBIC)).astype(np.int16)
        grain = rng.integers(-9, 10, drawn.shape, dtype=np.int16)
        picture = Image.fromarray(np.clip(drawn + grain, 0, 255).astype(np.uint8))
        master = write_photo(folder / "master.jpg", picture, _PLACEHOLDER, subsec="00", quality=92)
        masters.append(master.read_bytes())
        master.unlink()
    needle = _PLACEHOLDER.strftime("%Y:%m:%d %H:%M:%S").encode()
    for number in range(_FRAMES * _SERIES):
        series, frame = divmod(number, _FRAMES)
        taken = (_START + timedelta(minutes=series, seconds=frame // 2)).strftime("%Y:%m:%d %H:%M:%S").encode()
        data = masters[series % _DRAWINGS].replace(needle, taken) + number.to_bytes(4, "big")
        (folder / f"IMG_{number:04d}.jpg").write_bytes(data)


def table() -> list[Row]:
    """Rows of what was measured, our figure, the bound, and how many times better ours is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "shoot"
        folder.mkdir()
        write_series(folder)
        found = _measured(folder, choose_measures(Path(name) / "home"))
    return [
        _bounded("loupe, key to sharp pixels, decoded ahead", found["warm"], 50.0),
        _bounded("loupe, key to pixels, nothing decoded", found["cold_first"], 150.0),
        _bounded("loupe, key to sharp pixels, nothing decoded", found["cold_sharp"], 150.0),
        _bounded("loupe, Z to sharp 1:1, nothing decoded", found["full"], 1000.0),
        _bounded("loupe, key to sharp pixels at 1:1, decoded ahead", found["full_warm"], 50.0),
        (
            "loupe, arrow held down",
            f"{found['run_rate']:.0f} frames/s, {100 * found['run_decoded']:.0f} % better than thumbnails",
            "bound 20 frames/s",
            f"{found['run_rate'] / 20:.2f}",
        ),
        _bounded("window stood still at most, stepping and zooming", found["longest"], 50.0),
        ("decoded pictures held", f"{found['held']:,.0f} MB", "bound 256 MB", f"{256 / found['held']:.2f}"),
        (
            "resident with decoded neighbours",
            f"{found['resident']:,.0f} MB",
            "bound 900 MB",
            _two(900, found["resident"]),
        ),
    ]


def _measured(folder: Path, home: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.loupe_probe", str(folder), str(home)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _bounded(what: str, value: float, bound: float) -> Row:
    return what, f"{value:,.0f} ms", f"bound {bound:,.0f} ms", _two(bound, value)


def _two(bound: float, value: float) -> str:
    return f"{bound / max(value, 0.1):.2f}"
