"""Other programs change marks while a person works: what is taken back, and what is never contradicted."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.library.photo import Flag, Label, Marks
from app.library.store import Store
from tests.shoots import many_singles
from tests.ui.conftest import Photographer
from tests.ui.sidecar_files import write_sidecar

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    return many_singles(tmp_path / "shoot", 3)


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
    assert message(photographer) == ""
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
