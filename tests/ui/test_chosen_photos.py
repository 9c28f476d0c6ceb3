"""Marks for many photos at once, from the session to the disk."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.library.photo import Flag, PhotoId
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer

CTRL = Qt.KeyboardModifier.ControlModifier
CHOSEN = ("IMG_0001.jpg", "IMG_0005.jpg", "IMG_0012.jpg")


@pytest.fixture
def desk(photographer: Photographer, tmp_path: Path) -> Photographer:
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.press(Qt.Key.Key_Home)
    return photographer


def choose(desk: Photographer, *names: str) -> None:
    desk.desk.session.set_chosen(frozenset(desk.id_of(name) for name in names))


def test_every_axis_goes_to_all_that_are_chosen_and_each_is_one_step(desk: Photographer) -> None:
    choose(desk, *CHOSEN)
    desk.press("P", "4", "6")
    assert desk.marks() == dict.fromkeys(CHOSEN, "P4red")
    desk.press("Z", modifier=CTRL)
    assert desk.marks() == dict.fromkeys(CHOSEN, "P4")
    desk.press("Z", modifier=CTRL)
    desk.press("Z", modifier=CTRL)
    assert desk.marks() == {}
    assert not desk.desk.session.undo_stack.canUndo()
    desk.press("Z", modifier=CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.marks() == dict.fromkeys(CHOSEN, "P")


def test_what_some_have_already_stays_and_comes_back_as_it_was(desk: Photographer) -> None:
    desk.click("IMG_0005.jpg")
    desk.press("X", "2")
    choose(desk, *CHOSEN)
    desk.press("P")
    assert desk.marks() == {"IMG_0001.jpg": "P", "IMG_0005.jpg": "P2", "IMG_0012.jpg": "P"}
    desk.press("Z", modifier=CTRL)
    assert desk.marks() == {"IMG_0005.jpg": "X2"}


def test_without_any_the_current_photo_is_marked(desk: Photographer) -> None:
    choose(desk, *CHOSEN)
    choose(desk)
    desk.click("IMG_0011.jpg")
    desk.press("P")
    assert desk.marks() == {"IMG_0011.jpg": "P"}


def test_with_many_chosen_nothing_goes_on_by_itself(desk: Photographer) -> None:
    desk.desk.session.set_advance(True)
    before = desk.current_name
    choose(desk, *CHOSEN)
    desk.press("P")
    assert desk.current_name == before
    choose(desk)
    desk.press("P")
    assert desk.current_name != before


def test_a_photo_that_left_the_folder_is_passed_over(desk: Photographer) -> None:
    session = desk.desk.session
    session.set_chosen(frozenset({desk.id_of("IMG_0005.jpg"), PhotoId(99_999)}))
    session.flag(Flag.PICK)
    assert desk.marks() == {"IMG_0005.jpg": "P"}


def test_another_folder_begins_with_none_chosen(desk: Photographer, tmp_path: Path) -> None:
    choose(desk, *CHOSEN)
    desk.open(small_shoot(tmp_path / "other"))
    assert desk.desk.session.chosen == frozenset()


def test_all_are_on_the_disk_when_one_has_left(desk: Photographer) -> None:
    choose(desk, *CHOSEN)
    desk.press("3")
    desk.leave()
    with closing(sqlite3.connect(desk.places.library)) as connection:
        assert connection.execute("SELECT count(*) FROM photo WHERE stars = 3").fetchone() == (3,)
