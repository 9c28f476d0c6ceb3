"""Keys that somebody changes in the file while the window is open."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

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
    before = champion.duel
    photographer.press(Qt.Key.Key_F2)
    assert champion.duel != before


def test_who_asks_for_it_is_always_answered(photographer: Photographer, file: Path) -> None:
    photographer.press(Qt.Key.Key_F5, modifier=CTRL)
    assert photographer.desk.window.message() == "The keys of shortcuts.toml hold from now on."
