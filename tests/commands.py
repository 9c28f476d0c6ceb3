"""The real program, run as a person or a script runs it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left: the exit code, and its two outputs as text (undecodable bytes as surrogates)."""

    code: int
    out: str
    err: str


def surroundings(home: Path, **changes: str) -> dict[str, str]:
    """This process's environment, but with a home of its own, so that whatever is written shows there."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("XDG_", "LC_", "PYTHON"))}
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "PYTHONWARNINGS": "error", **changes}


def choose_measures(home: Path) -> Path:
    """Have the program judge by its measures, which load no network, under that `BURSTPICK_HOME`; returns the home."""
    (home / "data").mkdir(parents=True, exist_ok=True)
    (home / "data" / "settings.toml").write_text('model = "technical"\n', encoding="utf-8")
    return home


def command(*arguments: str | Path | bytes) -> list[str | bytes | Path]:
    """The command line of the program."""
    return [sys.executable, "-m", "app", *arguments]


def run(arguments: Sequence[str | Path | bytes], home: Path, environment: Mapping[str, str] | None = None) -> Outcome:
    """Run the program to its end."""
    done = subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=surroundings(home, **(environment or {})),
        capture_output=True,
        timeout=100,
        check=False,
    )
    return Outcome(done.returncode, os.fsdecode(done.stdout), os.fsdecode(done.stderr))
