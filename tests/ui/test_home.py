from pathlib import Path

from PySide6.QtCore import Qt

from app.ui.recent_list import RecentList
from app.ui.welcome_page import WelcomePage
from tests.shoots import single, small_shoot
from tests.ui.conftest import Photographer

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_a_folder_that_was_left_is_offered_with_what_was_done_in_it(photographer: Photographer, tmp_path: Path) -> None:
    first = small_shoot(tmp_path / "wedding")
    photographer.open(first)
    photographer.click("IMG_0001.jpg")
    photographer.press("P")
    photographer.leave()
    photographer.sit_down()
    recent = photographer.desk.window._tools.recent.folders
    assert [(one.path, one.series, one.decided, one.picks) for one in recent] == [
        (first, len(small := _series_of(photographer, first)), 1, 1)
    ]
    assert small


def _series_of(photographer: Photographer, folder: Path) -> list[list[str]]:
    photographer.open(folder)
    return photographer.names()


def test_recent_folders_are_offered_only_while_none_is_open(photographer: Photographer, tmp_path: Path) -> None:
    single(tmp_path / "one", 1, seed=1, at=0)
    photographer.open(tmp_path / "one")
    photographer.leave()
    photographer.sit_down()
    offered = photographer.desk.window.stage.empty.findChild(RecentList)
    assert not offered.isHidden()
    photographer.press("R", modifier=CTRL_SHIFT)
    with photographer._qtbot.waitSignal(photographer.desk.pipeline.finished):
        photographer.press(Qt.Key.Key_Return)
    assert photographer.current_name == "IMG_0001.jpg"
    assert offered.isHidden()


def test_the_first_page_comes_once_and_whenever_it_is_asked_for(photographer: Photographer) -> None:
    window = photographer.desk.window
    window.welcome()
    assert window.findChild(WelcomePage) is not None
    photographer.press(Qt.Key.Key_Escape)
    photographer.wait_for(lambda: window.findChild(WelcomePage) is None)
    window.welcome()
    assert window.findChild(WelcomePage) is None
    photographer.press(Qt.Key.Key_F1, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.findChild(WelcomePage) is not None


def test_keys_that_cannot_be_used_are_told(photographer: Photographer) -> None:
    photographer.leave()
    photographer.places.shortcuts.parent.mkdir(parents=True, exist_ok=True)
    photographer.places.shortcuts.write_text('pick = "J"\nnothing = "K"\n', encoding="utf-8")
    photographer.sit_down()
    assert "nothing" in photographer.desk.window.message()
    keys = {command.id: command.keys for command in photographer.desk.window.table}
    assert keys["pick"] == ("J",)
