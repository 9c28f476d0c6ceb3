"""A run that is killed at a random moment leaves no half file under a final name, and loses nothing."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.library.transfer.parcels import state, write

ROOT = Path(__file__).parents[3]
_ROUNDS = 4


def contents(seed: int) -> dict[str, bytes]:
    """RAW, JPEG and sidecar of some photos, each of its own content."""
    rng = random.Random(seed)
    return {
        f"{n:02d}.{ending}": rng.randbytes(size)
        for n in range(8)
        for ending, size in (("jpg", 200_000), ("cr3", 600_000), ("xmp", 500))
    }


def start(source: Path, to: Path, mode: str, way: str) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.library.transfer.killed_run", source, to, mode, way],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "begun\n"
    return started


@pytest.mark.parametrize(("mode", "way"), [("copy", "copy"), ("move", "copy"), ("move", "link")])
def test_killed_at_random_moments(tmp_path: Path, mode: str, way: str) -> None:
    wanted = contents(7)
    rng = random.Random(os.getpid())
    source, to = tmp_path / "from", tmp_path / "to"
    for name, content in wanted.items():
        write(source / name, content)
    for _ in range(_ROUNDS):
        with start(source, to, mode, way) as started:
            time.sleep(rng.random() * 0.06)
            started.kill()
        arrived = {name: data for name, data in state(to).items() if not name.startswith(".")}
        assert arrived.items() <= wanted.items()
        assert (state(source) | arrived).items() >= wanted.items()
    with start(source, to, mode, way) as started:
        assert started.stdout is not None
        assert started.stdout.read() == "done\n"
    assert state(to) == wanted
    assert state(source) == ({} if mode == "move" else wanted)
