"""Photos on a disk that comes back elsewhere, and a clock that jumps."""

import itertools
import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.library.photo import Marks
from app.library.store import Store
from app.paths import Places
from tests.accidents.conftest import sitting
from tests.accidents.disks import Disk
from tests.accidents.library_at import SHOOT, make, marks_in

FUTURE, PAST = 4_102_444_800.0, 86_400.0


def test_marks_follow_photos_to_another_mount_point(qtbot: QtBot, places: Places, disk: Disk, shoot: Path) -> None:
    card = disk.at / "DCIM" / "100"
    shutil.copytree(shoot, card)
    for photographer in sitting(qtbot, places):
        photographer.open(card)
        photographer.press(Qt.Key.Key_Home, "4", "P")
        photographer.press(Qt.Key.Key_Right, "S", modifier=Qt.KeyboardModifier.ShiftModifier)
        photographer.wait_for(lambda: len(photographer.names()) > 1)  # noqa: B023
        series = photographer.names()
        photographer.leave()
        disk.move_to(disk.at.with_name("another"))
        photographer.sit_down()
        photographer.open(disk.at / "DCIM" / "100")
        assert photographer.marks() == {"IMG_0002.jpg": "P4"}
        assert photographer.names() == series
        photographer.click("IMG_0002.jpg")
        photographer.press("5")
        photographer.leave()
        disk.move_to(disk.at.with_name("disk"))
        photographer.sit_down()
        photographer.open(card)
        assert photographer.marks() == {"IMG_0002.jpg": "P5"}


def test_a_clock_that_jumps_costs_no_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    make(path, 20)
    clock = itertools.cycle((FUTURE, PAST, 0.0, -1.0, time.time()))
    monkeypatch.setattr(time, "time", lambda: next(clock))
    for stars in (1, 2, 3, 4, 5, 0, 1):
        with Store(path) as store:
            ids = [photo.id for photo, _ in store.photos_under(SHOOT, recursive=False)]
            store.set_marks(dict.fromkeys(ids, Marks(stars)))
        assert set(marks_in(path).values()) == {Marks(stars)}, "the last word counts, whenever it was said"


def test_a_clock_that_jumps_while_the_window_is_open(
    qtbot: QtBot, places: Places, shoot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for photographer in sitting(qtbot, places):
        photographer.open(shoot)
        for now, stars in ((FUTURE, "3"), (PAST, "1")):
            monkeypatch.setattr(time, "time", lambda now=now: now)
            photographer.press(Qt.Key.Key_Home, stars)
        photographer.desk.session.look_again()
        photographer.wait_for(lambda: not photographer.desk.pipeline.working)  # noqa: B023
        assert photographer.marks() == {"IMG_0002.jpg": "1"}
        photographer.leave()
        assert marks_in(places.library, shoot)["IMG_0002.jpg"] == Marks(1)
