from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, style_sheet
from app.ui.welcome_page import Offer, WelcomePage

OFFERS = (Offer("FGAesQ", "small differences in appeal", 345_400_000), Offer("Faces", "eyes open or closed"))


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def opened(window: QMainWindow, offers: tuple[Offer, ...] = OFFERS, *, demo: bool = True) -> WelcomePage:
    page = WelcomePage(offers, window, demo=demo)
    page.open()
    return page


def buttons(page: WelcomePage) -> dict[str, QPushButton]:
    return {one.text(): one for one in page.findChildren(QPushButton) if one.isVisible()}


def texts(page: WelcomePage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel))


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("Open a folder…", "open_clicked"),
        ("Look at the demo shoot", "demo_clicked"),
        ("Models…", "models_clicked"),
    ],
)
def test_each_button_closes_the_page_and_says_what_is_wanted(
    window: QMainWindow, qtbot: QtBot, name: str, signal: str
) -> None:
    page = opened(window)
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.mouseClick(buttons(page)[name], Qt.MouseButton.LeftButton)
    assert not page.isVisible()


def test_it_names_what_could_be_downloaded_and_how_large_it_is(window: QMainWindow) -> None:
    said = texts(opened(window))
    for part in ("Everything", "FGAesQ", "345 MB", "Faces", "eyes open or closed", "drop a folder"):
        assert part in said


def test_without_offers_or_demo_nothing_is_offered(window: QMainWindow) -> None:
    page = opened(window, (), demo=False)
    assert set(buttons(page)) == {"Open a folder…", "Close"}
    assert "everything is here" in texts(page)


def test_tab_goes_round_and_enter_presses(window: QMainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    seen = []
    for _ in range(5):
        focused = window.focusWidget()
        assert isinstance(focused, QPushButton)
        seen.append(focused.text())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == ["Open a folder…", "Look at the demo shoot", "Models…", "Close", "Open a folder…"]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(page.open_clicked):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)


@pytest.mark.parametrize("letters", range(50, 80, 3))
def test_every_sentence_can_be_read_whole(window: QMainWindow, qtbot: QtBot, letters: int) -> None:
    window.setStyleSheet(style_sheet(DARK, 9))
    page = opened(window, (Offer("FGAesQ", "a " * letters, 345_400_000), OFFERS[1]))
    for size in ((1000, 700), (560, 640)):
        window.resize(*size)
        qtbot.waitUntil(lambda: page.size() == window.size())
        assert page.rect().contains(page.card.geometry())
        page.card.layout().activate()
        for one in page.findChildren(QLabel):
            if one.isVisible() and one.wordWrap():
                assert one.height() >= one.heightForWidth(one.width()), one.text()


def test_a_folder_can_be_dropped_through_it(window: QMainWindow, tmp_path: Path) -> None:
    assert not opened(window).acceptDrops()
