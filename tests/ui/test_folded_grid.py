"""The grid with folded series and with many photos chosen, by real clicks and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.analysis.filters import place_among
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Marks, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.grid_commands import grid_commands
from app.ui.jobs import Jobs
from app.ui.series_grid import SeriesGrid
from app.ui.theme import DARK
from app.ui.thumbnails import Thumbnails
from tests.analysis.known import ranking
from tests.ui.made_up import shoot_of

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


class Bench:
    """A grid alone, whose clicks make photos current as a session does."""

    def __init__(self, qtbot: QtBot, cache: Path, shoot: Shoot) -> None:
        self.shoot = shoot
        self.jobs = Jobs()
        self.thumbnails = Thumbnails(ThumbnailCache(cache), self.jobs, threads=1)
        self.grid = SeriesGrid(shoot, self.thumbnails, DARK)
        self.current: PhotoId | None = None
        self.selections: list[frozenset[PhotoId]] = []
        qtbot.addWidget(self.grid)
        self.grid.resize(1000, 600)
        self.grid.frame_clicked.connect(self.go)
        self.grid.selection_changed.connect(self.selections.append)
        for command in grid_commands(self.grid):
            QShortcut(QKeySequence(command.keys[0]), self.grid, command.run)
        self.grid.show()
        self.grid.show_series(range(len(shoot.series)))
        self.go(PhotoId(1))
        qtbot.waitUntil(self.grid.isVisible)
        self.grid.activateWindow()
        self.grid.setFocus()
        qtbot.waitUntil(self.grid.hasFocus)

    def go(self, photo: PhotoId) -> None:
        self.current = photo
        self.grid.set_current(photo)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.grid, key, modifier)

    def click(self, number: int, modifier: Qt.KeyboardModifier = NONE) -> None:
        rect = self.grid.rect_of(PhotoId(number))
        assert rect is not None
        QTest.mousePress(self.grid.viewport(), Qt.MouseButton.LeftButton, modifier, rect.center())

    def click_badge(self, number: int) -> None:
        """The badge of the series whose first frame that is."""
        rect = self.grid.rect_of(PhotoId(number))
        assert rect is not None
        badge = rect.topLeft() + QPoint(12, -14)
        QTest.mousePress(self.grid.viewport(), Qt.MouseButton.LeftButton, NONE, badge)

    def folded(self) -> list[int]:
        return [place for place, one in enumerate(self.shoot.series) if self.grid.is_folded(one)]

    @property
    def chosen(self) -> set[int]:
        return set(self.grid.selection())

    def close(self) -> None:
        self.thumbnails.close()
        self.jobs.close()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """Photos 1 to 4, 5, 6 to 8 and so on; of the first series 3 is the best."""
    shoot = shoot_of(*[4, 1, 3] * 20)
    shoot.set_ranking(shoot.series[0].frames, ranking(3.0, 4.0, 9.0, 2.0))
    bench = Bench(qtbot, tmp_path, shoot)
    yield bench
    bench.close()


def test_a_key_folds_the_current_series_onto_its_cover_and_back(bench: Bench) -> None:
    bench.press(Qt.Key.Key_S)
    assert bench.folded() == [0]
    assert bench.current == 3, "the best shot is the cover"
    assert bench.grid.rect_of(PhotoId(1)) == bench.grid.rect_of(PhotoId(4))
    bench.press(Qt.Key.Key_S)
    assert bench.folded() == []
    assert bench.current == 3
    assert bench.grid.rect_of(PhotoId(1)) != bench.grid.rect_of(PhotoId(4))


def test_a_cover_chosen_by_hand_comes_before_the_best_shot(bench: Bench) -> None:
    bench.shoot.set_covers(frozenset({PhotoId(2)}))
    bench.press(Qt.Key.Key_S)
    assert bench.current == 2


def test_all_are_folded_and_unfolded_by_one_key_and_singles_never(bench: Bench) -> None:
    bench.press(Qt.Key.Key_S, CTRL | SHIFT)
    assert bench.folded() == [place for place in range(60) if place % 3 != 1]
    bench.press(Qt.Key.Key_S)
    assert 0 not in bench.folded()
    bench.press(Qt.Key.Key_S, CTRL | SHIFT)
    assert 0 in bench.folded(), "as long as one is unfolded, all are folded"
    bench.press(Qt.Key.Key_S, CTRL | SHIFT)
    assert bench.folded() == []


def test_folding_all_keeps_the_current_frame_in_sight(bench: Bench) -> None:
    bench.go(PhotoId(150))
    bench.press(Qt.Key.Key_S, CTRL | SHIFT)
    assert bench.current is not None
    rect = bench.grid.rect_of(bench.current)
    assert rect is not None
    assert bench.grid.viewport().rect().contains(rect)


def test_the_badge_folds_and_makes_nothing_current(bench: Bench) -> None:
    bench.click_badge(6)
    assert bench.folded() == [2]
    assert bench.current == 1
    bench.click_badge(6)
    assert bench.folded() == []
    bench.click_badge(5)
    assert bench.current == 5, "a single photo has no badge"


def test_a_frame_that_is_gone_to_lies_on_top_of_its_stack(bench: Bench) -> None:
    bench.press(Qt.Key.Key_S)
    bench.go(PhotoId(4))
    bench.click(4)
    assert bench.current == 4
    bench.go(PhotoId(5))
    bench.click(4)
    assert bench.current == 3, "nobody is there any more, and the cover stands for it again"


def test_a_double_click_on_a_stack_opens_what_is_seen(bench: Bench, qtbot: QtBot) -> None:
    bench.press(Qt.Key.Key_S)
    rect = bench.grid.rect_of(PhotoId(1))
    assert rect is not None
    with qtbot.waitSignal(bench.grid.frame_opened) as caught:
        QTest.mouseDClick(bench.grid.viewport(), Qt.MouseButton.LeftButton, NONE, rect.center())
    assert caught.args == [PhotoId(3)]


def test_marks_move_nothing_in_a_folded_grid(bench: Bench) -> None:
    bench.press(Qt.Key.Key_S, CTRL | SHIFT)
    before = [bench.grid.rect_of(PhotoId(n)) for n in range(1, 40)]
    bench.shoot.set_marks({PhotoId(n): Marks(0, Flag.REJECT) for n in (3, 6, 7)})
    bench.grid.refresh()
    assert [bench.grid.rect_of(PhotoId(n)) for n in range(1, 40)] == before


def test_a_regroup_keeps_what_is_folded(bench: Bench) -> None:
    bench.press(Qt.Key.Key_S)
    first, *rest = bench.shoot.series
    apart = [PhotoSeries(first.kind, first.frames[at : at + 2]) for at in (0, 2)]
    bench.shoot.set_series([*apart, *rest])
    bench.grid.show_series(range(len(bench.shoot.series)))
    assert bench.folded() == [0, 1]


def test_ctrl_adds_and_takes_away(bench: Bench) -> None:
    bench.click(3, CTRL)
    bench.click(5, CTRL)
    assert (bench.chosen, bench.current) == ({1, 3, 5}, 1)
    bench.click(3, CTRL)
    assert bench.chosen == {1, 5}
    bench.click(1, CTRL)
    assert (bench.chosen, bench.current) == (set(), 5), "the other is left, and keys act on it"
    assert bench.selections[-1] == frozenset()


def test_shift_reaches_over_series(bench: Bench) -> None:
    bench.click(2)
    bench.click(7, SHIFT)
    assert (bench.chosen, bench.current) == ({2, 3, 4, 5, 6, 7}, 2)
    bench.click(1, SHIFT)
    assert bench.chosen == {1, 2}


def test_a_click_or_a_step_leaves_one(bench: Bench) -> None:
    bench.click(3, CTRL)
    bench.click(3)
    assert (bench.chosen, bench.current) == (set(), 3)
    bench.click(5, CTRL)
    bench.go(PhotoId(4))
    assert bench.chosen == set()
    assert bench.selections[-1] == frozenset()


def test_marks_leave_what_is_chosen_alone(bench: Bench) -> None:
    bench.click(3, CTRL)
    bench.shoot.set_marks({PhotoId(1): Marks(5), PhotoId(3): Marks(5)})
    bench.grid.refresh()
    bench.grid.set_current(PhotoId(1))
    assert bench.chosen == {1, 3}


def test_all_that_is_seen_is_chosen_and_let_go(bench: Bench) -> None:
    bench.press(Qt.Key.Key_A, CTRL)
    assert bench.chosen == set(range(1, 161))
    assert bench.grid.clear_selection()
    assert bench.chosen == set()
    assert not bench.grid.clear_selection()


def test_of_folded_series_only_the_covers_are_chosen(bench: Bench) -> None:
    bench.press(Qt.Key.Key_S, CTRL | SHIFT)
    bench.press(Qt.Key.Key_A, CTRL)
    assert len(bench.chosen) == 60
    assert bench.chosen & {1, 2, 3, 4} == {3}
    bench.shoot.set_marks({PhotoId(3): Marks(0, Flag.REJECT)})
    bench.grid.refresh()
    bench.click(1, CTRL)
    assert 3 not in bench.chosen, "what is chosen stays on top though another is the best now"


def test_what_is_no_longer_seen_is_no_longer_chosen(bench: Bench) -> None:
    bench.click(8, SHIFT)
    bench.grid.show_series([0, 2])
    assert bench.chosen == {1, 2, 3, 4, 6, 7, 8}
    bench.click_badge(6)
    assert bench.chosen == {1, 2, 3, 4, 6}
    bench.grid.show_series([0])
    assert bench.chosen == {1, 2, 3, 4}
    assert place_among([0], 2) is None


def test_who_does_not_see_it_hears_of_the_frame(bench: Bench) -> None:
    assert bench.grid.accessibleDescription() == "series 1 of 60, suggestion frame 3, frame 1 of 4"
    bench.shoot.set_marks({PhotoId(3): Marks(4, Flag.PICK)})
    bench.go(PhotoId(3))
    said = "series 1 of 60, your choice frame 3, frame 3 of 4"
    assert bench.grid.accessibleDescription() == f"{said}, best shot, picked, 4 stars"
    bench.press(Qt.Key.Key_S)
    assert bench.grid.accessibleDescription() == f"{said}, folded, best shot, picked, 4 stars"
    bench.shoot.set_marks({PhotoId(3): Marks()})
    bench.grid.refresh()
    bench.click(5, CTRL)
    assert bench.grid.accessibleDescription().endswith("frame 3 of 4, folded, best shot, 2 chosen")
    bench.grid.set_current(None)
    assert bench.grid.accessibleDescription() == ""
