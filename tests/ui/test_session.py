from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from app.analysis.filters import Show
from app.analysis.grouping import GroupingSettings
from app.library.photo import Marks
from app.ui.folder_drop import dropped_folder
from app.ui.side_panel import SidePanel
from app.ui.skipped_dialog import SkippedDialog
from tests.shoots import single, small_shoot
from tests.ui.conftest import Photographer
from tests.ui.sidecar_files import write_sidecar

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    return small_shoot(tmp_path / "shoot")


def test_a_page_goes_ten_series_on_and_stops_at_the_ends(photographer: Photographer, tmp_path: Path) -> None:
    for n in range(14):
        single(tmp_path / "shoot", n, seed=n, at=600 * n)
    photographer.open(tmp_path / "shoot")
    photographer.press(Qt.Key.Key_Home, Qt.Key.Key_PageDown)
    assert photographer.current_name == "IMG_0010.jpg"
    photographer.press(Qt.Key.Key_PageDown)
    assert photographer.current_name == "IMG_0013.jpg"
    photographer.press(Qt.Key.Key_PageUp, Qt.Key.Key_PageUp)
    assert photographer.current_name == "IMG_0000.jpg"
    photographer.press(Qt.Key.Key_End)
    assert photographer.current_name == "IMG_0013.jpg"


def test_tab_goes_to_what_is_undecided(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, Qt.Key.Key_Down, "P", Qt.Key.Key_Home, Qt.Key.Key_Tab)
    assert photographer.current_name == "IMG_0013.jpg"


def test_filters_by_key_and_back(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, "P")
    photographer.press("2", modifier=CTRL)
    assert photographer.desk.session.show is Show.UNDECIDED
    assert len(photographer.desk.session.shown) == 3
    assert photographer.current_name == "IMG_0005.jpg"
    photographer.press("1", modifier=CTRL)
    assert len(photographer.desk.session.shown) == 4
    assert photographer.current_name == "IMG_0005.jpg"


def test_filtered_to_nothing_says_so_and_keys_do_no_harm(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_End, Qt.Key.Key_Right)
    before = photographer.current_name
    photographer.press("4", modifier=CTRL)
    assert "No series fits" in photographer.desk.window.stage.empty_sentence()
    photographer.press("P", "5", Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Space)
    assert photographer.marks() == {}
    photographer.press("1", modifier=CTRL)
    assert photographer.desk.window.stage.empty_sentence() == ""
    assert photographer.current_name == before


def test_a_label_again_takes_it_away(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press("6")
    assert set(photographer.marks().values()) == {"red"}
    photographer.press("6")
    assert photographer.marks() == {}


def test_settings_belong_to_the_folder(photographer: Photographer, shoot: Path, tmp_path: Path) -> None:
    photographer.open(shoot)
    photographer.desk.session.set_settings(GroupingSettings(gap=60.0, likeness=0.0))
    photographer.wait_for(lambda: not photographer.desk.pipeline.working)
    single(tmp_path / "other", 1, seed=9, at=0)
    photographer.open(tmp_path / "other")
    assert photographer.desk.pipeline.regrouper.settings == GroupingSettings()
    photographer.leave()
    photographer.sit_down()
    photographer.open(shoot)
    assert photographer.desk.pipeline.regrouper.settings.gap == 60.0


def test_marks_of_one_folder_cannot_be_undone_in_another(
    photographer: Photographer, shoot: Path, tmp_path: Path
) -> None:
    photographer.open(shoot)
    photographer.press("5")
    single(tmp_path / "other", 1, seed=9, at=0)
    photographer.open(tmp_path / "other")
    photographer.press("Z", modifier=CTRL)
    photographer.open(shoot)
    assert list(photographer.marks().values()) == ["5"]


def test_keys_mark_after_every_click(photographer: Photographer, shoot: Path, qtbot: QtBot) -> None:
    photographer.open(shoot)
    window = photographer.desk.window
    panel = window.findChild(SidePanel)
    assert panel is not None
    stars = 0
    for widget in [*panel.findChildren(QPushButton)[:2], *panel.findChildren(QSlider)]:
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        photographer.wait_for(lambda: not photographer.desk.pipeline.working)
        photographer.press(Qt.Key.Key_Home, str(stars := stars % 5 + 1))
        assert str(stars) in photographer.marks().values()
        photographer.press(Qt.Key.Key_Right)
        photographer.press(Qt.Key.Key_Left)


def test_the_keypad_and_caps_lock_mark_too(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.press("3", modifier=Qt.KeyboardModifier.KeypadModifier)
    assert list(photographer.marks().values()) == ["3"]
    target = photographer.desk.window.focusWidget() or photographer.desk.window
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, "P"))
    photographer.press("P")
    assert list(photographer.marks().values()) == ["P3"]


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_a_folder_dropped_on_the_window_opens(photographer: Photographer, shoot: Path, qtbot: QtBot) -> None:
    window, data = photographer.desk.window, mime(shoot)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    with qtbot.waitSignal(photographer.desk.pipeline.finished, timeout=30_000):
        QApplication.sendEvent(window, QDropEvent(QPoint(300, 300), copy, data, left, none))
    assert len(photographer.names()) == 4


def test_what_was_meant_by_a_drop(shoot: Path, tmp_path: Path) -> None:
    assert dropped_folder(mime(shoot)) == shoot
    assert dropped_folder(mime(shoot / "IMG_0001.jpg")) == shoot
    assert dropped_folder(mime(tmp_path / "gone")) is None
    text = QMimeData()
    text.setText("a word")
    assert dropped_folder(text) is None
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/photo.jpg")])
    assert dropped_folder(web) is None


def test_a_folder_of_broken_photos_says_so_and_shows_why(
    photographer: Photographer, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    photographer.open(tmp_path)
    assert "could be read" in photographer.desk.window.stage.empty_sentence()
    show_why = next(one for one in photographer.desk.window.findChildren(QPushButton) if one.text() == "Show why")
    qtbot.mouseClick(show_why, Qt.MouseButton.LeftButton)
    dialog = photographer.desk.window.findChild(SkippedDialog)
    assert dialog is not None
    assert dialog.lines[0].startswith("broken.jpg — ")
    dialog.close()


def test_a_folder_that_is_gone_is_not_called_empty(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(tmp_path / "gone")
    assert "could not be read" in photographer.desk.window.stage.empty_sentence()
    single(tmp_path / "gone", 1, seed=1, at=0)
    photographer.press(Qt.Key.Key_F5)
    photographer.wait_for(lambda: photographer.names() == [["IMG_0001.jpg"]])
    assert photographer.desk.window.stage.empty_sentence() == ""


def test_f5_looks_again_and_keeps_what_is_shown_and_chosen(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.desk._watcher.close()
    photographer.press(Qt.Key.Key_Home, "4", "P")
    photographer.press("2", modifier=CTRL)
    photographer.click("IMG_0013.jpg")
    session = photographer.desk.session
    session.set_chosen(frozenset({photographer.id_of("IMG_0012.jpg")}))
    opened = QSignalSpy(session.folder_changed)
    single(shoot, 30, seed=9, at=300)
    write_sidecar(shoot / "IMG_0005.xmp", Marks(2))
    photographer.press(Qt.Key.Key_F5)
    photographer.wait_for(lambda: photographer.marks() == {"IMG_0002.jpg": "P4", "IMG_0005.jpg": "2"})
    photographer.wait_for(lambda: "IMG_0030.jpg" in {name for series in photographer.names() for name in series})
    photographer.wait_for(lambda: not photographer.desk.pipeline.working)
    assert opened.count() == 0
    assert session.show is Show.UNDECIDED
    assert photographer.current_name == "IMG_0013.jpg"
    assert len(session.chosen) == 1
    photographer.press("Z", modifier=CTRL)
    assert photographer.marks() == {"IMG_0002.jpg": "4", "IMG_0005.jpg": "2"}


def test_f5_opens_anew_what_was_stopped(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    pipeline = photographer.desk.pipeline
    pipeline.cancel()
    opened = QSignalSpy(photographer.desk.session.folder_changed)
    photographer.press(Qt.Key.Key_F5)
    assert opened.count() == 1
    photographer.wait_for(lambda: not pipeline.working)
    assert pipeline.can_look_again
