"""A whole pass through a shoot: a thousand photos in two hundred series, culled in a real window by keys alone."""

import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from tests.commands import choose_measures
from tests.pictures import blurred, scene, write_photo

_SERIES, _FRAMES = 200, 5
_SIZE = (3000, 2000)
_SCENES = 6
_BLURS = (3.0, 0.0, 6.0, 1.5, 9.0)
_START = datetime(2026, 5, 9, 10, 0, 0)
_PLACEHOLDER = datetime(2001, 1, 1, 0, 0, 0)
Row = tuple[str, str, str, str]


def write_shoot(folder: Path) -> None:
    """Bursts of five that differ in sharpness, half a minute apart; the drawings recur with other times."""
    masters: list[list[bytes]] = []
    for seed in range(_SCENES):
        drawn = scene(seed, _SIZE)
        masters.append([_file(folder, blurred(drawn, radius) if radius else drawn) for radius in _BLURS])
    needle = _PLACEHOLDER.strftime("%Y:%m:%d %H:%M:%S").encode()
    for number in range(_SERIES * _FRAMES):
        series, frame = divmod(number, _FRAMES)
        taken = (_START + timedelta(seconds=30 * series + frame)).strftime("%Y:%m:%d %H:%M:%S").encode()
        data = masters[series % _SCENES][frame].replace(needle, taken) + number.to_bytes(4, "big")
        (folder / f"IMG_{number:04d}.jpg").write_bytes(data)


def table() -> list[Row]:
    """Rows of what was measured, our figure, the bound, and how many times better ours is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "shoot"
        folder.mkdir()
        write_shoot(folder)
        found = _measured(folder, choose_measures(Path(name) / "home"))
    of = f"{found['photos']:.0f} photos in {found['series']:.0f} series"
    return [
        (f"a pass of {of}, keys per series", f"{found['keys']:.1f}", "told", ""),
        (f"a pass of {of}, series decided", f"{found['decided']:.0f}", "told", ""),
        ("waiting for the window, a series, median", f"{found['wait']:.0f} ms", "told", ""),
        ("waiting for the window, a series, worst", f"{found['worst_wait']:.0f} ms", "told", ""),
        _bounded("window stood still at most, culling", found["longest"], 50, "ms"),
        _bounded("resident at most, culling", found["resident"], 900, "MB"),
    ]


def _file(folder: Path, picture: Image.Image) -> bytes:
    master = write_photo(folder / "master.jpg", picture, _PLACEHOLDER, subsec="00", quality=90)
    data = master.read_bytes()
    master.unlink()
    return data


def _measured(folder: Path, home: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.culling_probe", str(folder), str(home)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _bounded(what: str, value: float, bound: float, unit: str) -> Row:
    return what, f"{value:,.0f} {unit}", f"bound {bound:,.0f} {unit}", f"{bound / max(value, 0.1):.2f}"
