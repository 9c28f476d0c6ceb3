"""A database of an older version in the window, and a damaged one: what is said of it, and that marks are there."""

import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.analysis.sidecars import WriteOptions, write_sidecars
from app.cancel import CancelToken
from app.library.photo import Flag, Marks
from app.library.schema import STEPS
from app.library.store import Store
from app.library.xmp.wishes import Profile
from app.paths import Places
from tests.accidents.library_at import marks_in
from tests.ui.conftest import Photographer


def left(qtbot: QtBot, places: Places, shoot: Path) -> Photographer:
    photographer = Photographer(qtbot, places)
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, "4", "P")
    photographer.leave()
    return photographer


def test_an_older_database_is_copied_and_goes_on(qtbot: QtBot, places: Places, shoot: Path) -> None:
    photographer = left(qtbot, places, shoot)
    with closing(sqlite3.connect(places.library, isolation_level=None)) as connection:
        for column in ("stars_at", "flag_at", "label_at"):
            connection.execute(f"ALTER TABLE photo DROP COLUMN {column}")
        for table in ("sidecar", "keywords", "label_text"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 3")
        connection.execute("PRAGMA application_id = 0")
        before = connection.execute("SELECT * FROM photo").fetchall()
    photographer.sit_down()
    photographer.open(shoot)
    assert photographer.desk.window.message() == ""
    assert photographer.marks() == {"IMG_0002.jpg": "P4"}
    photographer.press("2")
    photographer.leave()
    copy = places.library.with_name(f"library.db.before-{len(STEPS)}")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
        assert connection.execute("SELECT * FROM photo").fetchall() == before
    assert marks_in(places.library, shoot)["IMG_0002.jpg"] == Marks(2, Flag.PICK)
    photographer.desk.window.deleteLater()


def test_a_damaged_database_is_said_and_the_marks_are_there(qtbot: QtBot, places: Places, shoot: Path) -> None:
    photographer = left(qtbot, places, shoot)
    with places.library.open("r+b") as file:
        file.write(bytes(64))
    photographer.sit_down()
    photographer.open(shoot)
    photographer.wait_for(lambda: "was damaged" in photographer.desk.window.message())
    assert "library.db.broken-" in photographer.desk.window.message()
    assert photographer.marks() == {"IMG_0002.jpg": "P4"}
    photographer.press("1")
    photographer.leave()
    assert marks_in(places.library, shoot)["IMG_0002.jpg"].stars == 1
    photographer.desk.window.deleteLater()


def test_damage_while_the_window_is_open_costs_no_mark(qtbot: QtBot, places: Places, shoot: Path) -> None:
    photographer = left(qtbot, places, shoot)
    photographer.sit_down()
    photographer.open(shoot)
    with places.library.open("r+b") as file:
        file.write(bytes(places.library.stat().st_size))
    for path in places.library.parent.glob("library.db-*"):
        path.write_bytes(b"\0" * path.stat().st_size)
    photographer.press(Qt.Key.Key_Home, "1")
    photographer.wait_for(lambda: photographer.desk.window.message() != "")
    assert photographer.marks() == {"IMG_0002.jpg": "P1"}
    photographer.desk.window._leaving = True
    photographer.leave()
    photographer.desk.window.deleteLater()


def test_what_cannot_be_rescued_is_taken_from_sidecars(qtbot: QtBot, places: Places, shoot: Path) -> None:
    photographer = left(qtbot, places, shoot)
    with Store(places.library) as store:
        write_sidecars(store, shoot, recursive=False, options=WriteOptions(Profile.ALL), token=CancelToken())
    places.library.write_bytes(b"nothing of it is left" * 1000)
    photographer.sit_down()
    photographer.open(shoot)
    photographer.wait_for(lambda: photographer.marks() == {"IMG_0002.jpg": "P4"})
    said = "The marks of 1 photo were taken from sidecars in this folder."
    photographer.wait_for(lambda: photographer.desk.window.message().endswith(f". {said}"))
    assert "was damaged" in photographer.desk.window.message()
    photographer.leave()
    assert marks_in(places.library, shoot)["IMG_0002.jpg"] == Marks(4, Flag.PICK)
    photographer.desk.window.deleteLater()
