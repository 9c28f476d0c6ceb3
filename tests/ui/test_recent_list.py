from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.empty_state import EmptyState
from app.ui.recent_folders import RecentFolder
from app.ui.recent_list import shown_name, summary

ZOO = RecentFolder(Path("/photos/Zoo"), True, 1204, 231, 88, 40)
CARD = RecentFolder(Path("/media/card"), False, 300, 40, 40, 0)


def rows(state: EmptyState) -> list[QPushButton]:
    found = state.findChildren(QPushButton, "flat")
    return [one for one in found if not one.isHidden()]


@pytest.fixture
def state(qtbot: QtBot) -> Iterator[EmptyState]:
    window, state = QMainWindow(), EmptyState()
    window.setCentralWidget(state)
    qtbot.addWidget(window)
    window.resize(800, 600)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield state
    window.close()


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        (ZOO, "231 series · 143 left · 40 picks"),
        (CARD, "40 series · all decided"),
        (RecentFolder(Path("/new")), ""),
        (RecentFolder(Path("/one"), series=1, photos=3, picks=1), "1 series · 1 left · 1 pick"),
    ],
)
def test_what_is_in_a_folder(folder: RecentFolder, said: str) -> None:
    assert summary(folder) == said


def test_names_of_folders() -> None:
    assert shown_name(Path("/photos/Zoo")) == "Zoo"
    assert shown_name(Path("/")) == str(Path("/"))
    assert shown_name(Path("/a\udcff")) == "a?"


def test_a_click_opens_and_a_missing_folder_cannot_be_chosen(state: EmptyState, qtbot: QtBot) -> None:
    state.offer([ZOO, CARD], {CARD.path})
    zoo, card = rows(state)
    with qtbot.waitSignal(state.folder_chosen) as caught:
        qtbot.mouseClick(zoo, Qt.MouseButton.LeftButton, pos=zoo.rect().center())
    assert caught.args == [ZOO]
    with qtbot.assertNotEmitted(state.folder_chosen):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert zoo.accessibleName() == "Zoo, 231 series · 143 left · 40 picks"
    assert card.accessibleName() == "card, not there"


def test_keys_reach_and_press_a_row_although_commands_have_them(state: EmptyState, qtbot: QtBot) -> None:
    window = state.window()
    ran: list[str] = []
    for key in ("Return", "Tab", "Down"):
        action = QAction(key, window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked, key=key: ran.append(key))
        window.addAction(action)
    state.offer([ZOO, CARD])
    rows(state)[0].setFocus()
    with qtbot.waitSignal(state.folder_chosen) as caught:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert caught.args == [ZOO]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    with qtbot.waitSignal(state.folder_chosen) as caught:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert caught.args == [CARD]
    assert ran == []


def test_nothing_is_shown_without_folders_and_at_most_six(state: EmptyState) -> None:
    assert rows(state) == []
    state.offer([RecentFolder(Path(f"/{number}")) for number in range(9)])
    assert len(rows(state)) == 6
    state.offer([])
    assert rows(state) == []


def test_a_long_path_does_not_widen_the_view(state: EmptyState) -> None:
    state.offer([RecentFolder(Path("/" + "/".join("long name" for _ in range(60))))])
    assert state.minimumSizeHint().width() <= 400
