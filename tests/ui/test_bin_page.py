from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.analysis.exporting.discard import Side
from app.library.thumbnails import ThumbnailCache
from app.library.transfer import system_bin
from app.ui import bin_keeper
from app.ui.bin_keeper import BinKeeper, BinPhase
from app.ui.bin_page import BinPage
from app.ui.jobs import Jobs
from app.ui.thumbnails import Thumbnails
from tests.analysis.exporting.shoots import photo
from tests.bins import own_bin
from tests.library.transfer.parcels import state, write
from tests.pictures import scene, write_photo
from tests.shoots import single
from tests.ui.conftest import Photographer
from tests.ui.test_names_for_screen_readers import nameless


class Binning:
    """Somebody at the page of the bin, who rejected a RAW+JPEG pair and a single photo."""

    def __init__(self, qtbot: QtBot, tmp_path: Path) -> None:
        self.qtbot, self.folder = qtbot, tmp_path / "shoot"
        pair = photo(5, "IMG_5.jpg", "IMG_5.cr3", folder=self.folder)
        rejects, others = [photo(1, folder=self.folder), pair], [photo(2, folder=self.folder)]
        for one in (*rejects, *others):
            write_photo(one.path, scene(one.id, (48, 32)))
        write(self.folder / "IMG_5.cr3", b"raw")
        write(self.folder / "IMG_5.xmp", b"<x/>")
        self.window = QWidget()
        self.window.resize(1200, 800)
        qtbot.addWidget(self.window)
        self.jobs = Jobs(self.window)
        self.thumbnails = Thumbnails(ThumbnailCache(tmp_path / "thumbnails"), self.jobs, 1, self.window)
        self.keeper = BinKeeper(self.jobs, self.window)
        self.window.show()
        qtbot.waitActive(self.window)
        self.page = BinPage(self.keeper, rejects, lambda: others, self.thumbnails, self.window)
        self.page.open()
        self.wait_for(lambda: self.keeper.state.plan is not None)

    def close(self) -> None:
        """End the threads."""
        self.thumbnails.close()
        self.jobs.close()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait for something to become true."""
        self.qtbot.waitUntil(condition, timeout=30_000)

    def key(self, key: Qt.Key) -> None:
        """Press a key."""
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key)

    def frames(self) -> list[QListWidgetItem]:
        """The photos shown."""
        shown = self.page.findChildren(QListWidget)[0]
        return [shown.item(row) for row in range(shown.count())]

    def press(self, text: str, until: BinPhase) -> None:
        """Press a button by keys, and wait for the end."""
        next(one for one in self.page.findChildren(QPushButton) if one.text().startswith(text)).setFocus()
        self.key(Qt.Key.Key_Return)
        self.wait_for(lambda: self.keeper.state.phase is until)

    def said(self) -> str:
        """All that the page says."""
        return " ".join(one.text() for one in self.page.findChildren(QLabel))


@pytest.fixture
def binning(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Binning]:
    own_bin(monkeypatch, tmp_path / "data")
    made = Binning(qtbot, tmp_path)
    yield made
    made.close()


def test_what_would_go_is_shown_and_nothing_has_gone(binning: Binning) -> None:
    before, page = state(binning.folder), binning.page
    assert [item.text() for item in binning.frames()] == ["IMG_1.jpg", "IMG_5.jpg + RAW"]
    binning.wait_for(lambda: not any(item.icon().isNull() for item in binning.frames()))
    assert "2 photos, 4 files of" in binning.said()
    assert "with their sidecars. Nothing is deleted" in binning.said()
    assert "Of 1 photo in RAW and JPEG go:" in binning.said()
    with binning.qtbot.waitSignal(page.destroyed):
        binning.key(Qt.Key.Key_Return)
    assert state(binning.folder) == before


@pytest.mark.parametrize(
    ("chosen", "gone"),
    [
        (0, {"IMG_1.jpg", "IMG_5.jpg", "IMG_5.cr3", "IMG_5.xmp"}),
        (1, {"IMG_1.jpg", "IMG_5.cr3"}),
        (2, {"IMG_1.jpg", "IMG_5.jpg"}),
    ],
)
def test_both_or_one_of_a_pair_go_and_come_back(binning: Binning, chosen: int, gone: set[str]) -> None:
    before = state(binning.folder)
    binning.page.findChildren(QRadioButton)[chosen].setChecked(True)
    binning.wait_for(lambda: binning.keeper.state.plan is not None)
    binning.press("Put", BinPhase.BINNED)
    assert set(before) - set(state(binning.folder)) == gone
    assert f"{len(gone)} files in the bin." in binning.said()
    binning.press("Take back", BinPhase.RESTORED)
    assert state(binning.folder) == before
    assert f"{len(gone)} files back where they were." in binning.said()


def test_who_holds_the_key_too_long_takes_nothing_back(binning: Binning) -> None:
    binning.press("Put", BinPhase.BINNED)
    focus = binning.window.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Close"


def test_the_window_follows_and_marks_come_back_too(
    photographer: Photographer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_bin(monkeypatch, tmp_path / "data")
    folder, desk = tmp_path / "shoot", photographer.desk
    for number in (1, 2):
        single(folder, number, seed=number, at=60 * number)
    photographer.open(folder)
    photographer.press("X")
    keeper = BinKeeper(desk.jobs, desk.window)
    keeper.taken_away.connect(desk.session.look_again)
    shoot = desk.session.shoot
    keeper.plan([shoot.photo(photographer.id_of("IMG_0001.jpg"))], Side.BOTH, [])
    photographer.wait_for(lambda: keeper.state.plan is not None)
    keeper.start()
    photographer.wait_for(lambda: len(shoot) == 1)
    keeper.undo()
    photographer.wait_for(lambda: len(shoot) == 2)
    assert photographer.marks() == {"IMG_0001.jpg": "X"}


def test_what_the_bin_does_not_take_is_listed_and_stays(binning: Binning, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(system_bin, "_send", refuse)
    before = state(binning.folder)
    binning.press("Put", BinPhase.BINNED)
    assert state(binning.folder) == before
    listed = binning.page.findChildren(QListWidget)[1]
    assert "the bin did not take it, so it stays (Read-only file system)" in listed.item(0).text()
    assert "listed below" in binning.said()
    assert not binning.keeper.can_undo


def test_elsewhere_the_bin_itself_must_be_opened(binning: Binning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bin_keeper, "CAN_RESTORE", False)
    binning.press("Put", BinPhase.BINNED)
    assert "open the Bin and choose Put Back" in binning.said()
    assert not any(one.isVisible() for one in binning.page.findChildren(QPushButton) if one.text() == "Take back")


def test_every_part_has_a_name(binning: Binning) -> None:
    assert list(nameless(binning.page)) == []
