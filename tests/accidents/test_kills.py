"""A dozen kills; `make bench ARGS=kills` does a hundred."""

from pathlib import Path

import pytest

from tests.accidents.kills import KINDS


@pytest.mark.parametrize(
    ("kind", "rounds"),
    [("marks", 4), ("scan", 3), ("sidecars", 1), ("upgrade", 2), ("rescue", 2), ("learning", 1)],
)
def test_what_was_acknowledged_survives_and_nothing_is_left_by_half(kind: str, rounds: int, tmp_path: Path) -> None:
    tallies = [KINDS[kind](tmp_path, seed) for seed in range(rounds)]
    assert [(tally.lost, tally.half) for tally in tallies] == [(0, 0)] * rounds
    if kind in ("marks", "scan"):
        assert sum(tally.acknowledged for tally in tallies) > 20
