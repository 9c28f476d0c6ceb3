"""Keywords in the window: real sidecars, real keys."""

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.details_panel import DetailsPanel
from app.ui.filter_panel import FilterPanel
from app.ui.folder_watcher import FolderWatcher
from app.ui.side_panel import SidePanel
from tests.library.xmp.packets import packet
from tests.shoots import burst, single
from tests.ui.conftest import Photographer

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    """A burst of two photos and two photos of their own, three of which another program gave keywords."""
    folder = tmp_path / "shoot"
    burst(folder, 1, seed=1, at=0, frames=2)
    single(folder, 11, seed=2, at=60)
    single(folder, 21, seed=3, at=120)
    say(folder / "IMG_0002.xmp", "Place|Ulm", "Dom", age=100)
    say(folder / "IMG_0011.xmp", "Place|Ulm", "Anna", age=100)
    return folder


def say(path: Path, *words: str, age: float) -> None:
    """What another program writes that many seconds ago."""
    items = "".join(f"<rdf:li>{word}</rdf:li>" for word in words)
    path.write_bytes(packet("", f"<lr:hierarchicalSubject><rdf:Bag>{items}</rdf:Bag></lr:hierarchicalSubject>"))
    os.utime(path, (time.time() - age, time.time() - age))


def details(photographer: Photographer) -> list[str]:
    panel = photographer.desk.window.findChild(DetailsPanel)
    assert isinstance(panel, DetailsPanel)
    return [one.text() for one in panel.findChildren(QLabel) if one.isVisible()]


def shown(photographer: Photographer) -> list[str]:
    """The file names of the series in view."""
    session = photographer.desk.session
    frames = (photo for place in session.shown for photo in session.shoot.series[place].frames)
    return sorted(session.shoot.photo(photo).path.stem[-2:] for photo in frames)


def write(photographer: Photographer, qtbot: QtBot, text: str, *end: Qt.Key) -> None:
    photographer.press("F", modifier=CTRL)
    field = photographer.desk.window.focusWidget()
    assert isinstance(field, QLineEdit)
    assert isinstance(field.parent(), FilterPanel)
    qtbot.keyClicks(field, text)
    photographer.press(*end)


def test_keywords_are_shown_and_found_by_words(photographer: Photographer, shoot: Path, qtbot: QtBot) -> None:
    photographer.open(shoot)
    photographer.click("IMG_0002.jpg")
    photographer.wait_for(lambda: "Place › Ulm, Dom" in details(photographer))
    photographer.click("IMG_0021.jpg")
    assert "Keywords" not in details(photographer)
    write(photographer, qtbot, "ULM", Qt.Key.Key_Return)
    assert shown(photographer) == ["01", "02", "11"]
    assert photographer.current_name != "IMG_0021.jpg"
    photographer.press("A", modifier=CTRL)
    photographer.press("3")
    assert set(photographer.marks()) == {"IMG_0001.jpg", "IMG_0002.jpg", "IMG_0011.jpg"}
    write(photographer, qtbot, "anna img_0011", Qt.Key.Key_Return)
    assert shown(photographer) == ["11"]
    photographer.press("P", Qt.Key.Key_Tab, Qt.Key.Key_Down)
    assert photographer.current_name == "IMG_0011.jpg"
    write(photographer, qtbot, "x", Qt.Key.Key_Escape)
    assert shown(photographer) == ["01", "02", "11", "21"]
    assert photographer.desk.window.focusWidget() is not photographer.desk.window.findChild(QLineEdit)


def test_the_field_is_there_though_its_panel_was_folded_away(photographer: Photographer, qtbot: QtBot) -> None:
    side = photographer.desk.window.findChild(SidePanel)
    assert isinstance(side, SidePanel)
    photographer.press(Qt.Key.Key_F7)
    assert not side.isVisible()
    write(photographer, qtbot, "ulm")
    assert side.isVisible()


def test_what_another_program_changes_is_followed(photographer: Photographer, shoot: Path, qtbot: QtBot) -> None:
    photographer.open(shoot)
    photographer.click("IMG_0011.jpg")
    photographer.wait_for(lambda: "Place › Ulm, Anna" in details(photographer))
    write(photographer, qtbot, "anna", Qt.Key.Key_Return)
    watcher = photographer.desk.findChild(FolderWatcher)
    assert isinstance(watcher, FolderWatcher)
    photographer.wait_for(lambda: watcher._watch is not None and watcher._watch._observer is not None)
    say(shoot / "IMG_0011.xmp", "Eva", age=0)
    say(shoot / "IMG_0021.xmp", "Anna", age=0)
    photographer.wait_for(lambda: "Eva" in details(photographer))
    # What one works with stays in view until something else is looked for.
    assert shown(photographer) == ["11", "21"]
    assert photographer.current_name == "IMG_0011.jpg"
    write(photographer, qtbot, "anna ", Qt.Key.Key_Return)
    assert shown(photographer) == ["21"]


def test_a_folder_opened_again_knows_them_without_its_sidecars(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.wait_for(lambda: photographer.desk.session.shoot.keywords(photographer.id_of("IMG_0011.jpg")) != ())
    photographer.leave()
    for path in shoot.glob("*.xmp"):
        path.unlink()
    photographer.sit_down()
    photographer.open(shoot)
    photographer.click("IMG_0011.jpg")
    assert "Place › Ulm, Anna" in details(photographer)
    (shoot / "IMG_0011.jpg").rename(shoot / "renamed.jpg")
    photographer.press(Qt.Key.Key_F5)
    photographer.wait_for(lambda: any("renamed.jpg" in series for series in photographer.names()))
    photographer.click("renamed.jpg")
    assert "Place › Ulm, Anna" in details(photographer)
