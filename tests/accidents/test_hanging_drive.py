"""A drive that does not answer in the middle of something: another folder opens, marks are kept, the program ends."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.library.photo import Flag, Marks
from app.paths import Places
from app.ui import jobs, picture_threads, silence
from app.ui.jobs import Lane
from tests.accidents.conftest import sitting
from tests.accidents.hanging_drive import HangingDrive, hanging_drive
from tests.accidents.library_at import marks_in
from tests.commands import choose_measures
from tests.shoots import burst, small_shoot
from tests.ui.conftest import Photographer

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[HangingDrive]:
    with hanging_drive(tmp_path / "mounted", tmp_path / "behind") as drive:
        yield drive


@pytest.fixture
def desk(qtbot: QtBot, places: Places, drive: HangingDrive) -> Iterator[Photographer]:
    for photographer in sitting(qtbot, places):
        yield photographer
        drive.answer()


def test_another_folder_opens_while_a_drive_hangs(
    desk: Photographer, drive: HangingDrive, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_shoot(drive.behind / "shoot")
    other = small_shoot(tmp_path / "other")
    monkeypatch.setattr(silence, "_READING_SECONDS", 0.6)
    monkeypatch.setitem(jobs._PATIENCE_OF, Lane.FILES, jobs._Patience(0.5))
    drive.hang()
    desk.desk.session.open_folder(drive.at / "shoot")
    message = "The drive of shoot does not answer; open another folder or wait."
    desk.wait_for(lambda: desk.desk.window.message() == message)
    asked: list[str] = []

    def ask(_parent: object, _title: str, start: str) -> str:
        asked.append(start)
        return str(other)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", ask)
    with desk._qtbot.waitSignal(desk.desk.pipeline.finished, timeout=30_000):
        desk.press(Qt.Key.Key_O, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.wait_for(lambda: not desk.desk.pipeline.working and len(desk.desk.session.shoot) == 12)
    assert asked == [str(Path.home())]
    assert desk.desk.window.message() == ""
    desk.click("IMG_0012.jpg", double=True)
    desk.wait_for(lambda: not desk.desk._loader.busy)
    desk.press("P")
    assert desk.marks() == {"IMG_0012.jpg": "P"}
    desk.wait_for(lambda: marks_in(places.library, other)["IMG_0012.jpg"].flag == 1)


def test_a_drive_that_hangs_while_photos_are_looked_at_holds_up_no_others(
    desk: Photographer, drive: HangingDrive, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Photos of the same content lie in both folders, as after copying a card."""
    monkeypatch.setattr(picture_threads, "_PATIENCE", 0.5)
    burst(drive.behind / "shoot", 1, seed=1, at=0)
    desk.open(drive.at / "shoot")
    drive.hang()
    desk.click("IMG_0001.jpg", double=True)
    desk.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    desk.wait_for(lambda: desk.desk._loader.silent_for > 0.6)
    desk.press("X", "3")
    other = small_shoot(tmp_path / "other")
    desk.open(other)
    desk.click("IMG_0012.jpg", double=True)
    shown = desk.desk.session.shoot.photo(desk.id_of("IMG_0012.jpg"))
    desk.wait_for(lambda: desk.desk._loader.image(shown, 640) is not None)
    desk.press("P")
    assert desk.marks() == {"IMG_0012.jpg": "P"}
    desk.wait_for(lambda: marks_in(places.library, other)["IMG_0012.jpg"].flag == 1)
    assert marks_in(places.library, drive.at / "shoot")["IMG_0003.jpg"] == Marks(3, Flag.REJECT)


_QUIT = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from app.main import main
from app.ui import application

class Desk(application.Desk):
    def __init__(self, *given):
        super().__init__(*given)
        self.pipeline.finished.connect(self.mark)

    def press(self, *keys):
        for key in keys:
            QTest.keyClick(self.window.focusWidget() or self.window, *key)

    def mark(self):
        self.pipeline.finished.disconnect(self.mark)
        self.press((Qt.Key.Key_4,))
        print("hang", flush=True)
        sys.stdin.readline()
        self.session.look_again()
        self.press((Qt.Key.Key_E,), (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier))
        QTimer.singleShot(1500, self.quit)

    def quit(self):
        self.press((Qt.Key.Key_P,))
        busy = self._loader.busy and self.pipeline.working and self.jobs.silent_for(application.Lane.SIDECARS) > 1
        self.window.close()
        print(busy, self.left_behind, flush=True)

application.Desk = Desk
sys.exit(main([sys.argv[1]]))
"""


def test_the_program_ends_while_a_drive_hangs(drive: HangingDrive, tmp_path: Path) -> None:
    burst(drive.behind / "shoot", 1, seed=1, at=0)
    home = choose_measures(tmp_path / "home")
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "BURSTPICK_HOME": str(home)}
    command = [sys.executable, "-c", _QUIT, str(drive.at / "shoot")]
    with subprocess.Popen(
        command, env=environment, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stdout.readline() == "hang\n"
        # Else a program that does not end would never be waited for to its end.
        bound = threading.Timer(60, drive.break_down)
        bound.start()
        drive.hang()
        print("on", file=running.stdin, flush=True)
        assert running.stdout.read() == "True True\n"
        assert running.wait() == 0
        assert bound.is_alive()
        bound.cancel()
    marks = marks_in(home / "data" / "library.db", drive.at / "shoot").values()
    assert [one for one in marks if one != Marks()] == [Marks(4, Flag.PICK)]
