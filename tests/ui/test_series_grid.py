from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.jobs import Jobs
from app.ui.series_grid import SeriesGrid
from app.ui.theme import DARK
from app.ui.thumbnails import Thumbnails
from tests.pictures import scene, shifted, write_photo
from tests.shoots import START, many_singles, single, small_shoot
from tests.ui.conftest import Photographer
from tests.ui.made_up import shoot_of

CTRL = Qt.KeyboardModifier.ControlModifier


class Bench:
    """A grid alone, of a made-up shoot."""

    def __init__(self, qtbot: QtBot, cache: Path, shoot: Shoot) -> None:
        self.shoot = shoot
        self.jobs = Jobs()
        self.thumbnails = Thumbnails(ThumbnailCache(cache), self.jobs, threads=1)
        self.grid = SeriesGrid(shoot, self.thumbnails, DARK)
        qtbot.addWidget(self.grid)
        self.grid.resize(1000, 600)
        self.grid.show()
        self.grid.show_series(range(len(shoot.series)))

    def top_of(self, photo: PhotoId) -> int:
        rect = self.grid.rect_of(photo)
        assert rect is not None
        return rect.top()

    def sees(self, photo: PhotoId) -> bool:
        rect = self.grid.rect_of(photo)
        return rect is not None and self.grid.viewport().rect().contains(rect)

    def close(self) -> None:
        self.thumbnails.close()
        self.jobs.close()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(qtbot, tmp_path, shoot_of(*[4, 1, 6] * 40))
    yield bench
    bench.close()


def turn_wheel(grid: SeriesGrid, delta: int, modifier: Qt.KeyboardModifier) -> None:
    middle = QPointF(grid.viewport().rect().center())
    event = QWheelEvent(
        middle,
        QPointF(grid.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid.viewport(), event)


def test_a_click_selects_the_frame_under_the_mouse(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    for name in ("IMG_0003.jpg", "IMG_0005.jpg", "IMG_0001.jpg"):
        photographer.click(name)
        assert photographer.current_name == name
    photographer.press("P")
    assert photographer.marks() == {"IMG_0001.jpg": "P"}


def test_a_double_click_opens_the_loupe(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.click("IMG_0004.jpg", double=True)
    assert photographer.desk.window.stage.in_loupe()
    assert photographer.current_name == "IMG_0004.jpg"


def test_a_click_between_frames_takes_the_nearest(bench: Bench, qtbot: QtBot) -> None:
    right_of = bench.grid.rect_of(PhotoId(3))
    assert right_of is not None
    with qtbot.waitSignal(bench.grid.frame_clicked) as caught:
        beside = right_of.topRight() + QPoint(2, -10)
        qtbot.mousePress(bench.grid.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert caught.args == [PhotoId(3)]
    with qtbot.assertNotEmitted(bench.grid.frame_clicked):
        qtbot.mousePress(bench.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
        qtbot.mousePress(bench.grid.viewport(), Qt.MouseButton.RightButton, pos=right_of.center())


def test_ctrl_and_the_wheel_change_the_size_and_the_current_frame_keeps_its_place(bench: Bench) -> None:
    bench.grid.set_current(PhotoId(205))
    place = bench.top_of(PhotoId(205))
    turn_wheel(bench.grid, 120, CTRL)
    assert bench.grid.frame_size() == 176
    assert bench.top_of(PhotoId(205)) == place
    turn_wheel(bench.grid, -240, CTRL)
    assert bench.grid.frame_size() == 112
    assert bench.top_of(PhotoId(205)) == place


def test_a_touchpad_steps_once_a_notch(bench: Bench) -> None:
    for _ in range(7):
        turn_wheel(bench.grid, 15, CTRL)
    assert bench.grid.frame_size() == 136
    turn_wheel(bench.grid, 15, CTRL)
    assert bench.grid.frame_size() == 176


def test_the_wheel_alone_scrolls(bench: Bench) -> None:
    turn_wheel(bench.grid, -240, Qt.KeyboardModifier.NoModifier)
    assert bench.grid.verticalScrollBar().value() > 0
    assert bench.grid.frame_size() == 136


def test_the_current_band_is_revealed_and_no_further(bench: Bench) -> None:
    bench.grid.set_current(PhotoId(400))
    assert bench.sees(PhotoId(400))
    at = bench.grid.verticalScrollBar().value()
    bench.grid.set_current(PhotoId(399))
    assert bench.grid.verticalScrollBar().value() == at
    bench.grid.set_current(PhotoId(1))
    assert bench.grid.verticalScrollBar().value() == 0


def test_what_comes_before_the_current_frame_does_not_push_it(bench: Bench) -> None:
    bench.grid.set_current(PhotoId(205))
    place = bench.top_of(PhotoId(205))
    head, rest = bench.shoot.series[:20], bench.shoot.series[20:]
    apart = [PhotoSeries(one.kind, (photo,), "") for one in head for photo in one.frames]
    bench.shoot.set_series([*apart, *rest])
    bench.grid.show_series(range(len(bench.shoot.series)))
    assert bench.top_of(PhotoId(205)) == place


def test_a_narrower_window_keeps_the_current_frame_in_its_place(bench: Bench, qtbot: QtBot) -> None:
    bench.grid.set_current(PhotoId(205))
    place = bench.top_of(PhotoId(205))
    bench.grid.resize(620, 600)
    qtbot.wait(1)
    assert bench.top_of(PhotoId(205)) == place


def test_a_series_longer_than_the_view_scrolls_to_the_current_frame(qtbot: QtBot, tmp_path: Path) -> None:
    bench = Bench(qtbot, tmp_path, shoot_of(2, 300, 2))
    for number in (290, 3, 150, 302):
        bench.grid.set_current(PhotoId(number))
        assert bench.sees(PhotoId(number)), number
    bench.close()


def test_scrolling_keeps_marks_and_fetches_what_comes_into_sight(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(many_singles(tmp_path / "shoot", 60))
    photographer.press(Qt.Key.Key_Home, "P")
    photographer.wait_for(photographer.grid.is_painted)
    photographer.grid.verticalScrollBar().setValue(100_000)
    photographer.wait_for(photographer.grid.is_painted)
    assert photographer.marks() == {"P00000.jpg": "P"}
    assert photographer.current_name == "P00000.jpg"


def test_a_tooltip_shows_a_name_as_it_is(photographer: Photographer, tmp_path: Path) -> None:
    name = "<b>été ねこ.jpg"
    single(tmp_path, 1, seed=1, at=0).rename(tmp_path / name)
    photographer.open(tmp_path)
    rect = photographer.grid.rect_of(photographer.id_of(name))
    assert rect is not None
    there = rect.center()
    viewport = photographer.grid.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, there, viewport.mapToGlobal(there)))
    assert "&lt;b&gt;été ねこ.jpg" in QToolTip.text()
    QToolTip.hideText()


def test_three_hundred_photos_of_one_second_are_one_band_and_keys_work(
    photographer: Photographer, tmp_path: Path
) -> None:
    original = scene(5, (96, 64))
    for n in range(300):
        picture = shifted(original, n % 3, n // 100)
        taken = START + timedelta(seconds=n / 300)
        subsec = f"{taken.microsecond // 1000:03d}"
        write_photo(tmp_path / "burst" / f"B{n:03d}.jpg", picture, taken, subsec=subsec)
    photographer.open(tmp_path / "burst")
    photographer.desk.pipeline.cancel()
    assert [len(series) for series in photographer.names()] == [300]
    photographer.press(Qt.Key.Key_Home)
    first = photographer.current_name
    photographer.press(*[Qt.Key.Key_Right if first == "B000.jpg" else Qt.Key.Key_Left] * 30)
    rect = photographer.grid.rect_of(photographer.id_of(photographer.current_name))
    assert rect is not None
    assert photographer.grid.viewport().rect().contains(rect)
    photographer.press("X")
    assert list(photographer.marks().values()) == ["X"]
