from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.ui.commands import Command
from app.ui.desk_tools import DeskTools
from app.ui.palette import CommandPalette
from app.ui.recent_folders import RecentFolder
from app.ui.welcome_page import Offer, WelcomePage
from tests.ui.conftest import Photographer


def nothing() -> None:
    pass


PICK = Command("pick", "Mark", "Pick", ("P",), nothing)


class Room:
    """A window with tools around it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.window.resize(900, 700)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.kept = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self.tools = self.made()

    def made(self) -> DeskTools:
        tools = DeskTools(self.window, self.kept, self.folder / "data" / "shortcuts.toml", self.offers, self.folder)
        tools.bind((PICK, *tools.commands()))
        return tools

    def offers(self) -> Sequence[Offer]:
        return (Offer("FGAesQ", "appeal", 1_000_000),)

    def write(self, text: str) -> None:
        field = self.window.focusWidget()
        assert field is not None
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Room:
    return Room(qtbot, tmp_path)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that the system was asked to open; here no editor would."""
    asked: list[str] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return len(asked) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return asked


def test_its_commands_do_not_get_in_each_others_way(room: Room) -> None:
    keys = [key for command in room.tools.commands() for key in command.keys]
    assert len(set(keys)) == len(keys) == len(room.tools.commands())


def test_its_keys_mean_nothing_else_in_the_window(photographer: Photographer, room: Room) -> None:
    ids = {command.id for command in room.tools.commands()}
    taken = {key for command in photographer.desk.window.table if command.id not in ids for key in command.keys}
    assert taken.isdisjoint(key for command in room.tools.commands() for key in command.keys)


def test_own_keys_are_written_in_a_file_that_is_read_at_the_next_start(room: Room, editor: list[str]) -> None:
    path = room.folder / "data" / "shortcuts.toml"
    room.tools.keys.open()
    assert [Path(one) for one in editor] == [path]
    text = path.read_text(encoding="utf-8")
    assert '# pick = "P"' in text
    path.write_text(f'{text}pick = "A"\nnonsense = "B"\n', encoding="utf-8")
    tools = room.made()
    assert tools.bind((PICK,))[0].keys == ("A",)
    assert tools.problems == ("There is no command “nonsense” to give a key.",)
    with room.qtbot.waitSignal(tools.said) as caught:
        tools.keys.open()
    assert str(path) in caught.args[0]


def test_a_file_of_keys_that_cannot_be_written_is_said(room: Room, editor: list[str]) -> None:
    (room.folder / "data").rmdir()
    (room.folder / "data").write_text("in the way")
    with room.qtbot.waitSignal(room.tools.said) as caught:
        room.tools.keys.open()
    assert "cannot be written" in caught.args[0]
    assert editor == []


def test_a_recent_folder_can_be_opened_from_the_palette_by_name(room: Room) -> None:
    room.tools.recent.opened(Path("/photos/Zoo"), recursive=True)
    room.tools.recent.opened(Path("/photos/Wedding"), recursive=False)
    room.tools.show_palette()
    with room.qtbot.waitSignal(room.tools.folder_wanted) as caught:
        room.write("zoo")
    assert caught.args == [RecentFolder(Path("/photos/Zoo"), recursive=True)]


def test_the_list_of_recent_folders_opens_by_key_and_the_dialog_where_there_are_none(room: Room) -> None:
    with room.qtbot.waitSignal(room.tools.folder_dialog_wanted):
        room.tools.show_recent()
    room.tools.recent.opened(Path("/photos/Zoo"), recursive=False)
    room.tools.show_recent()
    palette = room.window.findChild(CommandPalette)
    assert palette is not None
    assert palette.shown == ["open-recent-0"]


def test_the_menu_of_recent_folders_greys_what_is_not_there(room: Room) -> None:
    menu = room.tools.recent_menu(room.window)
    assert not menu.isEnabled()
    (room.folder / "there & back").mkdir()
    for path in (room.folder / "there & back", room.folder / "gone"):
        room.tools.recent.opened(path, recursive=False)
    with room.qtbot.waitSignal(room.tools.recent.changed):
        room.tools.recent.look()
    menu.aboutToShow.emit()
    assert menu.isEnabled()
    gone, there = menu.actions()
    assert not gone.isEnabled()
    assert there.text().startswith("there && back")
    with room.qtbot.waitSignal(room.tools.folder_wanted) as caught:
        there.trigger()
    assert caught.args[0].path == room.folder / "there & back"


def test_the_first_page_comes_once_and_when_asked_for(room: Room) -> None:
    room.tools.welcome_once()
    page = room.window.findChild(WelcomePage)
    assert page is not None
    with room.qtbot.waitSignal(room.tools.folder_wanted) as caught:
        page._demo.click()
    assert caught.args[0].path == room.folder
    room.qtbot.waitUntil(lambda: room.window.findChild(WelcomePage) is None)
    room.made().welcome_once()
    assert room.window.findChild(WelcomePage) is None
    room.tools.show_welcome()
    page = room.window.findChild(WelcomePage)
    assert page is not None
    with room.qtbot.waitSignal(room.tools.models_wanted):
        page._models.click()


def test_the_full_screen_and_back_to_what_was_before(room: Room) -> None:
    room.window.setWindowState(Qt.WindowState.WindowMaximized)
    room.tools.toggle_full_screen()
    assert room.window.isFullScreen()
    room.tools.toggle_full_screen()
    assert not room.window.isFullScreen()
    assert room.window.isMaximized()
