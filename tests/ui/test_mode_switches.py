from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.ui.mode_switches import ModeSwitches
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer


def switches(photographer: Photographer) -> list[QPushButton]:
    return photographer.desk.window.findChild(ModeSwitches).findChildren(QPushButton)


def on(photographer: Photographer) -> list[bool]:
    return [switch.isChecked() for switch in switches(photographer)]


@pytest.mark.parametrize("key", [Qt.Key.Key_CapsLock, "A"])
def test_a_key_and_a_switch_that_always_agree_make_one_go_on_by_oneself(
    photographer: Photographer, tmp_path: Path, key: Qt.Key | str
) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    shift = Qt.KeyboardModifier.ShiftModifier
    photographer.press(key, modifier=shift if key == "A" else Qt.KeyboardModifier.NoModifier)
    assert on(photographer) == [True, False]
    photographer.click("IMG_0001.jpg")
    photographer.press("P")
    assert photographer.current_name == "IMG_0002.jpg"
    switches(photographer)[0].click()
    photographer.press("P")
    assert photographer.current_name == "IMG_0002.jpg"


def test_blind_by_a_click_hides_every_chance(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    shoot = photographer.desk.session.shoot
    assert shoot.ranking(shoot.series[0]) is not None
    switches(photographer)[1].click()
    assert shoot.ranking(shoot.series[0]) is None
    assert on(photographer) == [False, True]


def test_how_one_works_is_kept_until_the_next_day(photographer: Photographer) -> None:
    for switch in switches(photographer):
        switch.click()
    photographer.leave()
    photographer.sit_down()
    assert on(photographer) == [True, True]
    assert photographer.desk.session.advance
    assert photographer.desk.session.blind
