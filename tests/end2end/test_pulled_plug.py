"""The process is killed while marks are made: what was reported as kept is there, and the database is whole."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.library.photo import Flag, Label, Marks
from app.library.store import Store
from app.paths import Places
from app.ui.application import Desk
from tests.fakes import measuring_shelf
from tests.shoots import small_shoot

REPOSITORY = Path(__file__).parents[2]
KILLS = 6
FLAGS = {"P": Flag.PICK, "X": Flag.REJECT, "U": Flag.NONE}
LABELS = {"6": Label.RED, "7": Label.YELLOW, "8": Label.GREEN, "9": Label.BLUE, "V": Label.PURPLE}


def pressed(marks: Marks, key: str) -> Marks:
    """What a key makes of marks."""
    if key in FLAGS:
        return replace(marks, flag=FLAGS[key])
    if key in LABELS:
        return replace(marks, label=Label.NONE if marks.label is LABELS[key] else LABELS[key])
    return replace(marks, stars=int(key))


@dataclass
class Witness:
    """What may be on the disk: the marks last reported as kept, and what keys pressed since made of them."""

    possible: dict[str, list[Marks]] = field(default_factory=dict)
    kept: int = 0

    def hear(self, line: str) -> None:
        match line.split():
            case ["press", name, key]:
                states = self.possible.setdefault(name, [Marks()])
                states.append(pressed(states[-1], key))
            case ["kept", name, stars, flag, label]:
                marks = Marks(int(stars), Flag(int(flag)), Label(int(label)))
                states = self.possible[name]
                assert marks in states
                self.possible[name] = states[len(states) - 1 - states[::-1].index(marks) :]
                self.kept += 1


def on_disk(home: Path, folder: Path) -> dict[str, Marks]:
    with Store(home / "data" / "library.db") as store:
        return {photo.path.name: marks for photo, marks in store.photos_under(folder, recursive=False)}


def lines_until_killed(folder: Path, home: Path, seed: int) -> Iterator[str]:
    """Everything the window said before it was killed at a moment given by the seed."""
    chance = random.Random(seed)
    command = [sys.executable, "-m", "tests.end2end.marking_window", str(folder), str(home), str(seed)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as window:
        assert window.stdout is not None
        for _ in range(chance.randint(5, 150)):
            yield window.stdout.readline()
        time.sleep(chance.uniform(0, 0.03))
        window.kill()
        yield from window.stdout


def test_what_was_reported_as_kept_survives_every_kill(qtbot: QtBot, tmp_path: Path) -> None:
    folder, home = small_shoot(tmp_path / "shoot"), tmp_path / "home"
    kept = 0
    for seed in range(KILLS):
        known = on_disk(home, folder) if seed else {}
        witness = Witness({name: [marks] for name, marks in known.items()})
        for line in lines_until_killed(folder, home, seed):
            if line.endswith("\n"):
                witness.hear(line)
        connection = sqlite3.connect(home / "data" / "library.db")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        stored = on_disk(home, folder)
        for name, possible in witness.possible.items():
            assert stored[name] in possible, (seed, name)
        kept += witness.kept
    assert kept > 20

    places = Places(home / "data", home / "cache", home / "logs")
    desk = Desk(places, measuring_shelf(places))
    desk.window.show()
    with qtbot.waitSignal(desk.pipeline.finished, timeout=30_000):
        desk.session.open_folder(folder)
    shoot = desk.session.shoot
    assert {photo.path.name: shoot.marks(photo.id) for photo in shoot.photos} == on_disk(home, folder)
    desk.window.close()
    desk.window.deleteLater()
