from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QListWidget, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.analysis.exporting.choice import Kind, What
from app.analysis.exporting.plan import Request
from app.analysis.exporting.selection import select
from app.analysis.series import SeriesKind
from app.library.photo import Flag, Marks
from app.library.transfer.parcel import Mode
from app.ui.export_choices import Shown
from app.ui.export_page import ExportPage, ExportSource
from app.ui.exporter import Exporter, Phase
from app.ui.jobs import Jobs
from tests.analysis.exporting.shoots import photo, shoot_of
from tests.fakes import BrightnessScorer
from tests.library.transfer.parcels import state, write
from tests.shoots import single
from tests.ui.conftest import Photographer
from tests.ui.test_names_for_screen_readers import nameless

Part = TypeVar("Part", bound=QWidget)


class Exporting:
    """Somebody at the page of exports, with a burst of four photos and a single one, of which two are picked."""

    def __init__(self, qtbot: QtBot, tmp_path: Path) -> None:
        self.qtbot, self.folder, self.to = qtbot, tmp_path / "shoot", tmp_path / "to"
        self.thumbnails, self.kept = (
            tmp_path / "none",
            QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat),
        )
        photos = [photo(n, folder=self.folder) for n in range(1, 6)]
        for one in photos:
            write(one.path, one.path.name.encode() * 1000)
        write(self.folder / "IMG_2.xmp", b"<x/>")
        series = [(SeriesKind.BURST, photos[:4]), (SeriesKind.SINGLE, photos[4:])]
        pick = Marks(flag=Flag.PICK)
        self.shoot = shoot_of(series, {2: pick, 4: pick}, {0: (3.0, 4.0, 5.0, 6.0)})
        self.window = QWidget()
        self.window.resize(1200, 800)
        qtbot.addWidget(self.window)
        self.jobs = Jobs(self.window)
        self.exporter = Exporter(self.jobs, self.thumbnails, lambda: BrightnessScorer, self.window)
        self.window.show()
        qtbot.waitActive(self.window)
        self.page = self.open()

    def open(self) -> ExportPage:
        """Open the page, anew if it was closed."""
        every = frozenset(one.id for one in self.shoot.photos)
        source = ExportSource(
            lambda: self.folder,
            lambda: Shown(every, frozenset()),
            lambda what: select(self.shoot, what, model_name="brightness"),
        )
        self.page = ExportPage(self.exporter, source, self.kept, self.window)
        self.page.open()
        return self.page

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait for something to become true."""
        self.qtbot.waitUntil(condition, timeout=30_000)

    def key(self, key: Qt.Key) -> None:
        """Press a key."""
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key)

    def part(self, kind: type[Part]) -> Part:
        """The part of the page of that kind."""
        found = self.page.findChild(kind)
        assert isinstance(found, kind)
        return found

    def fill(self, what: str = "Picks", template: str = "{name}", mode: Mode | None = Mode.COPY) -> None:
        """Fill in the fields, and wait until it is known what that would do."""
        photos, how = self.page.findChildren(QComboBox)
        to, names = self.page.findChildren(QLineEdit)
        photos.setCurrentIndex(photos.findText(what, Qt.MatchFlag.MatchStartsWith))
        how.setCurrentIndex([Mode.COPY, Mode.MOVE, Mode.LINK, None].index(mode))
        to.setText(str(self.to))
        names.setText(template)
        self.wait_for(lambda: self.exporter.state.plan is not None)

    def button(self, text: str) -> QPushButton:
        """The button that says so."""
        return next(one for one in self.page.findChildren(QPushButton) if one.text().startswith(text))

    def press(self, text: str) -> None:
        """Press a button by keys, and wait for the end."""
        self.button(text).setFocus()
        self.key(Qt.Key.Key_Return)
        self.wait_for(lambda: self.exporter.state.phase in {Phase.DONE, Phase.FAILED, Phase.STOPPED})

    def said(self) -> str:
        """All that the page says."""
        return " ".join(one.text() for one in self.page.findChildren(QLabel) if not one.isHidden())


@pytest.fixture
def exporting(qtbot: QtBot, tmp_path: Path) -> Iterator[Exporting]:
    made = Exporting(qtbot, tmp_path)
    yield made
    made.jobs.close()


def test_it_is_said_beforehand_what_would_be_done(exporting: Exporting) -> None:
    exporting.fill(template="{date}/{seq:2}_{name}")
    assert "2026-05-09/01_IMG_2.jpg, 2026-05-09/02_IMG_4.jpg" in exporting.said()
    assert "2 photos, 3 files with their sidecars, " in exporting.said()
    assert "are free there" in exporting.said()
    assert exporting.button("Copy").text() == "Copy 2 photos"
    assert not exporting.to.exists()


def test_names_follow_every_letter_and_mistakes_are_a_sentence(exporting: Exporting) -> None:
    exporting.fill()
    names = exporting.page.findChildren(QLineEdit)[1]
    names.setText("{oops}")
    assert "There is no field {oops}" in exporting.said()
    assert not exporting.button("Copy").isEnabled()
    exporting.wait_for(lambda: bool(exporting.exporter.state.sentence))
    assert exporting.said().count("There is no field {oops}") == 1
    names.setText("x{seq:1}")
    assert "x1.jpg, x2.jpg" in exporting.said()


def test_photos_arrive_and_the_page_says_so(exporting: Exporting) -> None:
    exporting.fill()
    for box in exporting.page.findChildren(QCheckBox):
        box.setChecked(box.text().startswith("Table"))
    exporting.wait_for(lambda: exporting.exporter.state.plan is not None)
    exporting.press("Copy")
    assert set(state(exporting.to)) == {"IMG_2.jpg", "IMG_2.xmp", "IMG_4.jpg", "burstpick.csv"}
    assert "2 photos arrived. Written: burstpick.csv." in exporting.said()
    assert "brightness-1" in (exporting.to / "burstpick.csv").read_text("utf-8-sig")
    exporting.press("Copy")
    assert "2 photos arrived, 2 of them before." in exporting.said()


def test_moved_photos_are_told_of_and_not_moved_again(exporting: Exporting) -> None:
    exporting.fill(mode=Mode.MOVE)
    with exporting.qtbot.waitSignal(exporting.exporter.taken_away):
        exporting.press("Move")
    assert not exporting.button("Move").isEnabled()
    assert set(state(exporting.folder)) == {"IMG_1.jpg", "IMG_3.jpg", "IMG_5.jpg"}


def test_the_window_follows_what_was_moved_and_so_do_marks(photographer: Photographer, tmp_path: Path) -> None:
    folder, desk = tmp_path / "shoot", photographer.desk
    for number in (1, 2):
        single(folder, number, seed=number, at=60 * number)
    photographer.open(folder)
    photographer.press("P")
    exporter = Exporter(desk.jobs, photographer.places.thumbnails, desk.models.loader, desk.window)
    exporter.taken_away.connect(desk.session.look_again)
    selection = select(desk.session.shoot, What(Kind.PICKS))
    exporter.plan(Request(selection, folder, tmp_path / "to", Mode.MOVE, "{seq}"))
    photographer.wait_for(lambda: exporter.state.plan is not None)
    exporter.start(frozenset())
    photographer.wait_for(lambda: len(desk.session.shoot) == 1)
    desk.session.open_folder(tmp_path / "to")
    photographer.wait_for(lambda: photographer.marks() == {"0001.jpg": "P"})


def test_what_fails_is_listed(exporting: Exporting) -> None:
    write(exporting.to / "IMG_2.jpg", (exporting.folder / "IMG_2.jpg").read_bytes())
    write(exporting.to / "IMG_2.xmp", b"<developed/>")
    exporting.fill()
    exporting.press("Copy")
    listed = exporting.part(QListWidget)
    assert listed.isVisible()
    assert [listed.item(row).text().split(" — ")[1] for row in range(listed.count())] == [
        "another file of that name is there already, which was left as it is"
    ]


def test_a_destination_that_cannot_be_is_said(exporting: Exporting) -> None:
    write(exporting.to, b"a file")
    exporting.fill()
    exporting.press("Copy")
    assert f"{exporting.to} is not a folder but a file; choose a folder." in exporting.said()


def test_stopped_from_the_page(exporting: Exporting) -> None:
    exporting.fill()
    exporting.button("Copy").click()
    exporting.exporter.cancel()
    exporting.wait_for(lambda: exporting.exporter.state.phase is Phase.STOPPED)
    assert exporting.said().count("Stopped.") == 1
    assert not [name for name in state(exporting.to) if name.startswith(".")]


def test_it_goes_on_when_the_page_is_closed_and_is_remembered(exporting: Exporting) -> None:
    exporting.fill(template="{seq}")
    exporting.button("Copy").click()
    exporting.key(Qt.Key.Key_Escape)
    exporting.wait_for(lambda: exporting.exporter.state.phase is Phase.DONE)
    assert set(state(exporting.to)) == {"0001.jpg", "0001.xmp", "0002.jpg"}
    exporting.open()
    to, names = exporting.page.findChildren(QLineEdit)
    assert (to.text(), names.text()) == (str(exporting.to), "{seq}")


def test_the_way_photos_are_chosen(exporting: Exporting) -> None:
    for what, number in (("Best", 3), ("3 stars", 0), ("Red", 0), ("All that", 5), ("All photos", 5), ("Rejects", 0)):
        exporting.fill(what)
        exporting.wait_for(lambda: exporting.exporter.state.plan is not None)
        planned = exporting.exporter.state.plan
        assert planned is not None
        assert len(planned.frames) == number, what
        assert exporting.button("Copy").isEnabled() == bool(number)
    assert "No photo is meant by that." in exporting.said()


def test_lists_alone_need_a_list(exporting: Exporting) -> None:
    boxes = exporting.page.findChildren(QCheckBox)
    for box in boxes:
        box.setChecked(False)
    exporting.fill(mode=None)
    assert not exporting.button("Write lists").isEnabled()
    boxes[3].setChecked(True)
    exporting.wait_for(lambda: exporting.exporter.state.plan is not None)
    exporting.press("Write lists")
    assert set(state(exporting.to)) == {"burstpick-names-commas.txt", "burstpick-names-spaces.txt"}


def test_every_field_is_reached_by_tab_and_has_a_name(exporting: Exporting) -> None:
    exporting.fill()
    start = exporting.window.focusWidget()
    reached = []
    for _ in range(20):
        exporting.key(Qt.Key.Key_Tab)
        focused = exporting.window.focusWidget()
        if focused is start:
            break
        reached.append(type(focused).__name__)
    assert reached == [
        *("QLineEdit", "QPushButton", "ChoiceBox", "QLineEdit"),
        *["QCheckBox"] * 4,
        *["QPushButton"] * 2,
    ]
    assert list(nameless(exporting.page)) == []


def test_while_it_runs_there_is_progress_and_nothing_to_change(exporting: Exporting) -> None:
    exporting.fill()
    exporting.button("Copy").click()
    assert exporting.part(QProgressBar).isVisible()
    assert not exporting.page.findChildren(QComboBox)[0].isEnabled()
    assert exporting.button("Stop").isVisible()
    exporting.wait_for(lambda: exporting.exporter.state.phase is Phase.DONE)
    assert not exporting.part(QProgressBar).isVisible()


def test_marks_as_they_are_when_the_page_opens(exporting: Exporting) -> None:
    exporting.page.close()
    exporting.shoot.set_marks({one.id: Marks(flag=Flag.PICK) for one in exporting.shoot.photos})
    exporting.open()
    exporting.fill()
    assert exporting.button("Copy").text() == "Copy 5 photos"
