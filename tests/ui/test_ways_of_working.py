import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.analysis.filters import Filter, Show, Sort
from app.library.photo import Flag
from app.library.store import Store
from app.ui import band_view
from app.ui.choosing import NOBODY, Choice
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer
from tests.ui.test_mark_keeper import shown

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(photographer: Photographer, tmp_path: Path) -> Photographer:
    """Somebody with a small shoot open: a burst, a single, a burst, a bracket."""
    photographer.open(small_shoot(tmp_path / "shoot"))
    return photographer


# -- going on by itself


def test_after_each_mark_the_next_frame_is_current_and_after_the_last_the_next_series(desk: Photographer) -> None:
    desk.desk.session.set_advance(True)
    desk.click("IMG_0001.jpg")
    desk.press("X", "P", "3", "6")
    assert desk.current_name == "IMG_0005.jpg"
    desk.press("P")
    assert desk.current_name == "IMG_0011.jpg"
    assert desk.marks() == {
        "IMG_0001.jpg": "X", "IMG_0002.jpg": "P", "IMG_0003.jpg": "3", "IMG_0004.jpg": "red", "IMG_0005.jpg": "P",
    }  # fmt: skip


def test_a_mark_that_is_there_already_goes_on_too_and_nothing_is_toggled(desk: Photographer) -> None:
    desk.click("IMG_0001.jpg")
    desk.press("X", "X")
    desk.desk.session.set_advance(True)
    desk.press("X")
    assert desk.marks() == {"IMG_0001.jpg": "X"}
    assert desk.current_name == "IMG_0002.jpg"
    desk.press("6", Qt.Key.Key_Left, "6")
    assert desk.current_name == "IMG_0002.jpg", "a label taken away is looked at"


def test_the_last_frame_of_all_stays(desk: Photographer) -> None:
    desk.desk.session.set_advance(True)
    desk.click("IMG_0023.jpg")
    desk.press("P")
    assert desk.current_name == "IMG_0023.jpg"


@pytest.mark.parametrize("sort", [Sort.TIME, Sort.NAME, Sort.MARGIN])
def test_it_goes_on_although_the_filter_hides_what_was_marked(desk: Photographer, sort: Sort) -> None:
    session = desk.desk.session
    session.set_filter(Filter(unreviewed=True, sort=sort))
    session.set_advance(True)
    order = [session.shoot.series[place].frames for place in session.shown]
    desk.press(Qt.Key.Key_Home)
    session.set_current(order[0][-1])
    desk.press("P")
    assert session.current == order[1][0]
    session.pipeline.regrouper.photos_changed(at_once=True)
    desk.wait_for(lambda: not session.pipeline.working)
    assert session.current == order[1][0]
    assert [session.shoot.series[place].frames for place in session.shown][:2] == list(order[:2])
    session.set_filter(session.filter)
    assert order[0] not in [session.shoot.series[place].frames for place in session.shown]


def test_undo_comes_back_to_the_photo_that_was_marked(desk: Photographer) -> None:
    desk.desk.session.set_advance(True)
    desk.click("IMG_0004.jpg")
    desk.press("P", Qt.Key.Key_Down)
    desk.press("Z", modifier=CTRL)
    assert desk.current_name == "IMG_0004.jpg"
    assert desk.marks() == {}
    desk.press("Y", modifier=CTRL)
    assert desk.current_name == "IMG_0004.jpg"


# -- what an undo brings back


def test_a_photo_that_the_filter_hides_is_shown_after_an_undo_until_one_moves_on(desk: Photographer) -> None:
    session = desk.desk.session
    desk.click("IMG_0005.jpg")
    desk.press("4")
    desk.click("IMG_0011.jpg")
    desk.press("X")
    session.set_show(Show.REJECTS)
    assert len(session.shown) == 1
    desk.press("Z", modifier=CTRL)
    assert desk.current_name == "IMG_0011.jpg"
    desk.press("Z", modifier=CTRL)
    assert desk.current_name == "IMG_0005.jpg"
    assert session.shown == [1, 2]
    assert desk.grid.rect_of(desk.id_of("IMG_0005.jpg")) is not None
    desk.press(Qt.Key.Key_Right)
    assert desk.current_name == "IMG_0011.jpg"
    assert session.shown == [2]


def test_a_photo_stays_while_one_moves_within_its_series(desk: Photographer) -> None:
    session = desk.desk.session
    desk.click("IMG_0001.jpg")
    desk.press("2")
    session.set_show(Show.BRACKETS)
    desk.press("Z", modifier=CTRL)
    desk.press(Qt.Key.Key_Right)
    assert (desk.current_name, session.shown) == ("IMG_0002.jpg", [0, 3])
    desk.press(Qt.Key.Key_Down)
    assert session.shown == [3]


# -- accepting all that is sure


def test_all_sure_suggestions_are_accepted_in_one_step(desk: Photographer) -> None:
    session = desk.desk.session
    desk.click("IMG_0001.jpg")
    plan = session.plan_acceptance(0.0)
    session.accept_all(plan)
    assert desk.marks() == {"IMG_0002.jpg": "P", "IMG_0013.jpg": "P"}
    assert desk.current_name == "IMG_0001.jpg"
    session.accept_all(plan)
    assert session.undo_stack.count() == 1
    desk.press(Qt.Key.Key_End)
    desk.press("Z", modifier=CTRL)
    assert (desk.marks(), desk.current_name) == ({}, "IMG_0001.jpg")


def test_only_what_is_shown_is_accepted(desk: Photographer) -> None:
    session = desk.desk.session
    session.set_filter(Filter(text="img_001"))
    session.accept_all(session.plan_acceptance(0.0))
    assert desk.marks() == {"IMG_0013.jpg": "P"}


# -- without scores


def test_blind_nothing_is_told_until_the_series_is_decided(desk: Photographer) -> None:
    session, shoot = desk.desk.session, desk.desk.session.shoot

    def told(series: int) -> list[str]:
        look = band_view.look(shoot, series, Choice(NOBODY, None), desk.desk.thumbnails)
        return [frame.chance for frame in look.frames] + [band_view.tooltip(shoot, series, 0)]

    seen = told(0)
    modes: list[bool] = []
    session.modes_changed.connect(lambda: modes.append(session.blind))
    session.set_blind(True)
    assert not shoot.revealed(shoot.series[0])
    assert shoot.ranking(shoot.series[0]) is None
    assert shoot.best(shoot.series[0]).frame is None
    assert told(0) == ["", "", "", "", "IMG_0001.jpg"]
    desk.press(Qt.Key.Key_Home)
    assert desk.current_name == "IMG_0001.jpg", "where one begins is no hint"
    desk.click("IMG_0003.jpg")
    desk.press("P")
    assert shoot.revealed(shoot.series[0])
    assert told(0) == seen
    desk.press("Z", modifier=CTRL)
    assert not shoot.revealed(shoot.series[0])
    session.set_blind(False)
    assert told(0) == seen
    assert modes == [True, False]


def test_the_model_goes_on_working_and_what_is_decided_blind_is_kept_so(
    photographer: Photographer, tmp_path: Path
) -> None:
    session = photographer.desk.session
    session.set_blind(True)
    photographer.open(small_shoot(tmp_path / "shoot"))
    assert all(session.shoot.is_ranked(session.shoot.series[place]) for place in (0, 2))
    photographer.click("IMG_0001.jpg")
    photographer.press("P")
    photographer.click("IMG_0004.jpg")
    photographer.press("X")
    photographer.leave()
    assert shown(photographer.places.library) == {"IMG_0001.jpg": False, "IMG_0004.jpg": True}, "by then it was shown"


def test_what_was_seen_before_is_not_blind(desk: Photographer) -> None:
    desk.desk.session.set_blind(True)
    desk.click("IMG_0012.jpg")
    desk.press("P")
    desk.leave()
    assert shown(desk.places.library) == {"IMG_0012.jpg": True}


# -- one frame preferred to another


def test_a_preference_is_kept_and_can_be_taken_back(desk: Photographer) -> None:
    session = desk.desk.session
    winner, loser, other = (desk.id_of(f"IMG_{n:04d}.jpg") for n in (2, 1, 5))
    session.prefer(winner, loser)
    session.prefer(winner, other)
    session.prefer(other, loser)
    desk.press("Z", modifier=CTRL)
    desk.leave()
    with Store(desk.places.library) as store:
        kept = store.comparisons()
    assert [(one.winner, one.loser, one.shown) for one in kept] == [(winner, loser, True), (winner, other, True)]


def test_a_preference_between_frames_of_which_nothing_was_shown_is_blind(
    photographer: Photographer, tmp_path: Path
) -> None:
    photographer.desk.session.set_blind(True)
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.desk.session.prefer(photographer.id_of("IMG_0001.jpg"), photographer.id_of("IMG_0002.jpg"))
    photographer.leave()
    with closing(sqlite3.connect(photographer.places.library)) as connection:
        assert connection.execute("SELECT scores_shown FROM comparison").fetchall() == [(0,)]


# -- how far one is


def test_progress_counts_and_undo_counts_back(desk: Photographer) -> None:
    session = desk.desk.session
    assert (session.pace().decided, session.pace().left, session.pace().picks) == (0, 4, 0)
    desk.press(Qt.Key.Key_Home, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert (session.pace().decided, session.pace().left, session.pace().picks) == (2, 2, 2)
    assert session.pace().seconds_left is None
    desk.press("Z", modifier=CTRL)
    assert session.pace().decided == 1
    for series in session.shoot.series:
        session.set_current(series.frames[0])
        session.flag(Flag.PICK)
    assert session.pace().seconds_left == 0.0
