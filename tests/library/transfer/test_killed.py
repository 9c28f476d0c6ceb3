"""A run that is killed at a random moment leaves no half file under a final name, and loses nothing."""

import os
import random
from pathlib import Path

import pytest

from tests.library.transfer.kills import WAYS, contents, kill_once, start
from tests.library.transfer.parcels import state, write

_ROUNDS = 4


@pytest.mark.parametrize(("mode", "way"), WAYS)
def test_killed_at_random_moments(tmp_path: Path, mode: str, way: str) -> None:
    wanted = contents(7)
    rng = random.Random(os.getpid())
    for name, content in wanted.items():
        write(tmp_path / "from" / name, content)
    for _ in range(_ROUNDS):
        _, lost, half = kill_once(tmp_path, wanted, mode, way, rng.random() * 0.06)
        assert (lost, half) == (0, 0)
    with start(tmp_path, mode, way) as started:
        assert started.stdout is not None
        assert started.stdout.read().endswith("done\n")
    assert state(tmp_path / "to") == wanted
    assert state(tmp_path / "from") == ({} if mode == "move" else wanted)
