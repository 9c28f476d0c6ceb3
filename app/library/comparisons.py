"""What a person said of two photos side by side, and how it is kept; its SQL is here."""

import sqlite3
from dataclasses import dataclass

from app.library.photo import PhotoId


@dataclass(frozen=True, slots=True)
class Comparison:
    """One frame was preferred to another, `at` seconds since 1970; `shown` tells whether scores were to be seen."""

    winner: PhotoId
    loser: PhotoId
    at: float
    shown: bool


def add(db: sqlite3.Connection, comparison: Comparison) -> None:
    """Keep a comparison; may be done again."""
    row = (comparison.winner, comparison.loser, comparison.at, comparison.shown)
    db.execute("INSERT OR REPLACE INTO comparison VALUES (?, ?, ?, ?)", row)


def withdraw(db: sqlite3.Connection, comparison: Comparison) -> None:
    """Forget a comparison that was taken back; may be done again."""
    row = (comparison.winner, comparison.loser, comparison.at)
    db.execute("DELETE FROM comparison WHERE winner = ? AND loser = ? AND at = ?", row)


def all_of(db: sqlite3.Connection) -> list[Comparison]:
    """Every comparison, the oldest first."""
    rows = db.execute("SELECT winner, loser, at, scores_shown FROM comparison ORDER BY at, winner, loser")
    return [Comparison(PhotoId(winner), PhotoId(loser), at, bool(shown)) for winner, loser, at, shown in rows]
