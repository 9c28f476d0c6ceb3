"""Other programs change marks while a person works: what is taken back, and what is never contradicted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from app.library.photo import Flag, Label, Marks
from app.library.settings import SettingsFile
from app.library.sidecar_choice import Occasion, SidecarChoice
from app.library.store import Store
from app.paths import Places
from tests.shoots import many_singles
from tests.ui.conftest import Photographer
from tests.ui.sidecar_files import write_sidecar

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    return many_singles(tmp_path / "shoot", 3)


@pytest.fixture
def writer(qtbot: QtBot, places: Places) -> Iterator[Photographer]:
    """Somebody who wants sidecars always, soon after the last key, before a folder that is looked at often."""
    SettingsFile(places.settings).choose_sidecars(SidecarChoice(Occasion.ALWAYS))
    photographer = Photographer(qtbot, places)
    photographer.desk._sidecars._soon.setInterval(20)
    photographer.desk._watcher._look_again = 0.05
    yield photographer
    photographer.leave()
    photographer.desk.window.deleteLater()


def undo(photographer: Photographer) -> None:
    photographer.press("Z", modifier=CTRL)


def redo(photographer: Photographer) -> None:
    photographer.press("Z", modifier=CTRL | SHIFT)


def message(photographer: Photographer) -> str:
    return photographer.desk.window.message()


def test_undo_and_redo_leave_alone_what_another_program_said_since(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    # What is noticed by itself would come at moments of its own.
    photographer.desk._watcher.close()
    photographer.press(Qt.Key.Key_Home, "4", "P")
    photographer.press("A", modifier=CTRL)
    photographer.press("6")
    assert set(photographer.marks().values()) == {"P4red", "red"}
    write_sidecar(shoot / "P00000.xmp", Marks(2, Flag.PICK, Label.BLUE), age=-1)
    write_sidecar(shoot / "P00001.xmp", Marks(0, Flag.NONE, Label.GREEN), age=-1)
    photographer.desk._sidecars.read()
    elsewhere = {"P00000.jpg": "P2blue", "P00001.jpg": "green", "P00002.jpg": "red"}
    photographer.wait_for(lambda: photographer.marks() == elsewhere)
    undo(photographer)
    assert photographer.marks() == {"P00000.jpg": "P2blue", "P00001.jpg": "green"}
    assert message(photographer) == "2 photos were changed elsewhere since and stay as they are."
    undo(photographer)
    assert photographer.marks() == {"P00000.jpg": "2blue", "P00001.jpg": "green"}
    # What was said before may be said again.
    assert "elsewhere" not in message(photographer)
    undo(photographer)
    assert photographer.marks() == {"P00000.jpg": "2blue", "P00001.jpg": "green"}
    assert message(photographer) == "1 photo was changed elsewhere since and stays as it is."
    redo(photographer)
    redo(photographer)
    redo(photographer)
    assert photographer.marks() == elsewhere
    photographer.leave()
    with Store(photographer.places.library) as store:
        kept = {photo.path.name: marks for photo, marks in store.photos_under(shoot, recursive=False)}
    assert kept == {
        "P00000.jpg": Marks(2, Flag.PICK, Label.BLUE),
        "P00001.jpg": Marks(0, Flag.NONE, Label.GREEN),
        "P00002.jpg": Marks(0, Flag.NONE, Label.RED),
    }


def test_own_sidecars_cause_no_reading_and_another_program_s_at_the_same_time_do(
    writer: Photographer, shoot: Path, qtbot: QtBot
) -> None:
    writer.open(shoot)
    watcher = writer.desk._watcher
    writer.wait_for(lambda: watcher._watch is not None and watcher._watch._observer is not None)
    photos, sidecars = QSignalSpy(watcher.changed), QSignalSpy(watcher.sidecars_changed)
    writer.press(Qt.Key.Key_Home, "4", Qt.Key.Key_Right, "3")
    writer.wait_for(lambda: len(list(shoot.glob("*.xmp"))) == 2)
    # Longer than the watcher waits for a pause.
    qtbot.wait(800)
    assert (photos.count(), sidecars.count()) == (0, 0)
    writer.press("2")
    write_sidecar(shoot / "P00002.xmp", Marks(5), age=-1)
    writer.wait_for(lambda: writer.marks() == {"P00000.jpg": "4", "P00001.jpg": "2", "P00002.jpg": "5"})
    assert photos.count() + sidecars.count() == 1


def test_who_writes_and_leaves_at_once_finds_everything_written(writer: Photographer, shoot: Path) -> None:
    """Although the marks are painted before writing begins."""
    writer.desk._sidecars.choose(SidecarChoice(Occasion.ASKED))
    writer.open(shoot)
    writer.press("A", modifier=CTRL)
    writer.press("4")
    writer.press("S", modifier=CTRL)
    assert not list(shoot.glob("*.xmp"))
    writer.leave()
    assert len(list(shoot.glob("*.xmp"))) == 3
    assert list(writer.places.sidecar_debts.iterdir()) == []
