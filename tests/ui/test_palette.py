from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from app.ui.palette import CommandPalette
from tests.ui.conftest import Photographer


@pytest.fixture
def kept(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "palette.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def opened(photographer: Photographer, kept: QSettings) -> Iterator[CommandPalette]:
    yield opened_again(photographer, kept)
    for left in photographer.desk.window.findChildren(CommandPalette):
        left.close()


def opened_again(photographer: Photographer, kept: QSettings) -> CommandPalette:
    window = photographer.desk.window
    palette = CommandPalette(window.table, kept, window)
    palette.open()
    return palette


def write(photographer: Photographer, text: str) -> None:
    field = photographer.desk.window.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)


def test_every_command_is_in_it(photographer: Photographer, opened: CommandPalette) -> None:
    assert sorted(opened.shown) == sorted(command.id for command in photographer.desk.window.table)


def test_writing_finds_and_enter_runs(photographer: Photographer, opened: CommandPalette) -> None:
    size = photographer.desk.window.stage.grid.frame_size()
    write(photographer, "pict small")
    assert opened.shown == ["smaller"]
    photographer.press(Qt.Key.Key_Return)
    assert not opened.isVisible()
    assert photographer.desk.window.stage.grid.frame_size() < size


def test_letters_are_written_and_run_no_command(photographer: Photographer, opened: CommandPalette) -> None:
    table = photographer.desk.window.table
    write(photographer, "exgpl+ 5-")
    photographer.press(Qt.Key.Key_Tab, Qt.Key.Key_F7)
    photographer.press("Q", modifier=Qt.KeyboardModifier.ControlModifier)
    assert photographer.desk.window.isVisible()
    assert not photographer.desk.window._side.isHidden()
    assert opened.isVisible()
    assert opened._field.text() == "exgpl+ 5-"
    assert len(opened.shown) < len(table)


def test_arrows_choose_and_go_round(photographer: Photographer, opened: CommandPalette) -> None:
    listed = opened.findChild(QListWidget)
    assert listed is not None
    rows = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        photographer.press(key)
        rows.append(listed.currentRow())
    assert rows == [1, 0, listed.count() - 1, 0, 11, 0]


@pytest.mark.parametrize("how", ["Esc", "Ctrl+K", "click"])
def test_it_closes_and_gives_the_keys_back(
    photographer: Photographer, opened: CommandPalette, qtbot: QtBot, how: str
) -> None:
    if how == "click":
        qtbot.mouseClick(opened, Qt.MouseButton.LeftButton, pos=opened.rect().bottomLeft())
    elif how == "Esc":
        photographer.press(Qt.Key.Key_Escape)
    else:
        photographer.press("K", modifier=Qt.KeyboardModifier.ControlModifier)
    assert not opened.isVisible()
    photographer.press(Qt.Key.Key_F7)
    assert photographer.desk.window._side.isHidden()


def test_a_click_runs(photographer: Photographer, opened: CommandPalette, qtbot: QtBot) -> None:
    write(photographer, "details of")
    listed = opened._list
    place = listed.visualItemRect(listed.item(0)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert photographer.desk.window._details.isHidden()


def test_the_last_used_stand_first_tomorrow_too(
    photographer: Photographer, opened: CommandPalette, kept: QSettings, tmp_path: Path
) -> None:
    write(photographer, "smaller")
    photographer.press(Qt.Key.Key_Return)
    opened_again(photographer, kept)
    write(photographer, "larger")
    photographer.press(Qt.Key.Key_Return)
    kept.sync()
    again = QSettings(str(tmp_path / "palette.ini"), QSettings.Format.IniFormat)
    assert opened_again(photographer, again).shown[:2] == ["larger", "smaller"]


def test_unknown_ids_in_the_file_do_no_harm(photographer: Photographer, kept: QSettings) -> None:
    kept.setValue("last_commands", "gone smaller smaller gone")
    assert opened_again(photographer, kept).shown[0] == "smaller"


def test_nothing_found_is_said(photographer: Photographer, opened: CommandPalette) -> None:
    write(photographer, "qqqq")
    assert opened.shown == []
    assert opened._nothing.isVisible()
    photographer.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert opened.isVisible()


def test_it_fits_a_small_window(photographer: Photographer, opened: CommandPalette) -> None:
    photographer.desk.window.resize(480, 360)
    assert opened.rect().contains(opened.card.geometry())
    assert opened.size() == photographer.desk.window.size()


def test_a_screen_reader_hears_titles_and_keys(opened: CommandPalette) -> None:
    heard = opened._list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Open folder, Ctrl O"
    assert opened._field.accessibleName()
