"""Faces are looked for on a real lane, the series somebody is at first."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.analysis.faces import SeenFaces
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.cancel import CancelToken
from app.errors import AppError
from app.library.photo import Marks, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.face_finder import FaceFinder
from app.ui.jobs import Jobs
from tests.analysis.known import photo
from tests.face_people import SquareReader, people
from tests.pictures import write_photo

SERIES = 4
FRAMES = 3


class Slow(SquareReader):
    """Looks only while the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.entered = threading.Event(), threading.Event()
        self.gate.set()

    def read(self, picture: Image.Image, token: CancelToken) -> SeenFaces:
        self.entered.set()
        self.gate.wait(10)
        return super().read(picture, token)


class Bench:
    """Series of three frames: in each the second of two people is away in the first frame and asleep in the last."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.jobs, self.shoot, self.reader = folder, Jobs(), Shoot(), Slow()
        conditions = (None, False, True)
        for n in range(SERIES * FRAMES):
            path = write_photo(folder / f"{n}.jpg", people(n // FRAMES, False, conditions[n % FRAMES]), quality=95)
            self.shoot.add([(photo(n, path=path), Marks())])
        self.shoot.set_series(self.frames(number) for number in range(SERIES))
        self.order: list[int] = []
        self.finder = self.make()

    def frames(self, number: int) -> PhotoSeries:
        ids = range(number * FRAMES, number * FRAMES + FRAMES)
        return PhotoSeries(SeriesKind.BURST, tuple(map(PhotoId, ids)))

    def make(self) -> FaceFinder:
        finder = FaceFinder(
            self.shoot, self.jobs, ThumbnailCache(self.folder / "faces"), ThumbnailCache(self.folder / "small")
        )
        numbers = {one.digest: int(one.id) for one in self.shoot.photos}
        finder.looked.connect(lambda digest: self.order.append(numbers[digest]))
        return finder

    def close(self) -> None:
        self.reader.gate.set()
        self.jobs.close()


@pytest.fixture
def bench(tmp_path: Path, qapp: object) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def test_without_a_reader_nothing_is_looked_at_and_nothing_known(bench: Bench, qtbot: QtBot) -> None:
    bench.finder.set_only_near(False)
    bench.finder.set_near(PhotoId(4))
    assert not bench.finder.busy
    assert bench.finder.faces(PhotoId(4)) is None
    assert bench.finder.eyes_closed(PhotoId(4)) is None
    assert bench.finder.matrix(bench.frames(1)) is None


def test_the_series_somebody_is_at_comes_first_then_the_others(bench: Bench, qtbot: QtBot) -> None:
    bench.finder.set_near(PhotoId(7))
    bench.finder.use(lambda: bench.reader)
    bench.finder.set_only_near(False)
    qtbot.waitUntil(lambda: bench.finder.counts() == (12, 12), timeout=20_000)
    assert bench.order == [6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5]
    qtbot.waitUntil(lambda: not bench.finder.busy, timeout=10_000)
    assert bench.reader.looks == 12


def test_only_the_series_at_hand_is_looked_at_while_there_is_other_work(bench: Bench, qtbot: QtBot) -> None:
    bench.finder.use(lambda: bench.reader)
    with qtbot.waitSignal(bench.finder.matched, timeout=10_000):
        bench.finder.set_near(PhotoId(4))
    qtbot.waitUntil(lambda: not bench.finder.busy, timeout=10_000)
    assert bench.order == [3, 4, 5]


def test_people_and_closed_eyes_are_known_afterwards(bench: Bench, qtbot: QtBot) -> None:
    bench.finder.use(lambda: bench.reader)
    with qtbot.waitSignal(bench.finder.matched, timeout=10_000) as caught:
        bench.finder.set_near(PhotoId(0))
    matrix = bench.finder.matrix(bench.frames(0))
    assert matrix is not None
    assert caught.args == [matrix]
    assert [[cell is not None for cell in row] for row in matrix.rows] == [[True] * 3, [False, True, True]]
    assert [bool(cell and cell.is_worst) for cell in matrix.rows[1]] == [False, False, True]
    assert [bench.finder.eyes_closed(PhotoId(n)) for n in range(4)] == [False, False, True, None]
    found = bench.finder.faces(PhotoId(1))
    assert found is not None
    assert len(found.faces) == 2


def test_moving_on_gives_up_the_series_left_behind(bench: Bench, qtbot: QtBot) -> None:
    bench.reader.gate.clear()
    bench.finder.use(lambda: bench.reader)
    bench.finder.set_near(PhotoId(0))
    qtbot.waitUntil(bench.reader.entered.is_set, timeout=10_000)
    bench.finder.set_near(PhotoId(1))
    bench.finder.set_near(PhotoId(9))
    with qtbot.waitSignal(bench.finder.matched, timeout=10_000):
        bench.reader.gate.set()
    assert bench.order == [9, 10, 11]
    assert bench.finder.matrix(bench.frames(0)) is None
    assert bench.finder.matrix(bench.frames(3)) is not None


def test_another_day_nothing_is_looked_at_twice(bench: Bench, qtbot: QtBot) -> None:
    bench.finder.use(lambda: bench.reader)
    with qtbot.waitSignal(bench.finder.matched, timeout=10_000):
        bench.finder.set_near(PhotoId(0))
    again = bench.make()
    again.use(lambda: bench.reader)
    with qtbot.waitSignal(again.matched, timeout=10_000):
        again.set_near(PhotoId(0))
    assert bench.reader.looks == 3
    assert again.matrix(bench.frames(0)) == bench.finder.matrix(bench.frames(0))


def test_a_new_grouping_is_matched_anew_without_looking(bench: Bench, qtbot: QtBot) -> None:
    bench.finder.use(lambda: bench.reader)
    bench.finder.set_only_near(False)
    qtbot.waitUntil(lambda: bench.finder.counts() == (12, 12), timeout=20_000)
    qtbot.waitUntil(lambda: not bench.finder.busy, timeout=10_000)
    pair = PhotoSeries(SeriesKind.BURST, (PhotoId(1), PhotoId(2)))
    bench.shoot.set_series([pair])
    with qtbot.waitSignal(bench.finder.matched, timeout=10_000):
        bench.finder.set_near(PhotoId(1))
    matrix = bench.finder.matrix(pair)
    assert matrix is not None
    assert len(matrix.rows) == 2
    assert bench.reader.looks == 12


def test_a_bad_photo_is_passed_over_and_not_tried_again(bench: Bench, qtbot: QtBot) -> None:
    (bench.folder / "1.jpg").write_bytes(b"\xff\xd8\xff no picture")
    bench.finder.use(lambda: bench.reader)
    with qtbot.waitSignal(bench.finder.matched, timeout=10_000):
        bench.finder.set_near(PhotoId(0))
    bench.finder.set_only_near(False)
    qtbot.waitUntil(lambda: bench.finder.counts() == (12, 12), timeout=20_000)
    qtbot.waitUntil(lambda: not bench.finder.busy, timeout=10_000)
    assert bench.finder.eyes_closed(PhotoId(1)) is None
    matrix = bench.finder.matrix(bench.frames(0))
    assert matrix is not None
    assert [cell is not None for cell in matrix.rows[0]] == [True, False, True]


def test_models_that_cannot_be_loaded_are_told_of_once(bench: Bench, qtbot: QtBot) -> None:
    def broken() -> SquareReader:
        raise AppError("The file of eyes is damaged.")

    with qtbot.waitSignal(bench.finder.failed, timeout=10_000) as caught:
        bench.finder.use(broken)
        bench.finder.set_near(PhotoId(0))
    assert caught.args is not None
    assert caught.args[0].sentence == "The file of eyes is damaged."
    bench.finder.set_near(PhotoId(9))
    assert not bench.finder.busy
    with qtbot.waitSignal(bench.finder.matched, timeout=10_000):
        bench.finder.use(lambda: bench.reader)


def test_memory_is_bounded_and_what_was_forgotten_is_read_from_the_disk(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.face_finder._BYTES_KEPT", 1)
    bench.finder.use(lambda: bench.reader)
    with qtbot.waitSignal(bench.finder.matched, timeout=10_000):
        bench.finder.set_near(PhotoId(0))
    assert [bench.finder.faces(PhotoId(n)) is not None for n in range(3)] == [False, False, True]
    assert [bench.finder.eyes_closed(PhotoId(n)) for n in range(3)] == [False, False, True]
    monkeypatch.undo()
    with qtbot.waitSignal(bench.finder.matched, timeout=10_000):
        bench.finder.set_near(PhotoId(1))
    assert all(bench.finder.faces(PhotoId(n)) is not None for n in range(3))
    assert bench.reader.looks == 3


def test_a_photo_that_left_is_no_harm(bench: Bench, qtbot: QtBot) -> None:
    bench.finder.use(lambda: bench.reader)
    bench.reader.gate.clear()
    bench.finder.set_near(PhotoId(0))
    qtbot.waitUntil(bench.reader.entered.is_set, timeout=10_000)
    bench.shoot.remove([PhotoId(1)])
    bench.reader.gate.set()
    qtbot.waitUntil(lambda: bench.finder.matrix(bench.shoot.series[0]) is not None, timeout=10_000)
    assert bench.finder.faces(PhotoId(1)) is None
    assert bench.finder.eyes_closed(PhotoId(1)) is None
