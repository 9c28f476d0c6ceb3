import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from app.analysis.filters import Show
from app.analysis.grouping import GroupingSettings
from app.library.store import Store
from app.ui.series_commands import series_commands
from tests.library.exif_blocks import small_dng
from tests.shoots import burst, single, small_shoot
from tests.ui.conftest import Photographer

CTRL, SHIFT, ALT = (Qt.KeyboardModifier[f"{name}Modifier"] for name in ("Control", "Shift", "Alt"))
ONE = [f"IMG_{n:04d}.jpg" for n in range(1, 5)]
SINGLE = ["IMG_0005.jpg"]
OTHER = [f"IMG_{n:04d}.jpg" for n in range(11, 15)]
BRACKET = [f"IMG_{n:04d}.jpg" for n in range(21, 24)]
WHOLE = [ONE, SINGLE, OTHER, BRACKET]


@pytest.fixture
def hand(photographer: Photographer, tmp_path: Path) -> Photographer:
    """Somebody with a small shoot open, and with every command under its key."""
    give_keys(photographer)
    photographer.open(small_shoot(tmp_path / "shoot"))
    assert photographer.names() == WHOLE
    return photographer


def give_keys(photographer: Photographer) -> None:
    window, session = photographer.desk.window, photographer.desk.session
    known = {command.id for command in window.table}
    for command in series_commands(session):
        if command.id not in known:
            action = QAction(command.title, window)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.triggered.connect(lambda _=False, run=command.run: run())
            window.addAction(action)


def again(hand: Photographer) -> None:
    """Close the program, start it and open the folder."""
    folder = hand.desk.session.folder
    assert folder is not None
    hand.leave()
    hand.sit_down()
    give_keys(hand)
    hand.open(folder)


def look_again(hand: Photographer) -> None:
    """Open the open folder again."""
    folder = hand.desk.session.folder
    assert folder is not None
    hand.wait_for(lambda: not hand.desk.pipeline.working)
    hand.open(folder)


def regroup(hand: Photographer, settings: GroupingSettings) -> None:
    hand.desk.session.set_settings(settings)
    hand.wait_for(lambda: not hand.desk.pipeline.working)


def test_joined_series_are_one_at_once_and_stay_so_at_any_setting_and_next_time(hand: Photographer) -> None:
    hand.click("IMG_0002.jpg")
    hand.press("G", modifier=CTRL)
    joined = [ONE + SINGLE, OTHER, BRACKET]
    assert hand.names() == joined
    assert hand.current_name == "IMG_0002.jpg"
    hand.wait_for(lambda: hand.desk.session.shoot.is_ranked(hand.desk.session.shoot.series[0]))
    hand.wait_for(lambda: not hand.desk.pipeline.working)
    regroup(hand, GroupingSettings(gap=0.2, likeness=1.0))
    assert ONE + SINGLE in hand.names()
    regroup(hand, GroupingSettings())
    again(hand)
    assert hand.names() == joined
    assert "joined by hand" in hand.desk.session.shoot.series[0].reason


def test_with_the_series_before(hand: Photographer) -> None:
    hand.click("IMG_0005.jpg")
    hand.press("G", modifier=CTRL | SHIFT)
    assert hand.names() == [ONE + SINGLE, OTHER, BRACKET]
    hand.press("G", modifier=CTRL | SHIFT)
    assert hand.names() == [ONE + SINGLE, OTHER, BRACKET], "there is none before the first"


def test_a_series_begins_with_the_current_frame(hand: Photographer) -> None:
    hand.click("IMG_0012.jpg")
    hand.press("S", modifier=SHIFT)
    split = [ONE, SINGLE, OTHER[:1], OTHER[1:], BRACKET]
    assert hand.names() == split
    assert hand.current_name == "IMG_0012.jpg"
    hand.press("S", modifier=SHIFT)
    assert hand.names() == split
    regroup(hand, GroupingSettings(gap=60.0, likeness=0.0))
    assert not any({"IMG_0011.jpg", "IMG_0012.jpg"} <= set(one) for one in hand.names())
    regroup(hand, GroupingSettings())
    again(hand)
    assert hand.names() == split


def test_a_frame_goes_to_the_series_after_and_back(hand: Photographer) -> None:
    hand.click("IMG_0003.jpg")
    hand.press(Qt.Key.Key_Right, modifier=ALT)
    assert hand.names() == [[*ONE[:2], ONE[3]], [ONE[2], *SINGLE], OTHER, BRACKET]
    assert hand.current_name == "IMG_0003.jpg"
    hand.press(Qt.Key.Key_Left, modifier=ALT)
    assert hand.names() == WHOLE


def test_each_is_one_step_that_can_be_undone_and_done_again_where_it_was_done(hand: Photographer) -> None:
    hand.click("IMG_0003.jpg")
    hand.press("G", modifier=CTRL)
    hand.click("IMG_0013.jpg")
    hand.press("S", modifier=SHIFT)
    hand.press(Qt.Key.Key_Right, modifier=ALT)
    hand.press("C", modifier=SHIFT)
    seen = hand.names()
    hand.press(Qt.Key.Key_End)
    stack = hand.desk.session.undo_stack
    assert stack.count() == 4
    for _ in range(3):
        hand.press("Z", modifier=CTRL)
        assert hand.current_name == "IMG_0013.jpg"
    assert hand.names() == [ONE + SINGLE, OTHER, BRACKET]
    hand.press("Z", modifier=CTRL)
    assert (hand.names(), hand.current_name) == (WHOLE, "IMG_0003.jpg")
    hand.press("Y", "Y", "Y", "Y", modifier=CTRL)
    assert hand.names() == seen
    again(hand)
    assert hand.names() == seen


def test_what_was_undone_is_gone_next_time(hand: Photographer) -> None:
    hand.press(Qt.Key.Key_Home)
    hand.press("G", "Z", modifier=CTRL)
    again(hand)
    assert hand.names() == WHOLE
    with Store(hand.places.library) as store:
        assert not store.hand_made(photo.id for photo in hand.desk.session.shoot.photos).photos


def test_a_released_series_follows_the_settings_again(hand: Photographer) -> None:
    hand.press(Qt.Key.Key_Home)
    hand.press("G", modifier=CTRL)
    hand.press("G", modifier=CTRL | ALT)
    assert hand.names() == WHOLE
    hand.press("Z", modifier=CTRL)
    assert hand.names() == [ONE + SINGLE, OTHER, BRACKET]


def test_a_cover_is_remembered(hand: Photographer) -> None:
    shoot = hand.desk.session.shoot
    assert shoot.cover(shoot.series[0]) == hand.id_of("IMG_0002.jpg"), "the best shot"
    hand.click("IMG_0004.jpg")
    hand.press("C", modifier=SHIFT)
    assert shoot.cover(shoot.series[0]) == hand.id_of("IMG_0004.jpg")
    again(hand)
    shoot = hand.desk.session.shoot
    assert shoot.cover(shoot.series[0]) == hand.id_of("IMG_0004.jpg")


def test_both_halves_stay_in_view_whatever_the_filter_says(hand: Photographer) -> None:
    hand.click("IMG_0011.jpg")
    hand.press("P")
    hand.desk.session.set_show(Show.PICKS)
    hand.press(Qt.Key.Key_Right)
    hand.press("S", modifier=SHIFT)
    assert len(hand.desk.session.shown) == 2
    assert hand.current_name == "IMG_0012.jpg"
    hand.desk.session.set_show(Show.PICKS)
    assert len(hand.desk.session.shown) == 1


def test_looking_again_at_the_folder_keeps_the_hand_and_its_undo(hand: Photographer) -> None:
    hand.press(Qt.Key.Key_Home)
    hand.press("G", modifier=CTRL)
    folder = hand.desk.session.folder
    assert folder is not None
    single(folder, 6, seed=9, at=30.4)
    look_again(hand)
    assert ONE + SINGLE in [one[:5] for one in hand.names()]
    hand.press("Z", modifier=CTRL)
    assert ONE in hand.names()


def test_what_cannot_be_written_is_kept_and_written_later(hand: Photographer) -> None:
    run_sql(hand, "CREATE TRIGGER full BEFORE INSERT ON hand_made BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    hand.press(Qt.Key.Key_Home)
    hand.press("G", modifier=CTRL)
    hand.wait_for(lambda: "could not be saved" in hand.desk.window.message())
    hand.press("3")
    look_again(hand)
    assert hand.names() == [ONE + SINGLE, OTHER, BRACKET], "as it was left, not as the disk has it"
    run_sql(hand, "DROP TRIGGER full")
    hand.press("4")
    hand.wait_for(lambda: not hand.desk._keeper.unkept)
    assert hand.desk.window.message() == ""
    again(hand)
    assert hand.names() == [ONE + SINGLE, OTHER, BRACKET]


def run_sql(hand: Photographer, statement: str) -> None:
    connection = sqlite3.connect(hand.places.library, isolation_level=None)
    connection.execute(statement)
    connection.close()


def test_a_raw_that_is_parted_from_its_jpeg_stays_in_the_series_it_was_put_in(
    photographer: Photographer, tmp_path: Path
) -> None:
    give_keys(photographer)
    folder = tmp_path / "pair"
    single(folder, 1, seed=1, at=0)
    raw = small_dng(folder / "IMG_0001.dng")
    single(folder, 9, seed=2, at=300)
    photographer.open(folder)
    photographer.press(Qt.Key.Key_Home)
    photographer.press("G", modifier=CTRL)
    assert photographer.names() == [["IMG_0001.jpg", "IMG_0009.jpg"]]
    raw.rename(folder / "other.dng")
    look_again(photographer)
    assert [sorted(one) for one in photographer.names()] == [["IMG_0001.jpg", "IMG_0009.jpg", "other.dng"]]
    photographer.leave()
    photographer.sit_down()
    photographer.open(folder)
    assert [sorted(one) for one in photographer.names()] == [["IMG_0001.jpg", "IMG_0009.jpg", "other.dng"]]


def test_photos_that_move_to_another_folder_stay_as_they_were_put(photographer: Photographer, tmp_path: Path) -> None:
    give_keys(photographer)
    folder, elsewhere = tmp_path / "shoot", tmp_path / "elsewhere"
    burst(folder, 1, seed=1, at=0)
    single(folder, 5, seed=2, at=30)
    photographer.open(folder)
    photographer.press(Qt.Key.Key_Home)
    photographer.press("G", modifier=CTRL)
    photographer.leave()
    folder.rename(elsewhere)
    photographer.sit_down()
    photographer.open(elsewhere)
    assert photographer.names() == [ONE + SINGLE]
