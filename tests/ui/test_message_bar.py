"""How long a message stays: by itself, and in a window in which somebody works."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.ui import message_bar
from app.ui.message_bar import MessageBar
from tests.shoots import small_shoot
from tests.ui.conftest import FINISH_MS, Photographer

CTRL = Qt.KeyboardModifier.ControlModifier
HINT = "No photo is rejected: X rejects one."


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    made = MessageBar()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody reads as fast as they mark."""
    monkeypatch.setattr(message_bar, "_LOOK_UP_MS", 0)
    monkeypatch.setattr(message_bar, "_LETTER_MS", 0)


@pytest.fixture
def opened(photographer: Photographer, tmp_path: Path) -> Photographer:
    photographer.open(small_shoot(tmp_path / "shoot"))
    return photographer


def test_what_is_noted_lies_over_what_is_said_and_goes_first(bar: MessageBar) -> None:
    bar.say("The disk is full.", "Retry", print)
    bar.note("Writing…")
    assert bar.sentence == "Writing…"
    assert not any(one.isVisibleTo(bar) for one in bar.findChildren(QPushButton) if one.text() == "Retry")
    bar.dismiss()
    assert bar.sentence == "The disk is full."
    assert any(one.isVisibleTo(bar) for one in bar.findChildren(QPushButton) if one.text() == "Retry")
    bar.dismiss()
    bar.dismiss()
    assert (bar.sentence, bar.isHidden()) == ("", True)


def test_what_is_said_waits_below_what_is_about_something_else(bar: MessageBar) -> None:
    bar.say("3 marks are not on the disk.", about="marks")
    bar.say("The model is damaged.", about="model")
    bar.say("4 marks are not on the disk.", about="marks")
    assert bar.sentence == "4 marks are not on the disk."
    bar.over("marks", "folder")
    assert bar.sentence == "The model is damaged."
    bar.note("Nothing to take back.")
    bar.over("")
    assert bar.sentence == "The model is damaged."


def test_what_must_be_read_is_not_hidden_by_what_was_noted(bar: MessageBar) -> None:
    bar.note("Writing…")
    bar.say("The disk is full.")
    assert bar.sentence == "The disk is full."
    bar.dismiss()
    assert bar.sentence == ""


def test_what_is_over_goes_wherever_it_stands(bar: MessageBar) -> None:
    bar.say("The drive does not answer.")
    bar.note("Reading…")
    bar.take_away("The drive does not answer.")
    assert bar.sentence == "Reading…"
    bar.take_away("Reading…")
    assert bar.sentence == ""


def test_a_button_is_pressed_once_and_what_it_says_itself_stays(bar: MessageBar, qtbot: QtBot) -> None:
    bar.note("Write?", "Write now", lambda: bar.note("Writing…"))
    button = next(one for one in bar.findChildren(QPushButton) if one.text() == "Write now")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bar.sentence == "Writing…"


def test_a_folder_that_was_moved_away_can_be_looked_for(
    opened: Photographer, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shoot, window = tmp_path / "shoot", opened.desk.window
    shoot.rename(tmp_path / "elsewhere")
    opened.press(Qt.Key.Key_F5)
    opened.wait_for(lambda: window.message() == f"The folder {shoot} is not there; choose another.")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "elsewhere"))
    buttons = [one for one in window.findChild(MessageBar).findChildren(QPushButton) if one.isVisible()]
    assert [one.text() for one in buttons] == ["Retry", "Choose another folder…", "Dismiss"]
    with qtbot.waitSignal(opened.desk.pipeline.finished, timeout=FINISH_MS):
        qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert (opened.desk.session.folder, window.message()) == (tmp_path / "elsewhere", "")


@pytest.mark.usefixtures("at_once")
def test_a_hint_goes_with_the_next_mark(opened: Photographer) -> None:
    opened.press(Qt.Key.Key_Delete, modifier=CTRL)
    assert opened.desk.window.message() == HINT
    opened.press(Qt.Key.Key_Right)
    assert opened.desk.window.message() == HINT
    opened.press("3")
    assert opened.desk.window.message() == ""


def test_nobody_is_too_fast_for_a_hint(opened: Photographer) -> None:
    opened.press(Qt.Key.Key_Delete, modifier=CTRL)
    opened.press("3", "P")
    assert opened.desk.window.message() == HINT
    opened.press(Qt.Key.Key_Escape)
    assert opened.desk.window.message() == ""


@pytest.mark.usefixtures("at_once")
def test_what_must_be_read_outlives_marks_and_other_folders(opened: Photographer, tmp_path: Path) -> None:
    window, models = opened.desk.window, opened.desk.models
    models.failed.emit(AppError("The model is damaged."))
    opened.press("3", "P")
    opened.press(Qt.Key.Key_F5, modifier=CTRL)
    assert window.message() == "The keys of shortcuts.toml hold from now on."
    opened.press("4")
    assert window.message() == "The model is damaged."
    opened.open(small_shoot(tmp_path / "other"))
    assert window.message() == "The model is damaged."
    opened.press(Qt.Key.Key_Comma, modifier=CTRL)
    assert window.message() == "", "the page shows it"
