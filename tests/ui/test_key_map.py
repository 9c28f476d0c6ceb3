from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from app.ui import key_map
from app.ui.elided_label import ElidedLabel
from app.ui.key_map import KeyMap, Line, columns
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


def large_map(photographer: Photographer) -> KeyMap:
    """The map of 92 commands, as many as there will be one day."""
    window = photographer.desk.window
    table = [replace(one, id=f"{turn} {one.id}") for turn in range(3) for one in window.table]
    made = KeyMap(table[:92], window)
    made.open()
    return made


def test_every_command_is_on_the_map_once(photographer: Photographer, opened: KeyMap) -> None:
    texts = [found.text() for found in opened.findChildren(QLabel)]
    for command in photographer.desk.window.table:
        assert texts.count(command.title.rstrip("…")) == 1
    assert "Enter or Enter" not in texts


def test_ninety_commands_fit_a_small_window(photographer: Photographer, qtbot: QtBot) -> None:
    photographer.desk.window.resize(1000, 700)
    opened = large_map(photographer)
    assert opened.rect().adjusted(8, 8, -8, -8).contains(opened.card.geometry())
    bar = opened.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.pageStep() > 0)
    assert bar.maximum() == 0
    opened.close()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_nothing_is_cut(photographer: Photographer, qtbot: QtBot, size: tuple[int, int]) -> None:
    photographer.desk.window.resize(*size)
    photographer.press(QUESTION)
    opened = photographer.desk.window.findChild(KeyMap)
    titles = opened.findChildren(ElidedLabel)
    qtbot.waitUntil(lambda: all(title.width() > 0 for title in titles))
    assert [title.text() for title in titles if title.shown != title.text()] == []
    assert len(titles) == len(photographer.desk.window.table)
    assert opened.findChild(QScrollArea).verticalScrollBar().maximum() == 0
    photographer.press(Qt.Key.Key_Escape)


def test_in_a_smaller_window_the_arrows_scroll(photographer: Photographer, qtbot: QtBot) -> None:
    photographer.desk.window.resize(640, 400)
    opened = large_map(photographer)
    bar = opened.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    send(opened, QEvent.Type.KeyPress, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    send(opened, QEvent.Type.KeyPress, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    assert opened.isVisible()
    send(opened, QEvent.Type.KeyPress, Qt.Key.Key_A)
    assert not opened.isVisible()


def test_closed_it_gives_the_keys_back(photographer: Photographer, opened: KeyMap) -> None:
    photographer.press(Qt.Key.Key_F7)
    assert not photographer.desk.window._side.isHidden(), "the key only closed the map"
    photographer.press(Qt.Key.Key_F7)
    assert photographer.desk.window._side.isHidden()


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 4))
def test_columns_keep_every_line_and_end_with_no_heading(headings: list[bool], number: int) -> None:
    lines = [Line(str(place), heading=heading) for place, heading in enumerate([True, *headings, False])]
    made = columns(lines, number)
    assert len(made) == number
    assert [line for column in made for line in column if not line.heading] == [li for li in lines if not li.heading]
    assert all(column[0].heading and not column[-1].heading for column in made if column)


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
