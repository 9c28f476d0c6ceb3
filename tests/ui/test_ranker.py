import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.analysis.embedder import APPEARANCE, Embedded
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.errors import AppError
from app.library.photo import Capture, CaptureTime, Marks, Photo, PhotoId, Stamp
from app.ui.jobs import Jobs
from app.ui.ranker import Ranker
from fgaesq_core import Frame, Ranking, Scorer
from tests.pictures import scene, write_photo


class FakeScorer:
    """Finds the first frame of a series best; remembers how long each series was."""

    name = id = "fake"
    protocols = ("series",)
    longest = 2048

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.go = threading.Event()
        self.go.set()

    def rank(self, frames: Sequence[Frame], protocol: str = "series") -> Ranking:
        self.go.wait(10)
        for frame in frames:
            if callable(frame):
                frame()
        self.asked.append(len(frames))
        rest = [0.1 / (len(frames) - 1)] * (len(frames) - 1)
        return Ranking((9.0, *[5.0] * len(rest)), (0.9, *rest), 0.9, False)

    def rank_all(self, series: Iterable[Sequence[Frame]], protocol: str = "series") -> Iterator[Ranking | Exception]:
        for frames in series:
            try:
                yield self.rank(frames, protocol)
            except Exception as error:  # noqa: BLE001 - as real scorers do
                yield error

    def score(self, picture: Frame) -> float:
        return 5.0

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        return np.ones((len(pictures), 1), np.float32)


class Bench:
    """Bursts of 2, 3, 4, ... frames, told apart by their length, on real files."""

    def __init__(self, folder: Path, bursts: int) -> None:
        self.jobs, self.shoot, self.scorer = Jobs(), Shoot(), FakeScorer()
        series, number = [], 0
        for length in range(2, bursts + 2):
            frames = []
            for _ in range(length):
                number += 1
                path = write_photo(folder / f"{number}.jpg", scene(number, (48, 32)))
                stamp = Stamp(1, 1, number.to_bytes(16, "big"))
                capture = Capture(CaptureTime(float(number)), 48, 32)
                self.shoot.add([(Photo(PhotoId(number), (path,), (stamp,), capture), Marks())])
                frames.append(PhotoId(number))
            series.append(PhotoSeries(SeriesKind.BURST, tuple(frames)))
        self.shoot.set_series(series)
        self.shoot.set_vectors(Embedded(APPEARANCE.id, {one.id: np.ones(1, np.float32) for one in self.shoot.photos}))
        self.ranker = self.make(folder / "library.db")

    def make(self, database: Path) -> Ranker:
        return Ranker(self.shoot, self.jobs, self.load, database)

    def load(self) -> Scorer:
        return self.scorer

    def ranked(self) -> int:
        return self.ranker.counts()[0]


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path, 9)
    yield bench
    bench.scorer.go.set()
    bench.jobs.close()


def test_every_series_is_ranked_once(bench: Bench, qtbot: QtBot) -> None:
    bench.ranker.look_for_work()
    bench.ranker.look_for_work()
    qtbot.waitUntil(lambda: not bench.ranker.busy)
    assert bench.scorer.asked == list(range(2, 11))
    assert bench.ranker.counts() == (9, 9)
    assert all(bench.shoot.best(one).frame == 0 for one in bench.shoot.series)


def test_those_from_the_current_photo_on_come_first(bench: Bench, qtbot: QtBot) -> None:
    bench.ranker.set_near(bench.shoot.series[7].frames[1])
    bench.ranker.look_for_work()
    qtbot.waitUntil(lambda: not bench.ranker.busy)
    assert bench.scorer.asked[:3] == [9, 10, 2]


def test_what_was_ranked_before_is_not_ranked_again(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.ranker.look_for_work()
    qtbot.waitUntil(lambda: not bench.ranker.busy)
    bench.shoot.forget_rankings()
    again = bench.make(tmp_path / "library.db")
    again.look_for_work()
    qtbot.waitUntil(lambda: not again.busy)
    assert again.counts() == (9, 9)
    assert len(bench.scorer.asked) == 9


def test_a_series_with_a_broken_photo_is_named_once_and_left(bench: Bench, qtbot: QtBot) -> None:
    broken = bench.shoot.photo(bench.shoot.series[3].frames[0])
    broken.path.write_bytes(b"")
    named: list[object] = []
    bench.ranker.unranked.connect(lambda failure: named.append(failure.path))
    bench.ranker.look_for_work()
    qtbot.waitUntil(lambda: not bench.ranker.busy)
    bench.ranker.look_for_work()
    assert not bench.ranker.busy
    assert named == [broken.path]
    assert bench.ranker.counts() == (8, 9)


def test_stopping_ends_the_work_between_two_series(bench: Bench, qtbot: QtBot) -> None:
    bench.scorer.go.clear()
    bench.ranker.look_for_work()
    bench.ranker.stop()
    assert not bench.ranker.busy
    bench.scorer.go.set()
    qtbot.wait(100)
    assert bench.ranked() == 0
    bench.ranker.look_for_work()
    qtbot.waitUntil(lambda: bench.ranked() == 9)


def test_a_model_that_cannot_be_loaded_is_told(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    def load() -> Scorer:
        raise AppError("There is no such model.")

    ranker = Ranker(bench.shoot, bench.jobs, load, tmp_path / "library.db")
    with qtbot.waitSignal(ranker.failed) as caught:
        ranker.look_for_work()
    assert caught.args[0].sentence == "There is no such model."
    assert not ranker.busy


def test_a_bug_of_the_model_does_not_keep_it_busy_for_ever(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    def load() -> Scorer:
        raise KeyError("a bug")

    ranker = Ranker(bench.shoot, bench.jobs, load, tmp_path / "library.db")
    with qtbot.waitSignals([ranker.failed, bench.jobs.crashed]):
        ranker.look_for_work()
    assert not ranker.busy
