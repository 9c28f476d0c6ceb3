"""The disk of the database is full, cannot be written to, or goes away while somebody marks photos."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from app.errors import AppError
from app.library.photo import Marks
from app.library.store import Store
from app.ui.mark_keeper import MarkKeeper
from tests.accidents.disks import Disk
from tests.accidents.library_at import make, marks_in
from tests.ui.conftest import Photographer


def keeper_of(photographer: Photographer) -> MarkKeeper:
    keeper = photographer.desk.findChild(MarkKeeper)
    assert isinstance(keeper, MarkKeeper)
    keeper._again.setInterval(100)
    return keeper


def message(photographer: Photographer) -> str:
    return photographer.desk.window.message()


def test_marks_wait_in_memory_for_room_and_are_written_by_themselves(
    at_the_disk: Photographer, disk: Disk, shoot: Path
) -> None:
    at_the_disk.open(shoot)
    keeper = keeper_of(at_the_disk)
    at_the_disk.press(Qt.Key.Key_Home, "5")
    at_the_disk.wait_for(lambda: not keeper.unkept)
    disk.fill()
    for stars in "12345" * 20:
        at_the_disk.press(Qt.Key.Key_Right, stars, Qt.Key.Key_Left, stars)
        at_the_disk.wait_for(lambda: not keeper.unkept or keeper.failing)
        # What is closed after a failure leaves a little room, which somebody else takes.
        disk.fill()
        if keeper.failing:
            break
    assert "could not be saved: the disk" in message(at_the_disk)
    assert "full" in message(at_the_disk)
    at_the_disk.press(Qt.Key.Key_End, "P")
    given = at_the_disk.marks()
    spy = QSignalSpy(keeper.failed)
    at_the_disk.wait_for(lambda: spy.count() == 1)
    tries: list[object] = []
    keeper._again.timeout.connect(lambda: tries.append(None))
    at_the_disk.wait_for(lambda: len(tries) > 2)
    assert spy.count() == 1, "who has read it once is not told again and again"
    assert keeper.unkept
    disk.clear_up()
    at_the_disk.wait_for(lambda: not keeper.unkept)
    assert message(at_the_disk) == ""
    at_the_disk.leave()
    at_the_disk.sit_down()
    at_the_disk.open(shoot)
    assert at_the_disk.marks() == given


def test_marks_wait_for_a_disk_that_was_taken_away(at_the_disk: Photographer, disk: Disk, shoot: Path) -> None:
    home, away = disk.at, disk.at.with_name("away")
    at_the_disk.open(shoot)
    keeper = keeper_of(at_the_disk)
    disk.move_to(away)
    at_the_disk.press(Qt.Key.Key_Home, "4")
    at_the_disk.wait_for(lambda: "is gone" in message(at_the_disk))
    assert keeper.unkept == 1
    at_the_disk.desk.window.reopen()
    at_the_disk.wait_for(lambda: not at_the_disk.desk.pipeline.working)
    assert "is gone" in message(at_the_disk)
    assert not (home / "data" / "library.db").exists(), "no other one is made where the disk was"
    disk.move_to(home)
    at_the_disk.wait_for(lambda: not keeper.unkept)
    assert marks_in(home / "data" / "library.db", shoot)["IMG_0002.jpg"] == Marks(4)
    at_the_disk.open(shoot)
    assert message(at_the_disk) == ""
    assert at_the_disk.marks() == {"IMG_0002.jpg": "4"}


def test_marks_do_not_go_to_another_database_that_took_its_place(
    at_the_disk: Photographer, disk: Disk, shoot: Path
) -> None:
    at_the_disk.open(shoot)
    keeper = keeper_of(at_the_disk)
    library, kept = disk.at / "data" / "library.db", disk.at / "data" / "kept"
    kept.mkdir()
    for path in library.parent.glob("library.db*"):
        path.rename(kept / path.name)
    known = make(library, 10)
    at_the_disk.press(Qt.Key.Key_Home, "4")
    at_the_disk.wait_for(lambda: "another file of marks has taken the place" in message(at_the_disk))
    assert marks_in(library) == known
    for path in library.parent.glob("library.db*"):
        path.unlink()
    for path in kept.iterdir():
        path.rename(library.parent / path.name)
    at_the_disk.wait_for(lambda: not keeper.unkept)
    assert marks_in(library, shoot)["IMG_0002.jpg"] == Marks(4)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of that kind are not known there")
def test_a_store_that_may_not_grow_says_so_and_goes_on_later(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "library.db"
    known = make(path, 200)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Store(path) as store:
        ids = [photo.id for photo, _ in store.photos_under(Path("/shoot"), recursive=False)]
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
        try:
            with pytest.raises(AppError, match="could not be saved"):
                store.set_marks({photo: Marks(5) for photo in ids})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert marks_in(path) == known
        store.set_marks({photo: Marks(5) for photo in ids})
    assert set(marks_in(path).values()) == {Marks(5)}
