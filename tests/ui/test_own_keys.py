"""Keys that somebody changes in the file while the window is open."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.ui.key_bar import KeyBar
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def file(photographer: Photographer, tmp_path: Path) -> Path:
    photographer.open(small_shoot(tmp_path / "shoot"))
    return photographer.places.shortcuts


def keys_of(photographer: Photographer, command: str) -> tuple[str, ...]:
    return next(one.keys for one in photographer.desk.window.table if one.id == command)


def replaced(file: Path, text: str) -> None:
    """Written as many editors do: under another name, and then put in the place of the old."""
    new = file.with_name("new.tmp")
    new.write_text(text)
    os.replace(new, file)


def test_a_key_holds_as_soon_as_the_file_is_saved(photographer: Photographer, file: Path) -> None:
    file.write_text('pick = "K"')
    photographer.wait_for(lambda: keys_of(photographer, "pick") == ("K",))
    photographer.press("P")
    assert photographer.marks() == {}
    photographer.press("K")
    assert list(photographer.marks().values()) == ["P"]
    assert photographer.desk.window.message() == "The keys of shortcuts.toml hold from now on."


def test_it_can_be_saved_again_and_again_and_taken_away(photographer: Photographer, file: Path) -> None:
    for key in ("K", "J", "H"):
        replaced(file, f'pick = "{key}"')
        photographer.wait_for(lambda key=key: keys_of(photographer, "pick") == (key,))
    file.unlink()
    photographer.wait_for(lambda: keys_of(photographer, "pick") == ("P",))


def test_mistakes_are_told_and_the_rest_holds(photographer: Photographer, file: Path) -> None:
    file.write_text('pikc = "A"\nreject = "K"')
    photographer.wait_for(lambda: keys_of(photographer, "reject") == ("K",))
    assert photographer.desk.window.message() == "There is no command “pikc” to give a key."


def test_views_follow_and_other_files_say_nothing(photographer: Photographer, file: Path) -> None:
    file.with_name("notes.txt").write_text("nothing")
    file.write_text('accept = "F2"\nblink = "F3"')
    photographer.wait_for(lambda: keys_of(photographer, "accept") == ("F2",))
    photographer.press(Qt.Key.Key_Home, "c")
    champion = photographer.desk.window.stage.champion
    assert "F2 promotes the challenger" in champion.accessibleDescription()
    hints = photographer.desk.window.findChild(KeyBar)
    assert "accept" not in [one.text() for one in hints.findChildren(QLabel) if one.isVisible()]
    before = champion.duel
    photographer.press(Qt.Key.Key_F2)
    assert champion.duel != before
    photographer.press("g")
    assert {"F2", "accept"} <= {one.text() for one in hints.findChildren(QLabel) if one.isVisible()}


def tips(photographer: Photographer) -> dict[str, str]:
    """The tooltips that name a key, by the words before it."""
    shown = (one.toolTip() for one in photographer.desk.window.findChildren(QPushButton))
    return {words: key.rstrip(")") for words, _, key in (tip.rpartition(" (") for tip in shown) if words}


def test_tooltips_and_messages_name_the_keys_in_use(photographer: Photographer, file: Path) -> None:
    before = tips(photographer)
    assert before["Show only these series"] == "Ctrl 6"
    assert before["Stop reading and scoring"] == "Ctrl ."
    assert before["Go on to the next frame after each mark"] == "⇧ A or Caps Lock"
    assert before["Train a copy of a model on the marks you gave"] == "Ctrl R"
    file.write_text('keys = "F2"\nadvance = "J"\nblind = []\nstop = "K"\nreject = "Q"')
    photographer.wait_for(lambda: keys_of(photographer, "stop") == ("K",))
    after = tips(photographer)
    assert after["Show all keys, as long as the key is held"] == "F2"
    assert after["Go on to the next frame after each mark"] == "J or Caps Lock"
    assert after["Stop reading and scoring"] == "K"
    blind = [one.toolTip() for one in photographer.desk.window.findChildren(QPushButton) if one.text() == "Blind"]
    assert blind == ["Show no scores and no suggestions before a series is decided"]
    assert "F2  all keys" in [one.text() for one in photographer.desk.window.findChildren(QPushButton)]
    photographer.press(Qt.Key.Key_Delete, modifier=CTRL)
    assert photographer.desk.window.message() == "No photo is rejected: Q rejects one."


def test_who_asks_for_it_is_always_answered(photographer: Photographer, file: Path) -> None:
    photographer.press(Qt.Key.Key_F5, modifier=CTRL)
    assert photographer.desk.window.message() == "The keys of shortcuts.toml hold from now on."
