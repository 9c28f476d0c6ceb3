"""Differences in the loupe and between champion and challenger, by real keys in a real window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.library.photo import PhotoId
from app.ui.champion import Champion
from app.ui.difference_mode import DifferenceMode
from app.ui.explainer import Explainer
from app.ui.linked_pane import LinkedPane
from app.ui.reasons_panel import ReasonsPanel
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer
from tests.ui.loupe_bench import pixels


class Judge:
    """Somebody at a duel whose pictures are sharp and compared."""

    def __init__(self, photographer: Photographer) -> None:
        self.someone, self.stage = photographer, photographer.desk.window.stage
        self.view: Champion = self.stage.champion
        self.explainer: Explainer = photographer.desk.window._behind.explainer
        self.press(Qt.Key.Key_Home, "c")

    def press(self, *keys: Qt.Key | str) -> None:
        self.someone.press(*keys)
        if self.stage.currentWidget() is self.view:
            self.someone.wait_for(lambda: not self.explainer.busy and all(pane.is_sharp() for pane in self.panes()))

    def panes(self) -> list[LinkedPane]:
        return [tile.pane for tile in self.view._tiles]

    def pair(self) -> tuple[PhotoId, PhotoId] | None:
        rival = self.explainer.rival
        return None if rival is None or rival.other is None else (rival.this, rival.other)

    def changed_by(self, *keys: Qt.Key | str) -> list[bool]:
        """Which of the two pictures look otherwise after some keys, champion first."""
        before = [pixels(pane) for pane in self.panes()]
        self.press(*keys)
        after = [pixels(pane) for pane in self.panes()]
        return [not np.array_equal(one, other) for one, other in zip(before, after, strict=True)]


@pytest.fixture
def judge(photographer: Photographer, tmp_path: Path) -> Judge:
    photographer.open(small_shoot(tmp_path / "shoot"))
    return Judge(photographer)


def test_the_two_that_are_seen_are_those_that_are_compared(judge: Judge) -> None:
    assert judge.view.pair() is not None
    assert judge.pair() == judge.view.pair()
    before = judge.pair()
    judge.press(Qt.Key.Key_Right)
    assert judge.pair() == judge.view.pair() != before


def test_differences_lie_over_the_challenger_and_go_with_the_next(judge: Judge) -> None:
    assert judge.changed_by("d") == [False, True]
    assert "differences from IMG_0002.jpg, 70 %" in judge.view.accessibleDescription()
    judge.press(Qt.Key.Key_Right)
    assert "differences from IMG_0002.jpg, 70 %" in judge.view.accessibleDescription()
    assert judge.changed_by("d") == [False, True]
    assert "differences" not in judge.view.accessibleDescription()


def test_the_details_tell_of_the_same_two_from_the_side_of_whichever_is_current(judge: Judge) -> None:
    said = judge.someone.desk.window.findChild(ReasonsPanel)
    of_champion = [label.text() for label in said.findChildren(QLabel) if label.isVisibleTo(said)]
    assert "against IMG_0001.jpg" in of_champion
    judge.press(Qt.Key.Key_Right, Qt.Key.Key_Left)
    of_challenger = [label.text() for label in said.findChildren(QLabel) if label.isVisibleTo(said)]
    assert "against IMG_0002.jpg" in of_challenger
    assert ("sharper subject" in of_champion, "softer subject" in of_challenger) == (True, True)


def test_the_champion_is_swapped_into_the_challengers_place_while_the_key_is_held(judge: Judge, qtbot: QtBot) -> None:
    challenger = judge.panes()[1]
    qtbot.keyPress(judge.view, Qt.Key.Key_B)
    assert challenger.shows_other()
    qtbot.keyRelease(judge.view, Qt.Key.Key_B)
    assert not challenger.shows_other()


def test_loupe_and_duel_are_switched_apart(judge: Judge) -> None:
    in_loupe, in_duel = judge.stage.loupe.findChild(DifferenceMode), judge.view.findChild(DifferenceMode)
    judge.press("d", "e")
    assert (in_loupe.is_on, in_duel.is_on) == (False, True)
    judge.press("d", "c", "d")
    assert (in_loupe.is_on, in_duel.is_on) == (True, False)


def test_a_rejected_frame_steps_back_again_when_it_is_current_no_more(judge: Judge, qtbot: QtBot) -> None:
    judge.press(Qt.Key.Key_Right, "d", "x")
    qtbot.mouseClick(judge.panes()[0], Qt.MouseButton.LeftButton)
    judge.press()
    assert judge.view._tiles[1].steps_back
    assert judge.changed_by("u") == [False, False]
