"""Ten and fifty thousand photos in a real window: how long it stands still at most for each thing one does to them."""

import json
import os
import statistics
import subprocess
import sys
import tempfile

PHOTOS = (10_000, 50_000)
_BOUND_MS = 100.0
Row = tuple[str, str, str, str]


def table() -> list[Row]:
    """Rows of what was measured, our figure, the bound, and how many times better ours is; medians of rounds."""
    return [row for photos in PHOTOS for row in _rows(photos)]


def _rows(photos: int) -> list[Row]:
    return [
        (
            f"{photos:,} photos: {what}, stood still at most",
            f"{statistics.median(longest):.0f} ms",
            f"bound {_BOUND_MS:.0f} ms",
            f"{_BOUND_MS / statistics.median(longest):.2f}",
        )
        for what, longest in _measured(photos).items()
    ]


def _measured(photos: int) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "tests.benchmarks.masses_probe", str(photos)]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run([*command, home], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found
