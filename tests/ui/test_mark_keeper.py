import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.library.comparisons import Comparison
from app.library.hand_made import HandEdit, HandMade
from app.library.identity import Presence
from app.library.photo import Flag, Marks, PhotoId
from app.library.store import Store
from app.paths import Places
from app.ui.jobs import Jobs
from app.ui.mark_keeper import MarkKeeper
from tests.fakes import FakeShelf
from tests.library.captures import scanned
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


def test_marks_that_cannot_be_written_are_kept_and_tried_again(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where a folder should be")
    keeper = MarkKeeper(jobs, in_the_way / "library.db")
    with qtbot.waitSignal(keeper.failed) as caught:
        keeper.keep({PhotoId(1): Marks(3)})
    assert isinstance(caught.args[0], AppError)
    assert (keeper.unkept, keeper.failing) == (1, True)
    assert keeper.newest(PhotoId(1), Marks()) == Marks(3)
    with qtbot.waitSignal(keeper.failed):
        keeper.keep({PhotoId(2): Marks(0, Flag.PICK)})
    assert keeper.unkept == 2

    in_the_way.unlink()
    with qtbot.waitSignal(keeper.kept):
        keeper.retry()
    assert (keeper.unkept, keeper.failing) == (0, False)
    assert keeper.newest(PhotoId(1), Marks()) == Marks()


def shown(database: Path) -> dict[str, bool]:
    """Of every photo with marks, by its file's name, whether they count as given beside scores."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT path, scores_shown FROM file JOIN photo ON photo.id = photo_id WHERE marked_at IS NOT NULL"
        ).fetchall()
    return {Path(os.fsdecode(path)).name: bool(shown) for path, shown in rows}


def test_marks_remember_whether_a_score_was_shown(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.click("IMG_0001.jpg")
    photographer.press("P")
    photographer.click("IMG_0005.jpg")
    photographer.press("4")
    photographer.leave()
    assert shown(photographer.places.library) == {"IMG_0001.jpg": True, "IMG_0005.jpg": False}, "a single has no rival"


class Lasting(dict[tuple[str, str], str]):
    """Faults that come again however often something is tried."""

    def pop(self, key: tuple[str, str], default: str = "") -> str:  # type: ignore[override]
        return self.get(key, default)


def test_the_newest_mark_decides_whether_a_score_was_shown(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    shelf = FakeShelf()
    shelf.faults = Lasting({("load", "plain"): "The weights are damaged."})
    photographer = Photographer(qtbot, places, shelf)
    folder = small_shoot(tmp_path / "shoot")
    photographer.open(folder)
    photographer.click("IMG_0001.jpg")
    photographer.press("P")
    photographer.click("IMG_0003.jpg")
    photographer.press("X")
    photographer.leave()
    assert shown(places.library) == {"IMG_0001.jpg": False, "IMG_0003.jpg": False}
    shelf.faults.clear()
    photographer.sit_down()
    photographer.open(folder)
    photographer.click("IMG_0003.jpg")
    photographer.press("2")
    photographer.leave()
    assert shown(places.library) == {"IMG_0001.jpg": False, "IMG_0003.jpg": True}


def test_a_mark_that_waited_for_the_disk_is_still_blind(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where a folder should be")
    database = tmp_path / "data" / "library.db"
    keeper = MarkKeeper(jobs, database)
    with qtbot.waitSignal(keeper.failed):
        keeper.keep({PhotoId(1): Marks(3)}, blind={PhotoId(1)})
    in_the_way.unlink()
    with Store(database) as store:
        store.adopt([scanned(tmp_path / f"{name}.jpg", name) for name in "ab"], Presence(lambda *_: False))
    with qtbot.waitSignal(keeper.kept):
        keeper.keep({PhotoId(2): Marks(2)})
    assert shown(database) == {"a.jpg": False, "b.jpg": True}


def keep_at_once(keeper: MarkKeeper, marks: dict[PhotoId, Marks]) -> None:
    """Have marks written on their own, before others are given."""
    keeper.keep(marks)
    keeper.when_kept(lambda _: None)


def test_what_is_decided_in_one_turn_is_written_at_once_and_the_newest_wins(
    jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    keeper = MarkKeeper(jobs, tmp_path / "library.db")
    unkept: list[int] = []
    keeper.kept.connect(lambda: unkept.append(keeper.unkept))
    for stars in (1, 2, 3):
        keeper.keep({PhotoId(n): Marks(stars) for n in range(stars, 5)})
    assert [keeper.newest(PhotoId(n), Marks()).stars for n in range(6)] == [0, 1, 2, 3, 3, 0]
    assert keeper.unkept == 4
    qtbot.waitUntil(lambda: unkept == [0])


def test_what_was_decided_last_is_written_though_the_program_ends(places: Places, qtbot: QtBot, tmp_path: Path) -> None:
    with Store(places.library) as store:
        ((kept, _),) = store.adopt([scanned(tmp_path / "a.jpg", "a")], Presence(lambda *_: False))
    jobs = Jobs()
    keeper = MarkKeeper(jobs, places.library)
    keeper.keep({kept.id: Marks(4)})
    keeper.close()
    jobs.close()
    with Store(places.library) as store:
        assert store.photos_under(tmp_path, recursive=False) == [(kept, Marks(4))]


def test_a_newer_mark_is_not_forgotten_when_an_older_one_is_kept(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    keeper = MarkKeeper(jobs, tmp_path / "library.db")
    seen: list[Marks] = []
    keeper.kept.connect(lambda: seen.append(keeper.newest(PhotoId(1), Marks())))
    for stars in (1, 2, 3):
        keep_at_once(keeper, {PhotoId(1): Marks(stars)})
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen[0] == Marks(3)
    assert seen[2] == Marks()


def test_marks_given_again_wait_for_their_own_writing(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    keeper = MarkKeeper(jobs, tmp_path / "library.db")
    waiting: list[int] = []
    keeper.kept.connect(lambda: waiting.append(keeper.unkept))
    for stars in (1, 2, 1):
        keep_at_once(keeper, {PhotoId(1): Marks(stars)})
    qtbot.waitUntil(lambda: len(waiting) == 3)
    assert waiting == [1, 1, 0]


def test_every_decision_waits_for_the_disk_in_its_turn(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where a folder should be")
    database = tmp_path / "data" / "library.db"
    keeper = MarkKeeper(jobs, database)
    one, two, three = (PhotoId(n) for n in (1, 2, 3))
    joined, split = HandMade(frozenset({frozenset({one, two})})), HandMade(frozenset({frozenset({two, three})}))
    first, second = HandEdit(HandMade(), joined), HandEdit(joined, split)
    kept, taken_back = Comparison(one, two, 1.5, shown=True), Comparison(two, one, 2.5, shown=True)
    for decide in (
        partial(keeper.keep_edit, first),
        partial(keeper.keep_edit, second),
        partial(keeper.keep_comparison, kept),
        partial(keeper.keep_comparison, taken_back),
        partial(keeper.withdraw_comparison, taken_back),
        partial(keeper.keep, {three: Marks(3)}),
    ):
        with qtbot.waitSignal(keeper.failed):
            decide()
    assert (keeper.unkept, keeper.failing) == (3, True)
    assert keeper.newest_made(HandMade()) == split
    in_the_way.unlink()
    with Store(database) as store:
        store.adopt([scanned(tmp_path / f"{name}.jpg", name) for name in "abc"], Presence(lambda *_: False))
    with qtbot.waitSignal(keeper.kept):
        keeper.retry()
    assert (keeper.unkept, keeper.failing) == (0, False)
    assert keeper.newest_made(HandMade()) == HandMade()
    with Store(database) as store:
        assert store.hand_made([one, two, three]) == split
        assert store.comparisons() == [kept]


def stored_stars(photographer: Photographer) -> set[int]:
    folder = photographer.desk.session.folder
    assert folder is not None
    with Store(photographer.places.library) as store:
        return {marks.stars for _, marks in store.photos_under(folder, recursive=False)}


def test_the_window_says_so_and_retry_writes_everything(
    photographer: Photographer, tmp_path: Path, qtbot: QtBot
) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    disk = FullDisk(photographer)
    photographer.press("4")
    photographer.wait_for(lambda: "could not be saved" in photographer.desk.window.message())
    assert set(photographer.marks().values()) == {"4"}
    assert stored_stars(photographer) == {0}

    disk.clear_up()
    qtbot.mouseClick(button(photographer, "Retry"), Qt.MouseButton.LeftButton)
    photographer.wait_for(lambda: stored_stars(photographer) == {0, 4})
    assert photographer.desk.window.message() == ""


def test_the_next_mark_takes_the_others_along_and_the_message_goes(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    disk = FullDisk(photographer)
    photographer.press("4")
    photographer.wait_for(lambda: photographer.desk.window.message() != "")
    disk.clear_up()
    photographer.press(Qt.Key.Key_Right, "2")
    photographer.wait_for(lambda: stored_stars(photographer) == {0, 2, 4})
    photographer.wait_for(lambda: photographer.desk.window.message() == "")


def test_the_window_does_not_close_on_marks_it_could_not_keep(
    photographer: Photographer, tmp_path: Path, qtbot: QtBot
) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    disk = FullDisk(photographer)
    photographer.press("4")
    photographer.wait_for(lambda: photographer.desk.window.message() != "")
    photographer.leave()
    assert photographer.desk.window.isVisible()
    box = photographer.desk.window.findChild(QMessageBox)
    assert box is not None
    assert "marks of 1 photo could not be saved" in box.text()
    disk.clear_up()
    qtbot.mouseClick(box.defaultButton(), Qt.MouseButton.LeftButton)
    photographer.wait_for(lambda: photographer.desk.window.message() == "")
    assert stored_stars(photographer) == {0, 4}
    photographer.leave()
    assert not photographer.desk.window.isVisible()


def test_whoever_insists_may_leave(photographer: Photographer, tmp_path: Path, qtbot: QtBot) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    disk = FullDisk(photographer)
    photographer.press("4")
    photographer.wait_for(lambda: photographer.desk.window.message() != "")
    photographer.leave()
    box = photographer.desk.window.findChild(QMessageBox)
    assert box is not None
    leave = next(one for one in box.findChildren(QPushButton) if one.text() == "Quit without them")
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert not photographer.desk.window.isVisible()
    disk.clear_up()


def button(photographer: Photographer, text: str) -> QPushButton:
    return next(
        one for one in photographer.desk.window.findChildren(QPushButton) if one.text() == text and one.isVisible()
    )


class FullDisk:
    """Makes the database refuse every new mark."""

    def __init__(self, photographer: Photographer) -> None:
        self._path = photographer.places.library
        self._run("CREATE TRIGGER full BEFORE UPDATE OF stars ON photo BEGIN SELECT RAISE(ABORT, 'disk is full'); END")

    def clear_up(self) -> None:
        self._run("DROP TRIGGER full")

    def _run(self, statement: str) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.execute(statement)
        connection.close()
