from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.analysis.grouping import GroupingSettings
from app.analysis.shoot import Shoot
from app.library.hand_made import HandMade
from app.library.photo import Marks, PhotoId
from app.ui.jobs import Jobs
from app.ui.regrouper import Regrouper
from tests.ui.made_up import photo


class Bench:
    """A shoot of six photos: three in a second, and three more ten seconds later."""

    def __init__(self) -> None:
        self.jobs, self.shoot = Jobs(), Shoot()
        seconds = (0.0, 0.3, 0.6, 10.0, 10.3, 10.6)
        self.shoot.add((photo(n, seconds=s), Marks()) for n, s in enumerate(seconds, start=1))
        self.regrouper = Regrouper(self.shoot, self.jobs)

    def sizes(self) -> list[int]:
        return [len(one.frames) for one in self.shoot.series]


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.jobs.close()


def settle(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.regrouper.busy)


def test_photos_become_series(bench: Bench, qtbot: QtBot) -> None:
    bench.regrouper.photos_changed(at_once=True)
    assert bench.regrouper.busy
    settle(bench, qtbot)
    assert bench.sizes() == [3, 3]


def test_the_last_of_many_settings_wins(bench: Bench, qtbot: QtBot) -> None:
    groupings: list[int] = []
    bench.regrouper.regrouped.connect(lambda: groupings.append(1))
    for gap in (0.2, 0.5, 1.0, 5.0, 20.0):
        bench.regrouper.set_settings(GroupingSettings(gap=gap, likeness=0.0))
    settle(bench, qtbot)
    assert bench.sizes() == [6]
    assert bench.regrouper.settings.gap == 20.0
    assert len(groupings) <= 2


def test_many_changes_in_a_row_are_grouped_few_times(bench: Bench, qtbot: QtBot) -> None:
    groupings: list[int] = []
    bench.regrouper.regrouped.connect(lambda: groupings.append(1))
    for n in range(7, 60):
        bench.shoot.add([(photo(n, seconds=100.0 * n), Marks())])
        bench.regrouper.photos_changed()
    settle(bench, qtbot)
    assert sum(bench.sizes()) == 59
    assert len(groupings) <= 2


def test_a_photo_that_leaves_while_it_is_grouped_is_not_in_a_series(bench: Bench, qtbot: QtBot) -> None:
    bench.regrouper.photos_changed(at_once=True)
    settle(bench, qtbot)
    bench.regrouper.set_settings(GroupingSettings(gap=20.0, likeness=0.0))
    bench.shoot.remove([photo(2).id])
    settle(bench, qtbot)
    assert all(frame in bench.shoot for series in bench.shoot.series for frame in series.frames)
    bench.regrouper.photos_changed(at_once=True)
    settle(bench, qtbot)
    assert bench.sizes() == [5]


def test_a_bug_in_grouping_leaves_the_series_and_the_next_grouping_works(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("a bug")

    with monkeypatch.context() as broken:
        broken.setattr("app.ui.regrouper.evidence", fail)
        with qtbot.waitSignal(bench.jobs.crashed):
            bench.regrouper.photos_changed(at_once=True)
        settle(bench, qtbot)
    bench.regrouper.photos_changed(at_once=True)
    settle(bench, qtbot)
    assert bench.sizes() == [3, 3]


def together(*numbers: int) -> HandMade:
    return HandMade(frozenset({frozenset(PhotoId(number) for number in numbers)}))


def test_a_hand_is_obeyed_at_once_and_by_every_grouping(bench: Bench, qtbot: QtBot) -> None:
    bench.regrouper.photos_changed(at_once=True)
    settle(bench, qtbot)
    bench.regrouper.set_made(together(3, 4))
    assert bench.sizes() == [6]
    bench.regrouper.set_settings(GroupingSettings(gap=0.1, likeness=1.0))
    settle(bench, qtbot)
    assert bench.sizes() == [1, 1, 2, 1, 1]
    bench.regrouper.set_made(HandMade())
    assert bench.sizes() == [1] * 6


def test_a_hand_that_is_quicker_than_the_grouping_is_not_overruled(bench: Bench, qtbot: QtBot) -> None:
    bench.regrouper.photos_changed(at_once=True)
    settle(bench, qtbot)
    with qtbot.waitSignal(bench.regrouper.regrouped):
        bench.regrouper.set_settings(GroupingSettings(gap=0.1, likeness=1.0))
        bench.regrouper._start()
        bench.regrouper.blockSignals(True)
        bench.regrouper.set_made(together(1, 6))
        bench.regrouper.blockSignals(False)
    assert bench.sizes() == [2, 1, 1, 1, 1]


def test_of_a_folder_that_was_left_nothing_is_kept(bench: Bench, qtbot: QtBot) -> None:
    bench.regrouper.set_made(together(1, 6))
    bench.regrouper.photos_changed(at_once=True)
    qtbot.wait(1)
    bench.regrouper.clear()
    assert not bench.regrouper.busy
    assert bench.regrouper.made == HandMade()
    bench.regrouper.photos_changed(at_once=True)
    settle(bench, qtbot)
    assert bench.sizes() == [3, 3]
