"""Databases that may only be looked at, and photos on disks that cannot be written to."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.library.photo import Marks
from app.library.stand_in import standing
from app.library.store import Store
from app.paths import Places
from tests.accidents.conftest import sitting
from tests.accidents.disks import Disk
from tests.accidents.library_at import SHOOT, make, marks_in
from tests.ui.conftest import Photographer


def leave_a_mark(photographer: Photographer, shoot: Path) -> dict[str, str]:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, "4", "P")
    photographer.leave()
    return {"IMG_0002.jpg": "P4"}


def is_shown_and_not_changed(photographer: Photographer, shoot: Path, why: str) -> None:
    photographer.open(shoot)
    assert why in photographer.desk.window.message()
    assert photographer.marks() == {"IMG_0002.jpg": "P4"}
    photographer.press(Qt.Key.Key_Escape)
    assert photographer.desk.window.message() == ""
    photographer.press(Qt.Key.Key_Home, "1", "X", Qt.Key.Key_Return)
    assert photographer.marks() == {"IMG_0002.jpg": "P4"}
    assert why in photographer.desk.window.message()
    assert not photographer.desk.session.undo_stack.canUndo()
    photographer.press(Qt.Key.Key_End, "3")
    assert photographer.marks() == {"IMG_0002.jpg": "P4"}
    photographer.leave()
    assert not photographer.desk.window.isVisible(), "there is nothing that could be lost"


def test_a_database_on_a_disk_that_may_only_be_read(at_the_disk: Photographer, disk: Disk, shoot: Path) -> None:
    leave_a_mark(at_the_disk, shoot)
    before = (disk.at / "data" / "library.db").read_bytes()
    disk.set_read_only(True)
    at_the_disk.sit_down()
    is_shown_and_not_changed(at_the_disk, shoot, "may only be read")
    assert (disk.at / "data" / "library.db").read_bytes() == before
    disk.set_read_only(False)
    at_the_disk.sit_down()
    at_the_disk.open(shoot)
    at_the_disk.press(Qt.Key.Key_Home, "1")
    assert at_the_disk.marks() == {"IMG_0002.jpg": "P1"}
    assert at_the_disk.desk.window.message() == ""


def test_what_a_killed_program_left_in_the_log_is_seen_on_a_disk_that_may_only_be_read(disk: Disk) -> None:
    path = disk.at / "library.db"
    known = make(disk.at / "first.db", 20)
    with Store(disk.at / "first.db") as store:
        ids = [photo.id for photo, _ in store.photos_under(SHOOT, recursive=False)]
        store.set_marks({ids[0]: Marks(3)})
        for ending in ("", "-wal"):
            shutil.copy(disk.at / f"first.db{ending}", f"{path}{ending}")
    disk.set_read_only(True)
    found = standing(path)
    assert "may only be read" in found.sentence
    assert marks_in(found.database) == known | {"P00000.jpg": Marks(3)}
    found.close()
    assert not found.database.parent.exists()


def test_a_database_of_a_newer_version(qtbot: QtBot, places: Places, shoot: Path) -> None:
    photographer = Photographer(qtbot, places)
    leave_a_mark(photographer, shoot)
    with closing(sqlite3.connect(places.library, isolation_level=None)) as connection:
        connection.execute("ALTER TABLE photo ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
        connection.execute("CREATE TABLE something_new (id INTEGER PRIMARY KEY)")
        connection.execute("PRAGMA user_version = 99")
    before = places.library.read_bytes()
    photographer.sit_down()
    is_shown_and_not_changed(photographer, shoot, "written by a newer Burstpick")
    assert places.library.read_bytes() == before
    photographer.desk.window.deleteLater()


def test_a_database_that_others_hold_may_be_written_to(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    make(path, 20)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert standing(path).sentence == ""


def test_photos_on_a_disk_that_cannot_be_written_to(qtbot: QtBot, places: Places, disk: Disk, shoot: Path) -> None:
    card = disk.at / "DCIM"
    shutil.copytree(shoot, card)
    disk.set_read_only(True)
    for photographer in sitting(qtbot, places):
        photographer.open(card)
        photographer.press(Qt.Key.Key_Home, "4")
        photographer.leave()
        photographer.sit_down()
        photographer.open(card)
        assert photographer.marks() == {"IMG_0002.jpg": "4"}
        assert photographer.desk.window.message() == ""
