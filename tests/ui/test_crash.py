import logging
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.ui import application
from app.ui.crash import show_crash
from app.ui.jobs import Lane, once
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer


def dialogs(photographer: Photographer) -> list[QMessageBox]:
    return photographer.desk.window.findChildren(QMessageBox)


@pytest.fixture
def watched(photographer: Photographer) -> Photographer:
    photographer.desk.jobs.crashed.connect(photographer.desk.window.show_crash)
    return photographer


def test_a_bug_in_a_slot_is_shown_and_logged(
    watched: Photographer, qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = application._report_to(watched.desk)
    with qtbot.captureExceptions() as caught:
        QTimer.singleShot(0, lambda: 1 // 0)
        qtbot.waitUntil(lambda: bool(caught))
    report(*caught[0])
    assert len(dialogs(watched)) == 1
    assert "Your marks are safe" in dialogs(watched)[0].informativeText()
    assert "ZeroDivisionError" in dialogs(watched)[0].detailedText()
    assert "ZeroDivisionError" in caplog.text


def test_a_bug_in_a_lane_is_shown_and_the_window_goes_on(
    watched: Photographer, qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watched.desk.jobs.start(Lane.FILES, once(lambda: {}["missing"]))
    watched.wait_for(lambda: len(dialogs(watched)) == 1)
    assert "KeyError" in caplog.text
    dialogs(watched)[0].close()
    watched.open(small_shoot(tmp_path / "shoot"))
    with qtbot.waitActive(watched.desk.window):
        watched.desk.window.activateWindow()
    watched.press("P")
    assert list(watched.marks().values()) == ["P"]


def test_a_bug_in_any_thread_is_shown(watched: Photographer, monkeypatch: pytest.MonkeyPatch) -> None:
    from functools import partial

    monkeypatch.setattr(threading, "excepthook", partial(application._report_from_thread, watched.desk))
    thread = threading.Thread(target=lambda: {}["missing"])
    thread.start()
    thread.join()
    watched.wait_for(lambda: len(dialogs(watched)) == 1)
    assert "KeyError" in dialogs(watched)[0].detailedText()


def test_many_bugs_are_one_dialog_and_all_are_logged(
    photographer: Photographer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        for n in range(20):
            show_crash(ValueError(f"number {n}"), photographer.desk.window)
    assert len(dialogs(photographer)) == 1
    assert "number 19" in caplog.text


def test_the_report_can_be_copied(photographer: Photographer) -> None:
    box = show_crash(ValueError("strange"), photographer.desk.window)
    copy = next(one for one in box.findChildren(QPushButton) if one.text() == "Copy report")
    copy.click()
    assert "ValueError: strange" in QApplication.clipboard().text()
