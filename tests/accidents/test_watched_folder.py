"""Other programs change the folder that is open: the view follows, and nothing a person did or chose is lost."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from app.library.folder_watch import Change, FolderWatch
from app.library.photo import Flag, Marks
from app.library.store import Store
from app.paths import Places
from app.ui.folder_watcher import FolderWatcher
from tests.accidents.conftest import sitting
from tests.accidents.disks import Disk
from tests.pictures import scene, write_photo
from tests.shoots import START, burst, single
from tests.ui.conftest import Photographer


@pytest.fixture
def sitter(qtbot: QtBot, places: Places) -> Iterator[Photographer]:
    """Somebody in a window that watches whatever folder is open."""
    for photographer in sitting(qtbot, places):
        watcher = watched(photographer)
        yield photographer
        watcher.close()


@pytest.fixture
def desk(sitter: Photographer, tmp_path: Path) -> Photographer:
    """Somebody before a photo, a burst of four, another photo, and a broken file."""
    folder = tmp_path / "shoot"
    single(folder, 5, seed=2, at=0)
    burst(folder, 11, seed=3, at=60)
    single(folder, 21, seed=4, at=120)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    sitter.open(folder)
    return sitter


def watched(photographer: Photographer) -> FolderWatcher:
    """See to it that the window watches its folder."""
    session = photographer.desk.session
    found = photographer.desk.findChild(FolderWatcher)
    if isinstance(found, FolderWatcher):
        return found
    watcher = FolderWatcher(photographer.desk, look_again=0.1)
    session.folder_changed.connect(lambda: watcher.watch(session.folder, recursive=session.recursive))
    watcher.changed.connect(session.look_again)
    return watcher


def folder_of(photographer: Photographer) -> Path:
    folder = photographer.desk.session.folder
    assert folder is not None
    return folder


def shown(photographer: Photographer) -> set[str]:
    return {photo.path.name for photo in photographer.desk.session.shoot.photos}


def test_photos_that_come_and_go_are_followed(desk: Photographer) -> None:
    folder = folder_of(desk)
    desk.click("IMG_0012.jpg")
    desk.press("4", "P")
    write_photo(folder / "IMG_0030.jpg", scene(9), START)
    (folder / "IMG_0005.jpg").unlink()
    desk.wait_for(lambda: "IMG_0030.jpg" in shown(desk) and "IMG_0005.jpg" not in shown(desk))
    desk.wait_for(lambda: not desk.desk.pipeline.working)
    assert "IMG_0030.jpg" in {name for series in desk.names() for name in series}
    assert desk.current_name == "IMG_0012.jpg"
    assert desk.marks() == {"IMG_0012.jpg": "P4"}
    desk.press("Z", modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.marks() == {"IMG_0012.jpg": "4"}
    assert [one.path.name for one in desk.desk.pipeline.skipped] == ["broken.jpg"]


def test_a_renamed_photo_stays_current_chosen_and_marked(desk: Photographer) -> None:
    desk.click("IMG_0012.jpg")
    desk.press("4")
    desk.press("A", modifier=Qt.KeyboardModifier.ControlModifier)
    chosen = desk.desk.session.chosen
    (folder_of(desk) / "IMG_0012.jpg").rename(folder_of(desk) / "best of all.jpg")
    desk.wait_for(lambda: "best of all.jpg" in shown(desk))
    desk.wait_for(lambda: not desk.desk.pipeline.working)
    assert desk.current_name == "best of all.jpg"
    assert desk.marks() == {"best of all.jpg": "4"}
    assert desk.desk.session.chosen == chosen


def test_a_photo_that_was_edited_elsewhere_keeps_its_marks_and_shows_its_new_pixels(desk: Photographer) -> None:
    desk.click("IMG_0005.jpg")
    desk.press("5")
    session = desk.desk.session
    before = session.shoot.photo(desk.id_of("IMG_0005.jpg")).digest
    write_photo(folder_of(desk) / "IMG_0005.jpg", scene(77), START)
    desk.wait_for(lambda: session.shoot.photo(desk.id_of("IMG_0005.jpg")).digest != before)
    desk.wait_for(lambda: not desk.desk.pipeline.working)
    assert desk.marks() == {"IMG_0005.jpg": "5"}
    assert session.shoot.vector(desk.id_of("IMG_0005.jpg")) is not None


def test_where_the_current_photo_goes_its_neighbour_takes_its_place(desk: Photographer) -> None:
    desk.click("IMG_0012.jpg")
    for number in (12, 13, 14):
        (folder_of(desk) / f"IMG_00{number}.jpg").unlink()
    desk.wait_for(lambda: "IMG_0012.jpg" not in shown(desk))
    assert desk.current_name == "IMG_0021.jpg"
    desk.press("3")
    assert desk.marks() == {"IMG_0021.jpg": "3"}


def test_a_file_that_arrives_slowly_is_shown_once_it_is_whole(desk: Photographer, tmp_path: Path) -> None:
    whole = write_photo(tmp_path / "whole.jpg", scene(5), START).read_bytes()
    arriving = folder_of(desk) / "IMG_0040.jpg"
    arriving.write_bytes(whole[: len(whole) // 2])
    desk.wait_for(lambda: arriving in {one.path for one in desk.desk.pipeline.skipped} or "IMG_0040.jpg" in shown(desk))
    desk.wait_for(lambda: not desk.desk.pipeline.working)
    arriving.write_bytes(whole)
    desk.wait_for(lambda: "IMG_0040.jpg" in {name for series in desk.names() for name in series})
    desk.wait_for(lambda: not desk.desk.pipeline.working)
    assert [one.path.name for one in desk.desk.pipeline.skipped] == ["broken.jpg"]
    shoot = desk.desk.session.shoot
    assert shoot.photo(desk.id_of("IMG_0040.jpg")).stamps[0].size == len(whole)


def test_marks_that_another_burstpick_gave_are_seen_and_those_given_meanwhile_stay(desk: Photographer) -> None:
    desk.click("IMG_0012.jpg")
    desk.press("4")
    with Store(desk.places.library) as other:
        other.set_marks({desk.id_of("IMG_0005.jpg"): Marks(2, Flag.REJECT)})
    desk.desk.session.look_again()
    desk.press("1")
    desk.wait_for(lambda: desk.marks() == {"IMG_0012.jpg": "1", "IMG_0005.jpg": "X2"})


def test_a_folder_that_is_unplugged_and_plugged_in_again(sitter: Photographer, disk: Disk, shoot: Path) -> None:
    home = disk.at
    shutil.copytree(shoot, home / "DCIM")
    sitter.open(home / "DCIM")
    sitter.press(Qt.Key.Key_Home, "4")
    disk.move_to(home.with_name("away"))
    sitter.wait_for(lambda: "is not there" in sitter.desk.window.message())
    sitter.press("P")
    assert sitter.marks() == {"IMG_0002.jpg": "P4"}
    write_photo(disk.at / "DCIM" / "late.jpg", scene(9), START)
    disk.move_to(home)
    sitter.wait_for(lambda: "late.jpg" in shown(sitter))
    assert sitter.marks() == {"IMG_0002.jpg": "P4"}


def test_two_thousand_changes_are_told_a_few_times(qtbot: QtBot, tmp_path: Path) -> None:
    watcher = FolderWatcher()
    spy, sidecars = QSignalSpy(watcher.changed), QSignalSpy(watcher.sidecars_changed)
    watcher.watch(tmp_path)
    qtbot.waitUntil(lambda: watcher._watch is not None and watcher._watch._observer is not None)
    for n in range(2000):
        (tmp_path / f"{n}.jpg").write_bytes(b"x")
    qtbot.waitUntil(lambda: spy.count() > 0)
    qtbot.wait(700)
    assert spy.count() <= 3
    (tmp_path / "1.xmp").write_bytes(b"x")
    (tmp_path / ".hidden").write_bytes(b"x")
    qtbot.waitUntil(lambda: sidecars.count() == 1)
    assert spy.count() <= 3
    watcher.close()


def test_subfolders_are_watched_with_their_folder(tmp_path: Path) -> None:
    told: list[Change] = []
    arrived = threading.Event()

    def changed(change: Change) -> None:
        told.append(change)
        arrived.set()

    (tmp_path / "a" / "b").mkdir(parents=True)
    watch = FolderWatch(tmp_path, changed, recursive=True)
    while watch._observer is None:
        assert not arrived.wait(0.01)
    (tmp_path / "a" / "b" / "c.jpg").write_bytes(b"x")
    assert arrived.wait(10)
    watch.close()
    assert set(told) == {Change.PHOTOS}
    assert not watch._thread.is_alive()


def test_what_no_system_tells_is_seen_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a drive of the network, where another computer writes."""
    arrived = threading.Event()
    monkeypatch.setattr(FolderWatch, "_begin", lambda _: None)
    watch = FolderWatch(tmp_path, lambda _: arrived.set(), recursive=False, look_again=0.05)
    written = 0
    while not arrived.wait(0.1):
        # It may not have looked for the first time yet.
        (tmp_path / f"{(written := written + 1)}.jpg").write_bytes(b"x")
        assert written < 100
    watch.close()
