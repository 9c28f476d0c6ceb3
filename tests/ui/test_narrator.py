from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from tests.shoots import small_shoot
from tests.ui.conftest import Photographer


@pytest.fixture
def heard(photographer: Photographer, tmp_path: Path) -> Iterator[list[str]]:
    """What is announced once a shoot is open, with somebody listening."""
    photographer.open(small_shoot(tmp_path / "shoot"))
    words: list[str] = []
    photographer.desk.window.narrator.said.connect(words.append)
    QAccessible.setActive(True)
    yield words
    QAccessible.setActive(False)


def test_going_about_is_heard(photographer: Photographer, heard: list[str]) -> None:
    photographer.press(Qt.Key.Key_Home)
    heard.clear()
    photographer.press(Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert heard == [
        "frame 3 of 4",
        "series 2 of 4, single photo",
        "series 3 of 4, suggestion frame 3, frame 3 of 4, best shot",
    ]
    assert photographer.grid.accessibleDescription() == heard[-1]


def test_marks_are_heard_once_in_every_view_and_so_is_their_end(photographer: Photographer, heard: list[str]) -> None:
    photographer.press(Qt.Key.Key_Home)
    heard.clear()
    photographer.press("p", "p", "e", "3", "u", "0")
    assert heard == ["picked", "picked, 3 stars", "3 stars", "no marks"]


def test_a_decision_is_heard_before_the_series_it_leads_to(photographer: Photographer, heard: list[str]) -> None:
    photographer.press(Qt.Key.Key_Home)
    heard.clear()
    photographer.press(Qt.Key.Key_Return)
    assert heard == ["picked", "series 2 of 4, single photo"]


def test_messages_are_heard(photographer: Photographer, heard: list[str]) -> None:
    photographer.desk.window.tell("The disk is full.")
    assert heard == ["The disk is full."]
