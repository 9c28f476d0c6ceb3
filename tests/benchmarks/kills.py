"""A hundred kills at random moments: what had been acknowledged, what of it is lost, and what is there by half."""

import sys
import tempfile
from pathlib import Path

from tests.accidents.kills import KINDS

# Retraining and the real window take seconds a round, the others less than one.
_ROUNDS = {
    "marks": 25,
    "marks in the window": 10,
    "scan": 15,
    "sidecars": 15,
    "upgrade": 10,
    "rescue": 10,
    "add_model": 10,
    "learning": 10,
    "retraining": 10,
}
_USUALLY = 10
Row = tuple[str, str, str, str]


def table() -> list[Row]:
    """A row a kind: rounds and what was acknowledged, how much of it was lost, how much was there by half."""
    rows = []
    for kind, kill in KINDS.items():
        rounds = _ROUNDS.get(kind, _USUALLY)
        print(f"killing {kind} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as home:
            tallies = [kill(Path(home), seed) for seed in range(rounds)]
        acknowledged, lost, half = (
            sum(getattr(tally, name) for tally in tallies) for name in ("acknowledged", "lost", "half")
        )
        rows.append((f"{rounds} kills: {kind}", f"{acknowledged:,} acknowledged", f"{lost} lost", f"{half} half"))
    return rows
