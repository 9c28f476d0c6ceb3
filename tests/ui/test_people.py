"""The people of the current series by themselves: looked for, shown, clicked, and asked about."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.analysis.face_looking import Reader
from app.analysis.face_shelf import FaceState
from app.analysis.faces import SeenFaces
from app.analysis.filters import Filter, shown
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.cancel import CancelToken
from app.errors import AppError
from app.library.photo import Marks, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.face_finder import FaceFinder
from app.ui.face_matrix_view import FaceMatrixView
from app.ui.jobs import Jobs
from app.ui.people import People
from app.ui.theme import DARK
from tests.analysis.known import photo
from tests.face_people import SquareReader, people
from tests.pictures import write_photo

PAIR = tuple(map(PhotoId, (0, 1, 2)))
NOBODY = tuple(map(PhotoId, (3, 4)))


class FakeShelf:
    """Models that are there or not, and may be damaged."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.ready, self.loads = reader, True, 0
        self.fault = ""

    def state(self) -> FaceState:
        return FaceState(self.ready, (), 2)

    def load(self) -> Reader:
        self.loads += 1
        if self.fault:
            raise AppError(self.fault)
        return self.reader


class Bench:
    """A series of two people, the second away at first and asleep at last, and a series of nobody."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.jobs, self.shoot, self.reader = qtbot, Jobs(), Shoot(), SquareReader()
        pictures = [people(1, False, None), people(1, False, False), people(1, False, True)]
        for number, picture in enumerate([*pictures, people(4), people(4)]):
            path = write_photo(folder / f"{number}.jpg", picture, quality=95)
            self.shoot.add([(photo(number, path=path), Marks())])
        self.shoot.set_series([PhotoSeries(SeriesKind.BURST, frames) for frames in (PAIR, NOBODY)])
        caches = ThumbnailCache(folder / "faces"), ThumbnailCache(folder / "small")
        self.finder = FaceFinder(self.shoot, self.jobs, *caches)
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.view = FaceMatrixView(self.finder.faces, DARK)
        column = QVBoxLayout(self.page)
        column.addWidget(QWidget(), 1)
        column.addWidget(self.view)
        self.people = People(self.shoot, self.jobs, self.finder, self.view)
        self.shelf = FakeShelf(self.reader)
        self.page.resize(600, 600)
        with qtbot.waitExposed(self.page):
            self.page.show()

    def use(self) -> None:
        with self.qtbot.waitSignal(self.people.looking_changed, timeout=10_000):
            self.people.use(self.shelf)

    def wait_for_people(self) -> None:
        self.qtbot.waitUntil(self.view.isVisible, timeout=10_000)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.finder.busy, timeout=20_000)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(qtbot, tmp_path)
    yield bench
    bench.jobs.close()


def test_people_are_shown_where_there_are_some_and_take_no_room_elsewhere(bench: Bench) -> None:
    bench.use()
    bench.people.follow(PhotoId(1))
    bench.wait_for_people()
    assert bench.view.cursor_cell == (0, 1)
    assert bench.view.height() > 100
    bench.people.follow(PhotoId(3))
    bench.settle()
    assert not bench.view.isVisible()
    assert bench.view.height() == 0
    bench.people.follow(PhotoId(2))
    assert bench.view.isVisible()
    assert bench.view.cursor_cell == (0, 2)


def test_without_models_nothing_is_looked_at(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.ready = False
    with qtbot.assertNotEmitted(bench.people.looking_changed, wait=100):
        bench.people.use(bench.shelf)
    bench.people.follow(PhotoId(1))
    assert not bench.finder.busy
    assert not bench.people.looking
    assert bench.reader.looks == bench.shelf.loads == 0


def test_models_that_come_are_used_at_once_and_those_removed_no_more(bench: Bench) -> None:
    bench.people.follow(PhotoId(0))
    assert not bench.finder.busy
    bench.use()
    bench.wait_for_people()
    assert bench.people.looking
    bench.shelf.ready = False
    bench.use()
    assert not bench.people.looking
    assert not bench.view.isVisible()


def test_the_models_are_loaded_once_for_all_series(bench: Bench) -> None:
    bench.use()
    for one in (PhotoId(0), PhotoId(3)):
        bench.people.follow(one)
        bench.settle()
    assert bench.reader.looks == 5
    assert bench.shelf.loads == 1


def test_damaged_models_are_told_of_and_the_search_ends(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.fault = "The file of eyes is damaged."
    bench.use()
    with qtbot.waitSignal(bench.people.failed, timeout=10_000) as caught:
        bench.people.follow(PhotoId(0))
    assert caught.args is not None
    assert caught.args[0].sentence == "The file of eyes is damaged."
    assert not bench.people.looking


def test_a_click_asks_for_the_frame_and_the_face(bench: Bench, qtbot: QtBot) -> None:
    bench.use()
    bench.people.follow(PhotoId(1))
    bench.wait_for_people()
    spot = bench.view.cell_rect(1, 2).center()
    with qtbot.waitSignal(bench.people.wanted) as caught:
        qtbot.mouseClick(bench.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert caught.args is not None
    wanted, place = caught.args
    assert wanted == PhotoId(2)
    assert place == pytest.approx((180 / 480, 150 / 320), abs=0.02)
    away = bench.view.cell_rect(1, 0).center()
    with qtbot.waitSignal(bench.people.wanted) as caught:
        qtbot.mouseClick(bench.view.viewport(), Qt.MouseButton.LeftButton, pos=away)
    assert caught.args == [PhotoId(0), None]


def test_grouped_anew_the_people_are_those_of_the_new_series(bench: Bench) -> None:
    bench.use()
    bench.people.follow(PhotoId(1))
    bench.wait_for_people()
    bench.settle()
    bench.shoot.set_series([PhotoSeries(SeriesKind.BURST, PAIR[1:]), PhotoSeries(SeriesKind.SINGLE, PAIR[:1])])
    bench.people.series_changed()
    bench.settle()
    assert bench.view.isVisible()
    assert bench.view.cursor_cell == (0, 0)
    assert bench.reader.looks == 3


def test_a_folder_that_is_left_is_looked_at_no_more(bench: Bench) -> None:
    bench.use()
    bench.people.follow(PhotoId(1))
    bench.shoot.clear()
    bench.people.follow(None)
    assert not bench.finder.busy
    assert not bench.view.isVisible()
    assert bench.people.interest(PhotoId(1)) is None
    assert bench.people.eyes_closed(PhotoId(1)) is None


def test_the_room_of_people_is_kept_for_a_moment_and_then_given_away(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    looked = bench.reader.read

    def slow(picture: Image.Image, token: CancelToken) -> SeenFaces:
        gate.wait(10)
        return looked(picture, token)

    bench.use()
    bench.people.follow(PhotoId(1))
    bench.wait_for_people()
    bench.settle()
    bench.people.set_busy(True)
    monkeypatch.setattr(bench.reader, "read", slow)
    bench.people.follow(PhotoId(3))
    assert bench.view.isVisible()
    qtbot.waitUntil(lambda: not bench.view.isVisible(), timeout=5_000)
    gate.set()


def test_elsewhere_is_looked_only_when_nothing_else_is_to_be_done(bench: Bench) -> None:
    bench.people.set_busy(True)
    bench.use()
    bench.people.follow(PhotoId(3))
    bench.settle()
    assert bench.reader.looks == 2
    bench.people.set_busy(False)
    bench.qtbot.waitUntil(lambda: bench.reader.looks == 5, timeout=10_000)


def test_closed_eyes_can_be_filtered_as_soon_as_they_are_known(bench: Bench, qtbot: QtBot) -> None:
    asked = Filter(eyes_closed=True)
    assert shown(asked, bench.shoot, eyes_closed=bench.people.asleep()) == []
    bench.use()
    with qtbot.waitSignal(bench.people.eyes_changed, timeout=10_000):
        bench.people.follow(PhotoId(0))
    bench.settle()
    assert bench.people.asleep() == {PhotoId(2)}
    assert [bench.people.eyes_closed(one) for one in (*PAIR, *NOBODY)] == [False, False, True, None, None]
    assert shown(asked, bench.shoot, eyes_closed=bench.people.asleep()) == [0]


def test_the_largest_face_is_looked_at_closely_and_of_equals_the_sharpest(bench: Bench) -> None:
    bench.use()
    bench.people.follow(PhotoId(0))
    bench.settle()
    assert bench.people.interest(PhotoId(0)) == pytest.approx((70 / 480, 150 / 320), abs=0.02)
    assert bench.people.interest(PhotoId(3)) is None
