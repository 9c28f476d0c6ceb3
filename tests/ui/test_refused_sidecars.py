"""Files that are refused while marks are always written: named once, tried again when it may help, never forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.library.photo import Marks
from app.library.settings import SettingsFile
from app.library.sidecar_choice import Occasion, SidecarChoice
from app.library.xmp.dialects import said_by
from app.library.xmp.packet import read_packet
from app.library.xmp.said import Said
from app.library.xmp.wishes import Profile
from app.paths import Places
from app.ui import sidecar_work
from app.ui.sidecar_refusals import Refusals
from tests.shoots import many_singles
from tests.ui.conftest import Photographer
from tests.ui.sidecar_files import write_sidecar


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many photos the sidecars were written, each time."""
    counted: list[int] = []
    write = sidecar_work.write_sidecars

    def counting(*arguments: object, photos: frozenset[int], **options: object) -> object:
        counted.append(len(photos))
        return write(*arguments, photos=photos, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(sidecar_work, "write_sidecars", counting)
    return counted


@pytest.fixture
def writer(qtbot: QtBot, places: Places, tmp_path: Path, tries: list[int]) -> Iterator[Photographer]:
    """Somebody whose first of three photos has a sidecar that nobody can read, and four stars since."""
    SettingsFile(places.settings).choose_sidecars(SidecarChoice(Occasion.ALWAYS))
    shoot = many_singles(tmp_path / "shoot", 3)
    (shoot / "P00000.xmp").write_bytes(b"<x:xmpmeta")
    writer = Photographer(qtbot, places)
    writer.desk._sidecars._soon.setInterval(20)
    writer.open(shoot)
    watcher = writer.desk._watcher
    writer.wait_for(lambda: watcher._watch is not None and watcher._watch._observer is not None)
    writer.press(Qt.Key.Key_Home, "4")
    writer.wait_for(lambda: "could not be written" in writer.desk.window.message())
    writer.press(Qt.Key.Key_Escape)
    yield writer
    writer.leave()
    writer.desk.window.deleteLater()


def refusals(writer: Photographer) -> Refusals:
    return writer.desk._sidecars._refusals


def folder(writer: Photographer) -> Path:
    found = writer.desk.session.folder
    assert found is not None
    return found


def said(path: Path) -> Said | None:
    return said_by(read_packet(path.read_bytes())) if path.exists() else None


def test_the_pause_grows_to_an_hour_and_nothing_is_said_again(writer: Photographer, tries: list[int]) -> None:
    pause = refusals(writer).pause
    pauses = []
    for number in range(2, 10):
        pauses.append(pause.interval() / 60_000)
        pause.timeout.emit()
        writer.wait_for(lambda number=number: len(tries) == number and pause.isActive())
        writer.wait_for(lambda: pause.interval() > 60_000 * pauses[-1] or pauses[-1] == 60)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert writer.desk.window.message() == ""
    assert len(list(writer.places.sidecar_debts.iterdir())) == 1


def test_marks_of_other_photos_and_news_of_other_files_are_no_reason(
    writer: Photographer, tries: list[int], qtbot: QtBot
) -> None:
    writer.press(Qt.Key.Key_Right, "2")
    writer.wait_for(lambda: said(folder(writer) / "P00001.xmp") == Said(2))
    write_sidecar(folder(writer) / "P00002.xmp", Marks(5), age=-1)
    writer.wait_for(lambda: writer.marks().get("P00002.jpg") == "5")
    qtbot.wait(100)
    assert tries == [1, 1]
    writer.wait_for(lambda: len(list(writer.places.sidecar_debts.iterdir())) == 1)


def test_a_file_that_is_another_one_is_tried_at_once_and_nothing_is_owed_then(writer: Photographer) -> None:
    (folder(writer) / "P00000.xmp").unlink()
    writer.wait_for(lambda: said(folder(writer) / "P00000.xmp") == Said(4))
    writer.wait_for(lambda: list(writer.places.sidecar_debts.iterdir()) == [])
    assert not refusals(writer).photos
    assert not refusals(writer).pause.isActive()


def test_other_settings_are_a_reason_and_never_is_the_end_of_it(writer: Photographer, tries: list[int]) -> None:
    sidecars = writer.desk._sidecars
    sidecars.choose(SidecarChoice(Occasion.ALWAYS, Profile.ALL))
    writer.wait_for(lambda: said(folder(writer) / "P00000.jpg.xmp") == Said(4))
    assert tries == [1, 1]
    sidecars.choose(SidecarChoice(Occasion.NEVER))
    writer.wait_for(lambda: list(writer.places.sidecar_debts.iterdir()) == [])
    assert not refusals(writer).photos
