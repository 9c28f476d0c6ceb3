from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings, Qt

from app.ui.arrangement import Arrangement, keep_arrangement, read_arrangement
from app.ui.theme import LIGHT
from tests.ui.conftest import Photographer


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
    assert window._grid.frame_size() == 112
    assert window._details.isHidden()
    assert not window._side.isHidden()
