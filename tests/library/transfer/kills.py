"""Exports killed at random moments: what had arrived is there, nothing is there by half, and no original is lost."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.library.transfer.parcels import state, write

ROOT = Path(__file__).parents[3]
WAYS = (("copy", "copy"), ("move", "copy"), ("move", "link"))
"""Each mode, with the way in which a move gets to the other folder."""


def contents(seed: int) -> dict[str, bytes]:
    """RAW, JPEG and sidecar of some photos, each of its own content."""
    rng = random.Random(seed)
    return {
        f"{n:02d}.{ending}": rng.randbytes(size)
        for n in range(8)
        for ending, size in (("jpg", 200_000), ("cr3", 600_000), ("xmp", 500))
    }


def start(folder: Path, mode: str, way: str) -> subprocess.Popen[str]:
    """Begin to bring all from `folder/from` to `folder/to`."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.library.transfer.killed_run", folder / "from", folder / "to", mode, way],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "begun\n"
    return started


def kill_once(folder: Path, wanted: dict[str, bytes], mode: str, way: str, moment: float) -> tuple[int, int, int]:
    """Kill a run after some seconds; returns the files it said had arrived, files that are lost, and halves."""
    with start(folder, mode, way) as started:
        time.sleep(moment)
        started.kill()
        assert started.stdout is not None
        said = [line.rstrip("\n") for line in started.stdout if line.endswith("\n") and line != "done\n"]
    arrived = {name: data for name, data in state(folder / "to").items() if not name.startswith(".")}
    half = sum(wanted.get(name) != data for name, data in arrived.items())
    left = state(folder / "from")
    lost = {name for name in said if name not in arrived}
    lost |= {name for name, data in wanted.items() if arrived.get(name) != data and left.get(name) != data}
    return len(said), len(lost), half


def export(home: Path, seed: int) -> tuple[int, int, int]:
    """Killed while it exports; the same as `kill_once`, for a shoot of its own."""
    folder, wanted = home / f"export {seed}", contents(seed)
    for name, content in wanted.items():
        write(folder / "from" / name, content)
    (folder / "to").mkdir(exist_ok=True)
    return kill_once(folder, wanted, *WAYS[seed % len(WAYS)], random.Random(seed).uniform(0, 0.08))
