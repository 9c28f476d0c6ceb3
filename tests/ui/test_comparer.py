"""The model in use looks at photos, a batch at a time, on a real lane with a real database."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.analysis.comparing import Compared
from app.analysis.embedder import APPEARANCE, Embedded, Embedder
from app.analysis.models import Scorer
from app.analysis.preparation import Unprepared
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.errors import AppError
from app.library.photo import Marks, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.comparer import Comparer
from app.ui.jobs import Jobs
from fgaesq_core import Frame
from fgaesq_core.appearance import LikenessScale
from tests.analysis.known import photo
from tests.fakes import ColourScorer
from tests.pictures import scene, write_photo

OWN = Embedder("own", LikenessScale(0.5, 1.0))
PHOTOS = 100
VECTOR = np.ones(1, np.float32)


class Slow(ColourScorer):
    """Looks only while the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.go.set()
        self.entered = threading.Event()

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        self.entered.set()
        self.go.wait(10)
        return super().embed(pictures)


class Bench:
    """A hundred prepared photos in series of two, and a comparer whose results are put in as the pipeline does."""

    def __init__(self, folder: Path) -> None:
        self.jobs, self.shoot, self.scorer, self.folder = Jobs(), Shoot(), Slow(), folder
        picture = scene(1, (48, 32))
        paths = [write_photo(folder / f"{n}.jpg", picture) for n in range(PHOTOS)]
        self.shoot.add((photo(n, path=path), Marks()) for n, path in enumerate(paths))
        pairs = ((PhotoId(n), PhotoId(n + 1)) for n in range(0, PHOTOS, 2))
        self.shoot.set_series(PhotoSeries(SeriesKind.BURST, pair) for pair in pairs)
        self.prepare(range(PHOTOS))
        self.shoot.use_embedder(OWN)
        self.order: list[int] = []
        self.comparer = self.make(self.load)

    def prepare(self, numbers: Sequence[int]) -> None:
        self.shoot.set_vectors(Embedded(APPEARANCE.id, {PhotoId(n): VECTOR for n in numbers}))

    def make(self, load: object) -> Comparer:
        cache, database = ThumbnailCache(self.folder / "cache"), self.folder / "library.db"
        comparer = Comparer(self.shoot, self.jobs, load, cache, database)  # type: ignore[arg-type]
        comparer.compared.connect(self._on_compared)
        comparer.unprepared.connect(self._on_unprepared)
        return comparer

    def load(self) -> Scorer:
        return self.scorer

    def _on_compared(self, found: Compared) -> None:
        self.order += [int(one.id) for one in found.photos]
        seen = zip(found.photos, found.vectors, strict=True)
        self.shoot.set_vectors(Embedded(OWN.id, {one.id: vector for one, vector in seen}))

    def _on_unprepared(self, failure: Unprepared) -> None:
        self.shoot.remove([failure.photo])


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.scorer.go.set()
    bench.jobs.close()


def settle(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.comparer.busy, timeout=20_000)


def test_every_photo_is_looked_at_once(bench: Bench, qtbot: QtBot) -> None:
    bench.comparer.look_for_work()
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    assert bench.order == list(range(PHOTOS))
    assert bench.scorer.saw == PHOTOS
    assert bench.comparer.counts() == (PHOTOS, PHOTOS)


def test_those_from_the_current_series_on_come_first(bench: Bench, qtbot: QtBot) -> None:
    bench.comparer.set_near(PhotoId(31))
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    assert bench.order == [*range(30, PHOTOS), *range(30)]


def test_while_thumbnails_are_made_only_what_is_near_is_looked_at(bench: Bench, qtbot: QtBot) -> None:
    bench.comparer.set_only_near(True)
    bench.comparer.set_near(PhotoId(81))
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    assert bench.order == [*range(80, PHOTOS), *range(40)]
    bench.comparer.set_near(PhotoId(40))
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    assert bench.order[60:] == [*range(40, 80)]


def test_what_was_seen_before_needs_no_model(bench: Bench, qtbot: QtBot) -> None:
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    bench.shoot.use_embedder(APPEARANCE)
    bench.shoot.use_embedder(OWN)
    bench.comparer = bench.make(None)
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    assert bench.comparer.counts() == (PHOTOS, PHOTOS)
    assert bench.scorer.saw == PHOTOS


def test_there_is_nothing_to_do_while_pixels_tell(bench: Bench) -> None:
    bench.shoot.use_embedder(APPEARANCE)
    bench.comparer.look_for_work()
    assert not bench.comparer.busy


def test_photos_without_thumbnail_wait(qtbot: QtBot, bench: Bench) -> None:
    bench.shoot.clear()
    bench.shoot.add([(photo(1, path=bench.folder / "1.jpg"), Marks())])
    bench.shoot.set_series([PhotoSeries(SeriesKind.SINGLE, (PhotoId(1),))])
    bench.comparer.look_for_work()
    assert not bench.comparer.busy
    bench.prepare([1])
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    assert bench.order == [1]


def test_a_photo_that_cannot_be_read_any_more_is_named(bench: Bench, qtbot: QtBot) -> None:
    (bench.folder / "3.jpg").unlink()
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    assert PhotoId(3) not in bench.shoot
    assert bench.comparer.counts() == (PHOTOS - 1, PHOTOS - 1)


def test_stopping_ends_the_work_and_it_can_go_on(bench: Bench, qtbot: QtBot) -> None:
    bench.scorer.go.clear()
    bench.comparer.look_for_work()
    bench.scorer.entered.wait(10)
    bench.comparer.stop()
    assert not bench.comparer.busy
    bench.scorer.go.set()
    qtbot.wait(100)
    assert bench.order == []
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    assert bench.order == list(range(PHOTOS))


def test_another_model_takes_over(bench: Bench, qtbot: QtBot) -> None:
    other = ColourScorer(2)
    bench.scorer.go.clear()
    bench.comparer.look_for_work()
    bench.scorer.entered.wait(10)
    bench.comparer.use(lambda: other)
    bench.scorer.go.set()
    bench.comparer.look_for_work()
    settle(bench, qtbot)
    assert (bench.order, other.saw) == (list(range(PHOTOS)), PHOTOS)


def test_a_model_that_cannot_be_loaded_is_told(bench: Bench, qtbot: QtBot) -> None:
    def load() -> Scorer:
        raise AppError("There is no such model.")

    comparer = bench.make(load)
    with qtbot.waitSignal(comparer.failed) as caught:
        comparer.look_for_work()
    assert caught.args[0].sentence == "There is no such model."
    assert not comparer.busy


def test_a_bug_of_the_model_does_not_keep_it_busy_for_ever(bench: Bench, qtbot: QtBot) -> None:
    def load() -> Scorer:
        raise KeyError("a bug")

    comparer = bench.make(load)
    with qtbot.waitSignals([comparer.failed, bench.jobs.crashed]):
        comparer.look_for_work()
    assert not comparer.busy
