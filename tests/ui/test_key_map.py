from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.ui import key_map
from app.ui.key_map import KeyMap
from tests.ui.conftest import Photographer

QUESTION = Qt.Key.Key_Question


@pytest.fixture
def opened(photographer: Photographer) -> Iterator[KeyMap]:
    photographer.press(QUESTION)
    found = photographer.desk.window.findChild(KeyMap)
    assert found is not None
    yield found
    if photographer.desk.window.findChild(KeyMap) is not None:
        found.close()


def send(target: KeyMap, kind: QEvent.Type, key: Qt.Key, *, repeated: bool = False) -> None:
    QApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", repeated))


def test_every_command_is_on_the_map_once(photographer: Photographer, opened: KeyMap) -> None:
    texts = [found.text() for found in opened.findChildren(QLabel)]
    for command in photographer.desk.window.table:
        assert texts.count(command.title.rstrip("…")) == 1
    assert "Enter or Enter" not in texts


def test_the_map_fits_a_small_screen(opened: KeyMap) -> None:
    assert opened.height() <= 640
    assert opened.width() <= 1024


def test_any_key_closes_it_but_no_shift_alone(opened: KeyMap) -> None:
    send(opened, QEvent.Type.KeyPress, Qt.Key.Key_Shift)
    assert opened.isVisible()
    send(opened, QEvent.Type.KeyPress, Qt.Key.Key_Escape)
    assert not opened.isVisible()


def test_it_stays_as_long_as_the_key_is_held(opened: KeyMap, qtbot: QtBot) -> None:
    send(opened, QEvent.Type.KeyPress, QUESTION, repeated=True)
    send(opened, QEvent.Type.KeyRelease, QUESTION, repeated=True)
    assert opened.isVisible()
    qtbot.wait(key_map._HELD_MS + 50)
    send(opened, QEvent.Type.KeyRelease, Qt.Key.Key_Shift)
    assert opened.isVisible()
    send(opened, QEvent.Type.KeyRelease, QUESTION)
    assert not opened.isVisible()


def test_a_short_press_leaves_it_open(opened: KeyMap) -> None:
    send(opened, QEvent.Type.KeyRelease, QUESTION)
    assert opened.isVisible()
