"""A day at the desk: every view by its key, on a real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.library.store import Store
from app.paths import Places
from app.ui.champion import Champion
from app.ui.difference_mode import DifferenceMode
from app.ui.survey import Survey
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, places: Places, tmp_path: Path) -> Iterator[Photographer]:
    photographer = Photographer(qtbot, places)
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.click("IMG_0001.jpg")
    yield photographer
    photographer.leave()
    photographer.desk.window.deleteLater()


def test_every_view_has_the_same_current_photo(desk: Photographer) -> None:
    stage = desk.desk.window.stage
    for key, view in (("E", stage.loupe), ("N", stage.survey), ("C", stage.champion), ("G", stage.grid)):
        desk.press(key)
        assert stage.currentWidget() is view
        assert desk.current_name == "IMG_0001.jpg"
    desk.press("N", Qt.Key.Key_Right)
    assert desk.current_name == "IMG_0002.jpg"
    desk.press(Qt.Key.Key_Escape)
    assert stage.currentWidget() is stage.grid


def test_frames_are_dropped_from_a_survey_and_marked_in_it(desk: Photographer) -> None:
    survey = desk.desk.window.findChild(Survey)
    desk.press("N", Qt.Key.Key_Backspace, "P")
    assert len(survey.frames()) == 3
    assert desk.marks() == {"IMG_0002.jpg": "P"}
    desk.press(Qt.Key.Key_Backspace, modifier=CTRL)
    assert len(survey.frames()) == 4


def test_a_duel_is_kept_for_training_and_ends_with_a_pick(desk: Photographer) -> None:
    champion = desk.desk.window.findChild(Champion)
    desk.press("C", Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Down)
    assert champion.duel is not None
    assert champion.duel.challenger is None
    winner = champion.duel.champion
    desk.press(Qt.Key.Key_Return)
    name = desk.desk.session.shoot.photo(winner).path.name
    assert desk.marks() == {name: "P"}
    desk.leave()
    with Store(desk.places.library) as store:
        assert len(store.comparisons()) == 3


def test_undo_goes_back_in_a_duel(desk: Photographer) -> None:
    champion = desk.desk.window.findChild(Champion)
    desk.press("C")
    before = champion.duel
    desk.press(Qt.Key.Key_Return)
    assert champion.duel != before
    desk.press("Z", modifier=CTRL)
    assert champion.duel is not None
    assert before is not None
    assert (champion.duel.champion, champion.duel.challenger) == (before.champion, before.challenger)


def test_differences_are_laid_over_the_loupe_from_any_view(desk: Photographer) -> None:
    mode = desk.desk.window.stage.loupe.findChild(DifferenceMode)
    desk.press("D")
    assert desk.desk.window.stage.in_loupe()
    assert mode.is_on
    desk.wait_for(lambda: desk.desk.window._behind.explainer.explanation is not None)
    desk.press("D")
    assert not mode.is_on


def test_a_selection_is_rated_as_one_and_left_by_escape(desk: Photographer) -> None:
    desk.press("A", modifier=CTRL)
    desk.press("3")
    assert set(desk.marks().values()) == {"3"}
    assert len(desk.marks()) == len(desk.desk.session.shoot)
    desk.press("Z", modifier=CTRL)
    assert desk.marks() == {}
    desk.press(Qt.Key.Key_Escape)
    desk.press("4")
    assert len(desk.marks()) == 1


def test_in_another_view_marks_go_to_what_is_seen_there_and_not_to_a_selection(desk: Photographer) -> None:
    desk.press("A", modifier=CTRL)
    desk.press("E", "X")
    assert desk.marks() == {"IMG_0001.jpg": "X"}
    desk.press("G", "3")
    assert len(desk.marks()) == len(desk.desk.session.shoot)


def test_arrows_step_over_folded_series_in_the_grid_alone(desk: Photographer) -> None:
    desk.press("S", modifier=CTRL | SHIFT)
    desk.press(Qt.Key.Key_Home, Qt.Key.Key_Right)
    assert desk.desk.session.shoot.series_of(desk.desk.session.current) == 1
    desk.press(Qt.Key.Key_Home, "E", Qt.Key.Key_Right)
    assert desk.desk.session.shoot.series_of(desk.desk.session.current) == 0


def test_a_series_is_folded_split_and_joined_again(desk: Photographer) -> None:
    before = desk.names()
    desk.press("S")
    shoot, grid = desk.desk.session.shoot, desk.grid
    assert grid.is_folded(shoot.series[0])
    desk.press("S")
    desk.click("IMG_0003.jpg")
    desk.press("S", modifier=SHIFT)
    assert desk.names()[:2] == [["IMG_0001.jpg", "IMG_0002.jpg"], ["IMG_0003.jpg", "IMG_0004.jpg"]]
    desk.press("G", modifier=CTRL | SHIFT)
    assert desk.names() == before


def test_without_models_for_faces_nothing_is_shown_of_them(desk: Photographer) -> None:
    assert desk.desk.window._faces.view.isHidden()
