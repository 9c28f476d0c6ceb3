import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from app.ui.commands import Command
from app.ui.view_keys import Binding, ViewKeys

PRESS = QEvent.Type.KeyPress
PLAIN, CTRL, PAD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


def keys() -> ViewKeys:
    return ViewKeys(
        [Binding("next", ("Right",)), Binding("drop", ("Backspace", "Del")), Binding("back", ("Ctrl+Backspace",))]
    )


@pytest.mark.parametrize(
    ("key", "modifiers", "meant"),
    [
        (Qt.Key.Key_Right, PLAIN, "next"),
        (Qt.Key.Key_Right, PAD, "next"),
        (Qt.Key.Key_Right, CTRL, ""),
        (Qt.Key.Key_Delete, PLAIN, "drop"),
        (Qt.Key.Key_Backspace, PLAIN, "drop"),
        (Qt.Key.Key_Backspace, CTRL, "back"),
        (Qt.Key.Key_Shift, PLAIN, ""),
    ],
)
def test_a_key_means_one_command(key: Qt.Key, modifiers: Qt.KeyboardModifier, meant: str) -> None:
    assert keys().meant(QKeyEvent(PRESS, key, modifiers)) == meant


def test_keys_follow_those_that_people_chose() -> None:
    ours = keys()
    ours.follow([Command("next", "Go", "Next", ("J",), print), Command("other", "Go", "Other", ("Right",), print)])
    assert ours.meant(QKeyEvent(PRESS, Qt.Key.Key_J, PLAIN)) == "next"
    assert ours.meant(QKeyEvent(PRESS, Qt.Key.Key_Right, PLAIN)) == ""
    assert ours.meant(QKeyEvent(PRESS, Qt.Key.Key_Delete, PLAIN)) == "drop"
    assert ours.shown("next") == "J"


def test_keys_are_shown_as_people_know_them() -> None:
    ours = keys()
    assert ours.shown("next") == "→"
    assert ours.shown("unknown") == ""
    ours.follow([Command("next", "Go", "Next", (), print)])
    assert ours.shown("next") == ""
