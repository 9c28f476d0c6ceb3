"""Folders that vanish or refuse, disks that cannot be written, and names from all over the world."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.paths import Places
from app.ui import band_view
from app.ui.details_panel import DetailsPanel
from tests.pictures import scene, write_photo
from tests.shoots import START, single, small_shoot
from tests.ui.conftest import Photographer

NAMES = [
    "Weiß & Grün.jpg",
    "Фото.jpg",
    "写真 一.jpg",
    "한국어.jpg",
    "صورة.jpg",
    "תמונה.jpg",
    "ภาพ.jpg",
    "फ़ोटो.jpg",
    "👩‍👩‍👧 🎉.jpg",
    "e\u0301te\u0301.jpg",
    "%s {0} $HOME `x`.jpg",
    " leading.jpg",
    "<i>&amp;.jpg",
]


@pytest.fixture
def photographer(qtbot: QtBot, places: Places) -> Iterator[Photographer]:
    photographer = Photographer(qtbot, places)
    yield photographer
    photographer.leave()
    photographer.desk.window.deleteLater()


def test_a_folder_that_vanishes_while_it_is_read(photographer: Photographer, qtbot: QtBot, tmp_path: Path) -> None:
    folder, away = small_shoot(tmp_path / "card"), tmp_path / "away"
    photographer.open(folder)
    photographer.press(Qt.Key.Key_Home, "5", "P")
    for n in range(300):
        write_photo(folder / f"more {n}.jpg", scene(n, (32, 24)), START)
    with qtbot.waitSignal(photographer.desk.pipeline.finished, timeout=30_000):
        with qtbot.waitSignal(photographer.desk.session.shown_changed):
            photographer.press(Qt.Key.Key_F5)
        folder.rename(away)
    photographer.wait_for(lambda: photographer.desk.window.message() != "")
    assert "card" in photographer.desk.window.message()
    assert "Traceback" not in photographer.desk.window.message()

    away.rename(folder)
    photographer.open(folder)
    assert photographer.marks() == {"IMG_0002.jpg": "P5"}
    assert len(photographer.desk.session.shoot) == 312


def test_a_folder_that_vanishes_between_two_looks(photographer: Photographer, tmp_path: Path) -> None:
    folder, away = small_shoot(tmp_path / "card"), tmp_path / "away"
    photographer.open(folder)
    photographer.press(Qt.Key.Key_Home, "5")
    folder.rename(away)
    photographer.press("4", Qt.Key.Key_Space, Qt.Key.Key_Right, "X", Qt.Key.Key_F5)
    photographer.wait_for(lambda: "card" in photographer.desk.window.message())
    photographer.wait_for(lambda: not photographer.desk.pipeline.working)
    away.rename(folder)
    photographer.open(folder)
    assert photographer.marks() == {"IMG_0002.jpg": "4", "IMG_0003.jpg": "X"}


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permission there")
def test_a_folder_that_may_only_be_read(photographer: Photographer, tmp_path: Path) -> None:
    folder = small_shoot(tmp_path / "shoot")
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        photographer.open(folder)
        photographer.press(Qt.Key.Key_Home, "P")
        photographer.leave()
        photographer.sit_down()
        photographer.open(folder)
        assert photographer.marks() == {"IMG_0002.jpg": "P"}
        assert photographer.desk.window.message() == ""
    finally:
        folder.chmod(stat.S_IRWXU)


@pytest.mark.parametrize("lost", ["data", "cache", "logs", "all"])
def test_a_home_that_cannot_be_written(qtbot: QtBot, tmp_path: Path, lost: str) -> None:
    """A path below a file cannot be made, not even by an administrator."""
    (tmp_path / "file").write_text("in the way")
    bad, good = tmp_path / "file", tmp_path / "home"
    data, cache, logs = ((bad if lost in {name, "all"} else good) / name for name in ("data", "cache", "logs"))
    photographer = Photographer(qtbot, Places(data, cache, logs))
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.press("P", "3", Qt.Key.Key_Right)
    if lost in {"data", "all"}:
        photographer.wait_for(lambda: str(data) in photographer.desk.window.message())
    else:
        assert photographer.desk.window.message() == ""
        assert list(photographer.marks().values()) == ["P3"]
        assert photographer.desk.pipeline.skipped[0].path.name == "broken.jpg"
        assert len(photographer.desk.pipeline.skipped) == 1
    photographer.leave()
    photographer.desk.window.deleteLater()


def test_names_in_every_script(photographer: Photographer, tmp_path: Path) -> None:
    names = list(NAMES)
    if sys.platform == "linux":
        names.append(os.fsdecode(b"not utf-8 \xff.jpg"))
    for n, name in enumerate(names):
        write_photo(tmp_path / "shoot" / "x.jpg", scene(n, (64, 48)), None).rename(tmp_path / "shoot" / name)
    photographer.open(tmp_path / "shoot")
    session, window = photographer.desk.session, photographer.desk.window
    panel = window.findChild(DetailsPanel)
    assert panel is not None
    for name in names:
        photo = photographer.id_of(name)
        session.set_current(photo)
        photographer.press("3", Qt.Key.Key_Space)
        window.grab()
        photographer.press(Qt.Key.Key_Escape)
        series = session.shoot.series_of(photo)
        assert series is not None
        frame = session.shoot.series[series].frames.index(photo)
        assert band_view.tooltip(session.shoot, series, frame).splitlines()[0] == name
        if name.isprintable():
            assert name in [label.text() for label in panel.findChildren(QLabel)]
    assert photographer.marks() == dict.fromkeys(names, "3")


def test_a_folder_named_in_every_script(photographer: Photographer, tmp_path: Path) -> None:
    folder = tmp_path / "<b>Ferien & 写真 עברית"
    single(folder, 1, seed=1, at=0)
    photographer.open(folder)
    assert photographer.desk.window.windowTitle() == f"{folder.name} – Burstpick"
    assert folder.name in [label.text() for label in photographer.desk.window.findChildren(QLabel)]
