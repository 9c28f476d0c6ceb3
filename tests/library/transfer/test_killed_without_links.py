"""Moves on a drive without hard links, as FAT is, killed after every single file operation."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.library.transfer.parcels import write

ROOT = Path(__file__).parents[3]
PHOTOS = {
    "a": ("a.jpg",),
    "b": ("b.jpg", "b.xmp"),
    "c": ("c.cr3", "c.jpg", "c.xmp", "c.jpg.xmp", "c.wav"),
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills its own children")
def test_a_photo_is_never_parted_and_a_second_run_brings_the_rest(tmp_path: Path) -> None:
    names = [name for files in PHOTOS.values() for name in files]
    wanted = {name: f"{name} {'x' * (900 if name.endswith('cr3') else 300)}" for name in names}
    for name, content in wanted.items():
        write(tmp_path / "from" / name, content.encode())
    done = subprocess.run(
        [sys.executable, "-m", "tests.library.transfer.fat_run", tmp_path],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(runs) > 20
    brought = {f"day/{name}": content for name, content in wanted.items()}
    for after, (left, arrived), (left_then, arrived_then) in runs:
        named = {name: content for name, content in arrived.items() if not Path(name).name.startswith(".burstpick-")}
        assert named.items() <= brought.items(), after
        for files in PHOTOS.values():
            is_here = all(left.get(name) == wanted[name] for name in files)
            is_there = all(f"day/{name}" in named for name in files)
            assert is_here or is_there, (after, files, left.keys(), named.keys())
        assert (left_then, arrived_then) == ({}, brought), after
