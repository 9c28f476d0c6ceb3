from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from app.ui.commands import shown_key
from tests.ui.conftest import Photographer


def test_no_key_means_two_things(photographer: Photographer) -> None:
    keys = [QKeySequence(key).toString() for command in photographer.desk.window.table for key in command.keys]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert "" not in keys


def test_every_command_has_a_name_a_title_a_menu_and_a_key(photographer: Photographer) -> None:
    table = photographer.desk.window.table
    for command in table:
        assert command.id
        assert command.title[0].isupper() or command.title[0].isdigit()
        assert command.menu
        assert command.keys
    assert len({command.id for command in table}) == len(table)


@pytest.mark.parametrize(
    "key",
    [*"PXU0123456789", "Left", "Right", "Up", "Down", "Shift+P", "Ctrl+Z", "Ctrl+Shift+Z", "Return", "Space", "Esc"],
)
def test_the_keys_of_every_culling_program_are_there(photographer: Photographer, key: str) -> None:
    keys = {QKeySequence(key).toString() for command in photographer.desk.window.table for key in command.keys}
    assert QKeySequence(key).toString() in keys


def test_every_command_is_in_a_menu_with_its_key(photographer: Photographer) -> None:
    window = photographer.desk.window
    for command in window.table:
        action = window.findChild(QAction, command.id)
        assert action is not None
        assert action.text() == command.title
        assert [one.toString() for one in action.shortcuts()] == [QKeySequence(key).toString() for key in command.keys]
        assert shown_key(command.keys[0]) in action.toolTip()


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("Return", "Enter"),
        ("Right", "→"),
        ("Shift+P", "⇧ P"),
        ("Ctrl+Shift+Z", "Ctrl ⇧ Z"),
        ("Ctrl+.", "Ctrl ."),
        ("P", "P"),
    ],
)
def test_keys_are_shown_as_people_know_them(key: str, shown: str) -> None:
    assert shown_key(key) == shown


def test_commands_without_a_folder_do_no_harm(photographer: Photographer) -> None:
    window = photographer.desk.window
    # With nothing opened before, the recent folders are those of the whole disk; an editor is another program.
    waits_for_a_person = {"open", "recent", "shortcuts", "quit"}
    for command in window.table:
        if command.id not in waits_for_a_person:
            command.run()
            photographer.press(Qt.Key.Key_Escape)
    assert photographer.marks() == {}
    assert window.isVisible()
