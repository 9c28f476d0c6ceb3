"""A drive that takes its time for every answer, or gives none: the window goes on, and marks reach the disk."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.analysis import opening
from app.library import listing, scan
from app.library.photo import Marks
from app.library.source import FileSource
from app.paths import Places
from tests.accidents.conftest import sitting
from tests.accidents.library_at import marks_in
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer


class Drive:
    """Stands between the program and its photos, and knows who asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        self.answers = threading.Event()
        self.answers.set()
        self.asked_by: set[str] = set()
        look, drive = os.scandir, self

        class SlowSource(FileSource):
            def __init__(self, path: Path) -> None:
                drive.ask()
                super().__init__(path)

        def slow_look(folder: object) -> object:
            if str(folder).endswith("shoot"):
                self.ask()
            return look(folder)  # type: ignore[call-overload]

        monkeypatch.setattr(listing.os, "scandir", slow_look)
        monkeypatch.setattr(scan, "FileSource", SlowSource)

    def ask(self) -> None:
        self.asked_by.add(threading.current_thread().name)
        time.sleep(self.seconds)
        assert self.answers.wait(60)


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    drive = Drive(monkeypatch)
    yield drive
    drive.answers.set()


@pytest.fixture
def desk(qtbot: QtBot, places: Places) -> Iterator[Photographer]:
    yield from sitting(qtbot, places)


def test_photos_appear_one_after_the_other_from_a_slow_drive(
    desk: Photographer, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_BATCH_SECONDS", 0.1)
    drive.seconds = 0.05
    seen: list[int] = []
    desk.desk.session.shown_changed.connect(lambda: seen.append(len(desk.desk.session.shoot)))
    desk.open(small_shoot(tmp_path / "shoot"))
    assert 0 < min(filter(None, seen)) < 12
    assert len(desk.desk.session.shoot) == 12
    assert drive.asked_by
    assert threading.main_thread().name not in drive.asked_by


def test_while_a_drive_does_not_answer_one_marks_on(
    desk: Photographer, drive: Drive, places: Places, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = small_shoot(tmp_path / "shoot")
    desk.open(folder)
    drive.answers.clear()
    desk.desk.session.look_again()
    qtbot.waitUntil(lambda: desk.desk.pipeline.working)
    desk.click("IMG_0012.jpg")
    desk.press("4", "P", Qt.Key.Key_Right)
    desk.wait_for(lambda: marks_in(places.library, folder)["IMG_0012.jpg"].stars == 4)
    assert desk.marks() == {"IMG_0012.jpg": "P4"}
    desk.press("2")
    drive.answers.set()
    desk.wait_for(lambda: not desk.desk.pipeline.working)
    assert marks_in(places.library, folder)["IMG_0013.jpg"] == Marks(2)
    assert len(desk.desk.session.shoot) == 12
    assert threading.main_thread().name not in drive.asked_by
