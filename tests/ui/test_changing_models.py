"""Changing the model in a window that is at work."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.paths import Places
from app.ui.details_panel import DetailsPanel
from app.ui.message_bar import MessageBar
from app.ui.settings_page import SettingsPage
from app.ui.side_panel import SidePanel
from tests.fakes import FakeShelf
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer

CTRL = Qt.KeyboardModifier.ControlModifier
BURSTS = (0, 2)


@pytest.fixture
def others() -> frozenset[threading.Thread]:
    """Threads of tests before, which are nobody's here."""
    return frozenset(threading.enumerate())


@pytest.fixture
def shelf() -> Iterator[FakeShelf]:
    shelf = FakeShelf()
    yield shelf
    shelf.go.set()


@pytest.fixture
def photographer(
    qtbot: QtBot, places: Places, shelf: FakeShelf, others: frozenset[threading.Thread]
) -> Iterator[Photographer]:
    photographer = Photographer(qtbot, places, shelf)
    yield photographer
    shelf.go.set()
    photographer.leave()
    photographer.desk.window.deleteLater()


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    return small_shoot(tmp_path / "shoot")


def said(photographer: Photographer, kind: type[QWidget]) -> str:
    widget = photographer.desk.window.findChild(kind)
    assert isinstance(widget, QWidget)
    labels = [one for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    return "\n".join(one.text() for one in labels)


def page(photographer: Photographer) -> SettingsPage:
    found = photographer.desk.window.findChild(SettingsPage)
    assert isinstance(found, SettingsPage)
    return found


def open_page(photographer: Photographer) -> SettingsPage:
    """Open the settings by key and wait until keys go there."""
    opened = page(photographer)
    photographer.press(Qt.Key.Key_Comma, modifier=CTRL)
    photographer.wait_for(lambda: opened.isActiveWindow() and opened.isAncestorOf(QApplication.focusWidget()))
    return opened


def scores(photographer: Photographer) -> list[tuple[float, ...] | None]:
    shoot = photographer.desk.session.shoot
    rankings = [shoot.ranking(shoot.series[place]) for place in BURSTS]
    return [None if ranking is None else ranking.scores for ranking in rankings]


def rerank(photographer: Photographer, name: str) -> None:
    photographer.desk.models.use(name)
    photographer.wait_for(lambda: photographer.desk.models.in_use.name == name)
    photographer.wait_for(lambda: not photographer.desk.pipeline.working)


def test_another_model_scores_everything_anew_and_touches_no_mark(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    photographer.open(shoot)
    before = scores(photographer)
    photographer.press(Qt.Key.Key_Home, "4", "P", Qt.Key.Key_Down, "X")
    marks, where = photographer.marks(), photographer.current_name
    assert "plain" in said(photographer, SidePanel)
    rerank(photographer, "fine")
    after = scores(photographer)
    assert None not in after
    assert after != before
    assert (photographer.marks(), photographer.current_name) == (marks, where)
    photographer.press("Z", modifier=CTRL)
    assert photographer.marks() != marks


def test_what_a_model_has_said_before_is_known_when_it_comes_back(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    photographer.open(shoot)
    before = scores(photographer)
    rerank(photographer, "fine")
    ranked = len(shelf.scorers["plain"].ranked)
    rerank(photographer, "plain")
    assert scores(photographer) == before
    assert len(shelf.scorers["plain"].ranked) == ranked == len(BURSTS)


def test_the_model_is_named_where_scores_are_shown(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home)
    assert "plain\nlight, measured" in said(photographer, SidePanel)
    assert "scored by plain\nlight, measured" in said(photographer, DetailsPanel)
    photographer.desk.models.use("fine")
    photographer.wait_for(lambda: "fine\nas it learnt" in said(photographer, SidePanel))
    photographer.wait_for(lambda: "scored by fine\nas it learnt" in said(photographer, DetailsPanel))
    photographer.press(Qt.Key.Key_Down)
    assert photographer.current_name == "IMG_0005.jpg"
    assert "scored by" not in said(photographer, DetailsPanel)


def test_a_model_that_cannot_be_loaded_leaves_the_former_at_work(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    photographer.open(shoot)
    before = scores(photographer)
    shelf.faults["load", "fine"] = "The file of “fine” is damaged; remove it and download it again."
    photographer.desk.models.use("fine")
    photographer.wait_for(lambda: "damaged" in photographer.desk.window.message())
    assert scores(photographer) == before
    assert "plain" in said(photographer, SidePanel)
    rerank(photographer, "fine")
    assert photographer.desk.window.message() == ""


def test_a_model_in_use_that_cannot_be_loaded_leads_to_the_settings(
    photographer: Photographer, shelf: FakeShelf, shoot: Path, qtbot: QtBot
) -> None:
    shelf.faults["load", "plain"] = "The file of “plain” is damaged."
    photographer.open(shoot)
    assert photographer.desk.window.message() == "The file of “plain” is damaged."
    bar = photographer.desk.window.findChild(MessageBar)
    assert bar is not None
    button = next(one for one in bar.findChildren(QPushButton) if one.text() == "Models…")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page(photographer).isVisible()
    photographer.wait_for(lambda: any("damaged" in row.state.trouble for row in page(photographer).rows))
    photographer.desk.models.try_again("plain")
    photographer.wait_for(lambda: None not in scores(photographer))


def test_the_page_opens_by_key_and_by_mouse_and_closes_by_key(photographer: Photographer, qtbot: QtBot) -> None:
    settings = open_page(photographer)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not settings.isVisible()
    panel = photographer.desk.window.findChild(SidePanel)
    assert panel is not None
    change = next(one for one in panel.findChildren(QPushButton) if one.text() == "Change…")
    assert "Ctrl ," in change.toolTip()
    qtbot.mouseClick(change, Qt.MouseButton.LeftButton)
    assert settings.isVisible()


def test_keys_on_the_page_mark_nothing(photographer: Photographer, shoot: Path, qtbot: QtBot) -> None:
    photographer.open(shoot)
    where = photographer.current_name
    open_page(photographer)
    for key in (Qt.Key.Key_P, Qt.Key.Key_5, Qt.Key.Key_X, Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert photographer.marks() == {}
    assert photographer.current_name == where


def test_marking_goes_on_while_a_model_is_downloaded(photographer: Photographer, shelf: FakeShelf, shoot: Path) -> None:
    photographer.open(shoot)
    shelf.go.clear()
    photographer.desk.models.download("fine")
    photographer.press("4")
    assert list(photographer.marks().values()) == ["4"]
    shelf.go.set()
    photographer.wait_for(lambda: "is downloaded" in photographer.desk.window.message())


def test_a_warning_about_a_download_reaches_those_who_closed_the_page(
    photographer: Photographer, shelf: FakeShelf
) -> None:
    shelf.download_warning = "It is another file than last time."
    photographer.desk.models.download("fine")
    photographer.wait_for(lambda: photographer.desk.window.message() == "It is another file than last time.")


def test_closing_the_window_ends_a_download_and_keeps_what_has_come(
    photographer: Photographer, shelf: FakeShelf, others: frozenset[threading.Thread]
) -> None:
    shelf.arrived = shelf.bytes // 2
    shelf.go.clear()
    photographer.desk.models.download("fine")
    settings = open_page(photographer)
    photographer.leave()
    assert not settings.isVisible()
    assert (shelf.arrived, shelf.models["fine"].installed) == (shelf.bytes // 2, False)
    left = set(threading.enumerate()) - others
    assert not any(thread.name.startswith(("download", "shelf")) for thread in left)
    photographer.sit_down()


def test_settings_that_cannot_be_read_are_named_at_the_start(photographer: Photographer, shelf: FakeShelf) -> None:
    photographer.leave()
    shelf.warning = "The settings are damaged."
    photographer.sit_down()
    photographer.wait_for(lambda: photographer.desk.window.message() == "The settings are damaged.")


def test_the_choice_lasts(photographer: Photographer, shelf: FakeShelf, shoot: Path) -> None:
    photographer.open(shoot)
    rerank(photographer, "fine")
    after = scores(photographer)
    photographer.leave()
    photographer.sit_down()
    photographer.open(shoot)
    assert "fine" in said(photographer, SidePanel)
    assert scores(photographer) == after
