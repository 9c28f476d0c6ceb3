import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QRect, QSettings, Qt

from app.ui.arrangement import Arrangement, fitted, keep_arrangement, read_arrangement
from app.ui.theme import LIGHT
from tests.commands import ROOT
from tests.ui.conftest import Photographer

LEFT, RIGHT = QRect(0, 0, 1920, 1080), QRect(1920, 0, 2560, 1440)
RECTS = st.builds(
    QRect, st.integers(-5000, 9000), st.integers(-3000, 5000), st.integers(200, 4000), st.integers(100, 3000)
)


def settings(folder: Path) -> QSettings:
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


@pytest.mark.parametrize(
    "arrangement",
    [Arrangement(QByteArray(b"abc"), True, 176, False, True), Arrangement(QByteArray(b""), False, 88, True, False)],
)
def test_an_arrangement_comes_back_from_the_disk(tmp_path: Path, arrangement: Arrangement) -> None:
    kept = settings(tmp_path)
    keep_arrangement(arrangement, kept)
    kept.sync()
    assert read_arrangement(settings(tmp_path)) == arrangement


def test_the_first_day_and_a_damaged_file(tmp_path: Path) -> None:
    assert read_arrangement(settings(tmp_path)) == Arrangement()
    (tmp_path / "window.ini").write_text("[General]\nlight=perhaps\nframe_size=huge\nleft=3\ngeometry=no\n")
    assert read_arrangement(settings(tmp_path)) == Arrangement()


def test_the_window_is_as_it_was_left(photographer: Photographer) -> None:
    photographer.press("T", modifier=Qt.KeyboardModifier.ControlModifier)
    photographer.press(Qt.Key.Key_Minus, Qt.Key.Key_F8)
    photographer.leave()
    window = photographer.sit_down().window
    assert window._theme is LIGHT
    assert window.stage.grid.frame_size() == 112
    assert window._details.isHidden()
    assert not window._side.isHidden()


def test_a_window_stays_on_the_monitor_it_was_on() -> None:
    window = QRect(2500, 200, 1440, 900)
    assert fitted(window, [LEFT, RIGHT]) == window


def test_a_window_on_a_monitor_that_is_gone_comes_to_one_that_is_there() -> None:
    assert fitted(QRect(2500, 200, 1440, 900), [LEFT]) == QRect(480, 180, 1440, 900)
    assert fitted(QRect(2500, -2000, 2560, 1400), [LEFT]) == LEFT


def test_a_window_moved_half_out_by_hand_stays() -> None:
    window = QRect(1600, 700, 1440, 900)
    assert fitted(window, [LEFT]) == window


@given(RECTS, st.lists(RECTS, min_size=1, max_size=3))
def test_a_window_can_always_be_grasped(window: QRect, screens: list[QRect]) -> None:
    placed = fitted(window, screens)
    top = QRect(placed.left(), placed.top(), placed.width(), 40)
    seen = [screen.intersected(top) for screen in screens]
    assert any(one.width() >= min(160, placed.width()) and one.height() > 0 for one in seen)
    assert placed.width() <= window.width()
    assert placed.height() <= window.height()
    assert fitted(placed, screens) == placed


WINDOW = """
import sys
from PySide6.QtCore import QByteArray, QRect
from PySide6.QtWidgets import QApplication, QWidget
from app.ui.arrangement import restore_place
application, window = QApplication([]), QWidget()
if len(sys.argv) > 1:
    restore_place(window, QByteArray.fromHex(sys.argv[1].encode()))
else:
    window.setGeometry(QRect(1400, 100, 700, 500))
window.show()
place = window.frameGeometry()
print(bytes(window.saveGeometry().toHex()).decode(), *place.getRect(), window.screen().name())
"""


def window_on(folder: Path, screens: list[tuple[str, int, int, int, int]], *arguments: str) -> list[str]:
    """What a window tells of its place in a process with these monitors."""
    table = [dict(zip(("name", "x", "y", "width", "height"), screen, strict=True)) for screen in screens]
    described = folder / f"{len(screens)}.json"
    described.write_text(json.dumps({"screens": [{**one, "logicalDpi": 96, "dpr": 1} for one in table]}))
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={described}"}
    command = [sys.executable, "-c", WINDOW, *arguments]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return run.stdout.split()


def test_a_monitor_that_vanished_does_not_take_the_window_with_it(tmp_path: Path) -> None:
    main, second = ("main", 0, 0, 1200, 800), ("second", 1200, 0, 1600, 900)
    geometry, *_, screen = window_on(tmp_path, [main, second])
    assert screen == "second"
    assert window_on(tmp_path, [main, second], geometry)[5] == "second"
    left, top, width, height = map(int, window_on(tmp_path, [main], geometry)[1:5])
    assert (left >= 0, top >= 0, left + width <= 1200, top + height <= 800) == (True, True, True, True)
    assert width >= 600
    assert height >= 400
