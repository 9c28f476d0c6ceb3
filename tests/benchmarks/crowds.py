"""A hundred thousand photos in one folder: how long it takes until they are listed, read, remembered and watched."""

import json
import subprocess
import sys
import tempfile

PHOTOS = 100_000
# Seconds that a person would still wait, and megabytes that are still there beside other programs.
_BOUNDS = {
    "listed": 10.0,
    "first photos": 15.0,
    "all read": 300.0,
    "memory of reading": 600.0,
    "opened again: first photos": 10.0,
    "opened again: all shown": 15.0,
    "opened again: all compared": 60.0,
    "memory of opening again": 600.0,
    "all marked": 15.0,
    "looked again after a change": 60.0,
    "watched": 1.0,
}
Row = tuple[str, str, str, str]


def table() -> list[Row]:
    """Rows of what was measured, our figure, the bound, and how many times better ours is."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "tests.benchmarks.crowds_probe", str(PHOTOS), home]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return [_row(what, figure) for what, figure in found.items()]


def _row(what: str, figure: float) -> Row:
    unit = "MB" if what.startswith("memory") else "s"
    bound = _BOUNDS[what]
    ratio = f"{bound / max(figure, 0.001):.1f}"
    return (f"{PHOTOS:,} photos: {what}", f"{figure:.2f} {unit}", f"bound {bound:.0f} {unit}", ratio)
