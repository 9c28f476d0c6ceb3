"""The current photo and its rival are compared on a real lane, and nothing stale is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.analysis.reason import Cause
from app.analysis.rival import Standing
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.errors import AppError
from app.library.photo import Flag, Marks, PhotoId
from app.ui.explainer import Explainer
from app.ui.jobs import Jobs
from tests.analysis.known import photo, ranking
from tests.analysis.made_pairs import landscape, seen
from tests.pictures import blurred, write_photo

BURST, SINGLE = tuple(map(PhotoId, range(4))), PhotoId(9)


class Bench:
    """A ranked burst, sharpest frame first, and a single photo."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.jobs, self.shoot = folder, Jobs(), Shoot()
        view = seen(landscape(2)).resize((450, 300))
        for n in (*BURST, SINGLE):
            path = write_photo(folder / f"{n}.jpg", blurred(view, n) if n else view)
            self.shoot.add([(photo(n, path=path), Marks())])
        series = PhotoSeries(SeriesKind.BURST, BURST, "alike"), PhotoSeries(SeriesKind.SINGLE, (SINGLE,))
        self.shoot.set_series(series)
        self.shoot.set_ranking(BURST, ranking(8.0, 7.0, 6.0, 5.0))
        self.explainer = Explainer(self.shoot, self.jobs)
        self.told: list[tuple[int, int] | None] = []
        self.explainer.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        rival = self.explainer.rival
        if self.explainer.explanation is not None and rival is not None and rival.other is not None:
            self.told.append((rival.this, rival.other))


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.jobs.close()


def settle(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.explainer.busy, timeout=20_000)


def test_the_rival_is_known_at_once_and_the_reasons_soon(bench: Bench, qtbot: QtBot) -> None:
    explainer = bench.explainer
    explainer.look_at(PhotoId(2))
    assert explainer.rival is not None
    assert (explainer.rival.other, explainer.rival.standing) == (PhotoId(0), Standing.BEHIND)
    assert explainer.busy
    assert explainer.explanation is None
    settle(bench, qtbot)
    assert explainer.explanation is not None
    assert [reason.cause for reason in explainer.explanation.reasons] == [Cause.SHARPNESS]
    assert bench.told == [(2, 0)]


def test_the_rest_of_the_series_is_made_ready(bench: Bench, qtbot: QtBot) -> None:
    bench.explainer.look_at(PhotoId(1))
    settle(bench, qtbot)
    qtbot.waitUntil(lambda: len(bench.explainer._kept) == 6, timeout=20_000)
    for frame in BURST:
        bench.explainer.look_at(frame)
        assert not bench.explainer.busy


def test_who_moves_on_hears_only_of_where_they_are(bench: Bench, qtbot: QtBot) -> None:
    for frame in (1, 2, 3, 2, 1, 3):
        bench.explainer.look_at(PhotoId(frame))
    settle(bench, qtbot)
    assert bench.told == [(3, 0)]


def test_another_best_is_another_rival(bench: Bench, qtbot: QtBot) -> None:
    bench.explainer.look_at(PhotoId(3))
    settle(bench, qtbot)
    bench.shoot.set_marks({PhotoId(1): Marks(flag=Flag.PICK)})
    bench.explainer.refresh()
    assert bench.explainer.rival is not None
    assert (bench.explainer.rival.other, bench.explainer.rival.standing) == (PhotoId(1), Standing.CHOSEN)
    settle(bench, qtbot)
    assert bench.told == [(3, 0), (3, 1)]


def test_looking_again_at_the_same_does_nothing(bench: Bench, qtbot: QtBot) -> None:
    bench.explainer.look_at(PhotoId(3))
    settle(bench, qtbot)
    with qtbot.assertNotEmitted(bench.explainer.changed, wait=150):
        bench.explainer.look_at(PhotoId(3))
        bench.explainer.refresh()


def test_any_two_can_be_compared(bench: Bench, qtbot: QtBot) -> None:
    bench.explainer.look_at(PhotoId(3), PhotoId(2))
    settle(bench, qtbot)
    assert bench.told == [(3, 2)]


def test_who_holds_one_finds_the_others_ready_against_it(bench: Bench, qtbot: QtBot) -> None:
    bench.explainer.look_at(PhotoId(3), PhotoId(2))
    qtbot.waitUntil(lambda: len(bench.explainer._kept) == 6, timeout=20_000)
    for frame in (0, 1, 3):
        bench.explainer.look_at(PhotoId(frame), PhotoId(2))
        assert not bench.explainer.busy


def test_a_single_photo_awaits_nothing(bench: Bench) -> None:
    bench.explainer.look_at(SINGLE)
    assert not bench.explainer.busy
    assert bench.explainer.rival is not None
    assert bench.explainer.rival.standing is Standing.ALONE


def test_a_file_that_cannot_be_read_is_told(bench: Bench, qtbot: QtBot) -> None:
    (bench.folder / "3.jpg").write_bytes(b"no picture")
    bench.explainer.look_at(PhotoId(3))
    settle(bench, qtbot)
    assert bench.explainer.trouble.startswith("3.jpg cannot be compared: ")
    assert bench.explainer.explanation is None
    bench.explainer.look_at(PhotoId(2))
    settle(bench, qtbot)
    assert bench.explainer.trouble == ""


def test_a_file_that_is_back_is_compared_when_one_comes_back_to_it(bench: Bench, qtbot: QtBot) -> None:
    (bench.folder / "3.jpg").rename(bench.folder / "elsewhere.jpg")
    bench.explainer.look_at(PhotoId(3))
    settle(bench, qtbot)
    assert bench.explainer.trouble
    (bench.folder / "elsewhere.jpg").rename(bench.folder / "3.jpg")
    bench.explainer.look_at(None)
    bench.explainer.look_at(PhotoId(3))
    settle(bench, qtbot)
    assert bench.explainer.explanation is not None


def test_an_edited_photo_is_compared_anew(bench: Bench, qtbot: QtBot) -> None:
    bench.explainer.look_at(PhotoId(3))
    settle(bench, qtbot)
    path = write_photo(bench.folder / "3.jpg", seen(landscape(2)).resize((450, 300)))
    bench.shoot.add([(photo(3, version=1, path=path), Marks())])
    bench.explainer.refresh()
    assert bench.explainer.rival is not None
    assert bench.explainer.rival.standing is Standing.UNJUDGED
    bench.shoot.set_ranking(BURST, ranking(8.0, 7.0, 6.0, 5.0))
    bench.explainer.refresh()
    assert bench.explainer.busy
    settle(bench, qtbot)
    assert bench.explainer.explanation is not None
    assert bench.explainer.explanation.reasons == ()


def test_a_photo_that_left_is_compared_no_more(bench: Bench, qtbot: QtBot) -> None:
    bench.explainer.look_at(PhotoId(3))
    bench.shoot.remove([PhotoId(3)])
    bench.explainer.refresh()
    assert bench.explainer.rival is None
    assert not bench.explainer.busy
    # The timer that was to start the work finds nothing to do.
    qtbot.wait(150)
    assert bench.told == []


def test_stopping_gives_up_what_runs(bench: Bench, qtbot: QtBot) -> None:
    bench.explainer.look_at(PhotoId(3))
    qtbot.wait(90)
    bench.explainer.stop()
    qtbot.wait(300)
    assert bench.told == []
    assert bench.explainer.rival is None


def test_a_bug_is_told_and_does_not_keep_one_waiting(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise AppError("There is not enough memory.")

    monkeypatch.setattr("app.ui.explainer.explain", broken)
    bench.explainer.look_at(PhotoId(3))
    settle(bench, qtbot)
    assert bench.explainer.trouble == "There is not enough memory."
