"""A model on its whole way: from a server over the settings page to the scores in the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.model_row import ModelRow
from app.ui.model_states import ModelState
from app.ui.settings_page import SettingsPage
from tests.hub import Hub, open_hub, stalls
from tests.networks import small_weights
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    content = small_weights(tmp_path / "best.safetensors").read_bytes()
    with open_hub({"best.safetensors": content}) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        yield hub


class Visit:
    """Somebody on the settings page, who knows the name of the model and the words on the buttons."""

    def __init__(self, photographer: Photographer, qtbot: QtBot) -> None:
        self._photographer, self._qtbot = photographer, qtbot
        page = photographer.desk.window.findChild(SettingsPage)
        assert isinstance(page, SettingsPage)
        self._page = page
        photographer.press(Qt.Key.Key_Comma, modifier=Qt.KeyboardModifier.ControlModifier)
        photographer.wait_for(lambda: page.isActiveWindow() and len(page.rows) > 1)
        photographer.wait_for(lambda: page.isAncestorOf(QApplication.focusWidget()))

    def press(self, text: str) -> None:
        """Go to a button of the model's row by Tab and press it."""
        for _ in range(40):
            focus = QApplication.focusWidget()
            if isinstance(focus, QPushButton) and focus.text() == text and self._row.isAncestorOf(focus):
                self._qtbot.keyClick(focus, Qt.Key.Key_Return)
                return
            self._qtbot.keyClick(focus, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reached {text}.")

    def wait_for(self, words: str) -> None:
        self._photographer.wait_for(lambda: self._row.isVisible() and words in self._row.accessibleName())

    @property
    def _row(self) -> ModelRow:
        return next(row for row in self._page.rows if row.state.entry.name == "fgaesq")


def test_a_download_that_the_window_interrupts_goes_on_the_next_day(
    photographer: Photographer, hub: Hub, qtbot: QtBot, tmp_path: Path
) -> None:
    hub.faults.append(stalls(len(hub.files["best.safetensors"]) // 2))
    visit = Visit(photographer, qtbot)
    visit.press("Download…")
    visit.press("Download")
    photographer.wait_for(lambda: any(state.progress and state.progress.done for state in states(photographer)))
    photographer.leave()

    photographer.sit_down()
    photographer.open(small_shoot(tmp_path / "shoot"))
    shoot = photographer.desk.session.shoot
    measured = shoot.ranking(shoot.series[0])
    visit = Visit(photographer, qtbot)
    visit.wait_for("Partly downloaded")
    visit.press("Download…")
    visit.press("Download")
    visit.wait_for("Ready")
    assert [bool(one.range) for one in hub.asked] == [False, True]
    visit.press("Use")
    visit.wait_for("In use")
    photographer.wait_for(lambda: not photographer.desk.pipeline.working)
    learnt = shoot.ranking(shoot.series[0])
    assert learnt is not None
    assert measured is not None
    assert learnt.scores != measured.scores


def states(photographer: Photographer) -> list[ModelState]:
    return photographer.desk.models.states()
