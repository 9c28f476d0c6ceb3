"""The window and the real training program, which talk by lines of JSON."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.analysis.model_shelf import ModelShelf
from app.paths import Places
from app.ui.application import Desk
from app.ui.learning_state import Phase
from tests.networks import small_weights
from tests.shoots import small_shoot


def test_the_training_program_finds_the_marks_and_says_what_is_missing(
    qtbot: QtBot, places: Places, tmp_path: Path
) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    small_weights(shipped / "burstpick-small.safetensors")
    desk = Desk(places, ModelShelf(places.models, places.settings, shipped=shipped))
    desk.window.show()
    with qtbot.waitSignal(desk.pipeline.finished, timeout=60_000):
        desk.session.open_folder(small_shoot(tmp_path / "shoot"))
    qtbot.keyClick(desk.window, Qt.Key.Key_P)
    qtbot.keyClick(desk.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    desk.learning.start()
    qtbot.waitUntil(lambda: desk.learning.state.phase is not Phase.RUNNING, timeout=90_000)
    assert desk.learning.state.phase is Phase.REFUSED
    assert desk.learning.state.learner == "burstpick-small"
    assert "Only one series has marks that tell frames apart, and 30 are needed" in desk.learning.state.sentence
    desk.window.close()
    desk.window.deleteLater()
