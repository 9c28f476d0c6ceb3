from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.analysis.filters import Show
from app.analysis.series import SeriesKind
from app.ui.tags_dialog import TagsDialog
from tests.library.exif_blocks import small_dng
from tests.shoots import burst, single, small_shoot
from tests.ui.conftest import Photographer

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    return small_shoot(tmp_path / "shoot")


def test_the_main_job(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    assert photographer.names() == [
        ["IMG_0001.jpg", "IMG_0002.jpg", "IMG_0003.jpg", "IMG_0004.jpg"],
        ["IMG_0005.jpg"],
        ["IMG_0011.jpg", "IMG_0012.jpg", "IMG_0013.jpg", "IMG_0014.jpg"],
        ["IMG_0021.jpg", "IMG_0022.jpg", "IMG_0023.jpg"],
    ]
    session = photographer.desk.session
    bests = [session.shoot.best(series).frame for series in session.shoot.series]
    assert bests == [1, None, 2, None]
    assert session.shoot.series[3].kind is SeriesKind.BRACKET
    assert [one.path.name for one in photographer.desk.pipeline.skipped] == ["broken.jpg"]

    photographer.press("4", "P", Qt.Key.Key_Right, "X", "7", Qt.Key.Key_Down, "2")
    photographer.press(Qt.Key.Key_Down)
    photographer.press("P", modifier=SHIFT)
    expected = {
        "IMG_0002.jpg": "P4",
        "IMG_0003.jpg": "Xyellow",
        "IMG_0005.jpg": "2",
        "IMG_0011.jpg": "X",
        "IMG_0012.jpg": "X",
        "IMG_0013.jpg": "P",
        "IMG_0014.jpg": "X",
    }
    assert photographer.marks() == expected
    where = photographer.current_name

    photographer.leave()
    photographer.sit_down()
    photographer.open(shoot)
    assert photographer.marks() == expected
    assert photographer.current_name == where


def test_the_first_key_acts_on_the_best_shot_of_the_first_series(photographer: Photographer, tmp_path: Path) -> None:
    burst(tmp_path / "shoot", 1, seed=5, at=0, best=2)
    photographer.open(tmp_path / "shoot")
    photographer.press(Qt.Key.Key_Home)
    assert photographer.current_name == "IMG_0003.jpg"


def test_arrows_go_over_frames_and_series(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home)
    seen = [photographer.current_name]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        photographer.press(key)
        seen.append(photographer.current_name)
    assert seen == ["IMG_0002.jpg", "IMG_0003.jpg", "IMG_0004.jpg", "IMG_0005.jpg", "IMG_0004.jpg", "IMG_0003.jpg"]
    photographer.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert photographer.current_name == "IMG_0013.jpg"
    photographer.press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert photographer.current_name == "IMG_0002.jpg"
    photographer.press(Qt.Key.Key_Up)
    assert photographer.current_name == "IMG_0002.jpg"


def test_the_same_key_again_changes_nothing(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press("X", "X", "3", "3")
    assert set(photographer.marks().values()) == {"X3"}
    photographer.press("U", "0")
    assert photographer.marks() == {}


def test_everything_can_be_undone_and_done_again(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, "5")
    photographer.press("P", modifier=SHIFT)
    photographer.press("6")
    after = photographer.marks()
    states = []
    for _ in range(3):
        photographer.press("Z", modifier=CTRL)
        states.append((photographer.marks(), photographer.current_name))
    assert states[1] == ({"IMG_0002.jpg": "5"}, "IMG_0002.jpg")
    assert states[2] == ({}, "IMG_0002.jpg")
    for _ in range(3):
        photographer.press("Z", modifier=CTRL | SHIFT)
    assert photographer.marks() == after


def test_undone_marks_are_undone_on_the_disk_too(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press("5", "P")
    photographer.press("Z", modifier=CTRL)
    expected = photographer.marks()
    photographer.leave()
    photographer.sit_down()
    photographer.open(shoot)
    assert photographer.marks() == expected
    assert list(expected.values()) == ["5"]


def test_the_photographer_outranks_the_model(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, "P")
    session = photographer.desk.session
    assert session.shoot.best(session.shoot.series[0]).frame == 3


def test_enter_accepts_the_suggestion_and_goes_on(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert photographer.marks() == {"IMG_0002.jpg": "P"}
    assert photographer.current_name == "IMG_0005.jpg"


def test_deciding_a_series_moves_nothing(photographer: Photographer, shoot: Path, qtbot: QtBot) -> None:
    photographer.open(shoot)
    window = photographer.desk.window
    photographer.press(Qt.Key.Key_Home)
    photographer.desk.session.set_show(Show.UNDECIDED)
    before = list(photographer.desk.session.shown)
    photographer.press("P", "1", "X")
    assert photographer.desk.session.shown == before
    photographer.press("P", modifier=SHIFT)
    assert photographer.desk.session.shown == before
    assert window.isVisible()


def test_a_renamed_photo_keeps_its_marks(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, "4")
    (shoot / "IMG_0002.jpg").rename(shoot / "best of all.jpg")
    photographer.press(Qt.Key.Key_F5)
    photographer.wait_for(lambda: "best of all.jpg" in photographer.marks())
    assert photographer.marks() == {"best of all.jpg": "4"}


def test_originals_are_never_written_to(photographer: Photographer, shoot: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in shoot.iterdir()}
    photographer.open(shoot)
    photographer.press("5", "P", "6", Qt.Key.Key_Down, "X", Qt.Key.Key_Space, Qt.Key.Key_Right)
    photographer.leave()
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in shoot.iterdir()} == before
    photographer.sit_down()


def test_an_empty_folder_says_so(photographer: Photographer, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    photographer.open(tmp_path / "empty")
    assert "no photos" in photographer.desk.window.stage.empty_sentence()
    photographer.press("P", "5", Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert photographer.marks() == {}


def test_one_photo_is_enough(photographer: Photographer, tmp_path: Path) -> None:
    single(tmp_path / "one", 1, seed=1, at=0)
    photographer.open(tmp_path / "one")
    photographer.press("P")
    assert photographer.marks() == {"IMG_0001.jpg": "P"}


def test_a_folder_that_is_gone_is_named(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(tmp_path / "nowhere")
    assert "nowhere" in photographer.desk.window.message()


def test_the_sliders_regroup_and_can_be_undone(photographer: Photographer, shoot: Path) -> None:
    from app.analysis.grouping import GroupingSettings

    photographer.open(shoot)
    before = photographer.names()
    photographer.desk.session.set_settings(GroupingSettings(gap=60.0, likeness=0.0))
    photographer.wait_for(lambda: len(photographer.names()) < len(before))
    photographer.press("Z", modifier=CTRL)
    photographer.wait_for(lambda: photographer.names() == before)


def test_subfolders_on_demand(photographer: Photographer, tmp_path: Path) -> None:
    single(tmp_path / "trip" / "day 1", 1, seed=1, at=0)
    photographer.open(tmp_path / "trip")
    assert photographer.names() == []
    photographer.press("O", modifier=CTRL | SHIFT)
    photographer.wait_for(lambda: photographer.names() == [["IMG_0001.jpg"]])


def test_the_loupe_opens_and_closes(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    window = photographer.desk.window
    photographer.press(Qt.Key.Key_Space)
    assert window.stage.in_loupe()
    photographer.press(Qt.Key.Key_Right, "P", Qt.Key.Key_Escape)
    assert not window.stage.in_loupe()
    assert list(photographer.marks().values()) == ["P"]


def test_all_capture_data_of_the_current_photo(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press("I")
    window = photographer.desk.window
    photographer.wait_for(lambda: bool(window.findChildren(TagsDialog)))
    [dialog] = window.findChildren(TagsDialog)
    groups = [dialog.tree.topLevelItem(n) for n in range(dialog.tree.topLevelItemCount())]
    said = {group.child(n).text(0): group.child(n).text(1) for group in groups for n in range(group.childCount())}
    assert said["Model"] == "Test Camera"
    dialog.reject()


def test_the_raw_of_a_pair_takes_the_place_of_a_jpeg_that_cannot_be_decoded(
    photographer: Photographer, tmp_path: Path
) -> None:
    folder = tmp_path / "pair"
    jpeg = single(folder, 1, seed=1, at=0)
    small_dng(folder / "IMG_0001.dng")
    whole = jpeg.read_bytes()
    jpeg.write_bytes(whole[: len(whole) // 3])
    photographer.open(folder)
    assert photographer.names() == [["IMG_0001.dng"]]
    assert [one.path.name for one in photographer.desk.pipeline.skipped] == ["IMG_0001.jpg"]


def test_looking_again_at_a_folder_keeps_what_can_be_undone(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, "4")
    photographer.open(shoot)
    assert photographer.marks() == {"IMG_0002.jpg": "4"}
    photographer.press("Z", modifier=CTRL)
    assert photographer.marks() == {}
