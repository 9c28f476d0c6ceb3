"""The settings page, used by keys as somebody at a keyboard does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.analysis.model_shelf import ModelShelf
from app.paths import Places
from app.ui.download_bar import described
from app.ui.jobs import Jobs
from app.ui.model_keeper import ModelKeeper
from app.ui.model_row import ModelRow
from app.ui.model_states import Shelf
from app.ui.progress import Progress, Stage
from app.ui.settings_page import SettingsPage
from tests.fakes import FakeShelf, measuring_shelf
from tests.networks import small_weights

ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab


class Reader:
    """Somebody at the page: presses keys, reads what it says."""

    def __init__(self, qtbot: QtBot, shelf: Shelf) -> None:
        self._qtbot = qtbot
        self.jobs = Jobs()
        self.keeper = ModelKeeper(shelf, self.jobs)
        self.page = SettingsPage(self.keeper)
        qtbot.addWidget(self.page)

    def open(self) -> "Reader":
        with self._qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        self.wait_for(lambda: len(self.page.rows) > 1)
        return self

    def wait_for(self, condition: object) -> None:
        self._qtbot.waitUntil(condition, timeout=20_000)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(QApplication.focusWidget() or self.page, key)

    def go_to(self, text: str, within: str = "") -> None:
        """Tab on until the focus is on a button of that text, in the row of a model if one is named."""
        for _ in range(40):
            if self.focus == text and (not within or self.row(within).isAncestorOf(QApplication.focusWidget())):
                return
            self.press(TAB)
        raise AssertionError(f"Tab never reached {text}; it reached {self.focus}.")

    @property
    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return widget.text() if isinstance(widget, QPushButton | QLineEdit) else type(widget).__name__

    def row(self, name: str) -> ModelRow:
        return next(row for row in self.page.rows if row.state.entry.name == name)

    def names(self) -> list[str]:
        return [row.state.entry.name for row in self.page.rows]

    def said(self, name: str) -> str:
        return texts(self.row(name))


def texts(widget: QWidget) -> str:
    labels = [one for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    return "\n".join(one.text() for one in labels if one.text())


def buttons(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QPushButton) if one.isVisibleTo(widget)]


@pytest.fixture
def shelf() -> Iterator[FakeShelf]:
    shelf = FakeShelf()
    yield shelf
    shelf.go.set()


@pytest.fixture
def reader(qtbot: QtBot, shelf: FakeShelf) -> Iterator[Reader]:
    reader = Reader(qtbot, shelf)
    yield reader.open()
    reader.page.close()
    shelf.go.set()
    reader.jobs.close()


def download(reader: Reader) -> None:
    reader.go_to("Download…")
    reader.press(ENTER)
    reader.go_to("Download", within="fine")
    reader.press(ENTER)


def test_every_model_has_a_row_that_says_how_it_stands(reader: Reader) -> None:
    assert reader.names() == ["plain", "fine"]
    assert reader.said("plain") == "plain\nIn use\nMeasures light."
    assert reader.said("fine") == "fine\nNot downloaded\nKnows better."
    assert buttons(reader.row("plain")) == []
    assert buttons(reader.row("fine")) == ["Download…"]


def test_enter_at_once_closes_and_changes_nothing(reader: Reader, shelf: FakeShelf) -> None:
    assert reader.focus == "Close"
    reader.press(ENTER)
    assert not reader.page.isVisible()
    assert shelf.in_use.name == "plain"


def test_the_licence_and_the_page_come_before_the_download(reader: Reader, shelf: FakeShelf) -> None:
    reader.go_to("Download…")
    reader.press(ENTER)
    assert "The authors state no licence." in reader.said("fine")
    assert "example.org/fine" in buttons(reader.row("fine"))
    assert reader.focus == "Not now"
    reader.press(ENTER)
    assert reader.focus == "Download…"
    assert reader.said("fine") == "fine\nNot downloaded\nKnows better."
    assert shelf.arrived == 0


def test_the_page_of_a_model_opens_in_the_browser(reader: Reader) -> None:
    class Browser(QObject):
        opened = ""

        @Slot(QUrl)
        def open(self, url: QUrl) -> None:
            self.opened = url.toString()

    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")
    try:
        reader.go_to("Download…")
        reader.press(ENTER)
        reader.go_to("example.org/fine")
        reader.press(ENTER)
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == "https://example.org/fine"


def test_escape_takes_back_a_question_first_and_then_closes(reader: Reader) -> None:
    reader.go_to("Download…")
    reader.press(ENTER, ESC)
    assert reader.page.isVisible()
    assert reader.focus == "Download…"
    reader.press(ESC)
    assert not reader.page.isVisible()


def test_a_question_is_gone_when_the_page_opens_again(reader: Reader) -> None:
    reader.go_to("Download…")
    reader.press(ENTER)
    reader.page.close()
    reader.open()
    assert buttons(reader.row("fine")) == ["Download…"]


def test_a_download_shows_how_far_it_is_and_can_be_cancelled(reader: Reader, shelf: FakeShelf) -> None:
    shelf.arrived = 100_000_000
    shelf.go.clear()
    download(reader)
    reader.wait_for(lambda: "100 MB of 400 MB" in reader.said("fine"))
    assert "Downloading…" in reader.said("fine")
    [bar] = [one for one in reader.row("fine").findChildren(QProgressBar) if one.isVisible()]
    assert (bar.value(), bar.maximum()) == (250, 1000)
    assert reader.focus == "Cancel"
    reader.press(ENTER)
    assert "Not downloaded" in reader.said("fine")
    assert reader.focus == "Download…"


def test_a_download_goes_on_without_the_page_and_is_there_again_with_it(reader: Reader, shelf: FakeShelf) -> None:
    shelf.go.clear()
    download(reader)
    reader.press(ESC)
    assert not reader.page.isVisible()
    shelf.arrived = 200_000_000
    reader.open()
    assert "Downloading…" in reader.said("fine")
    shelf.go.set()
    reader.wait_for(lambda: "Ready · 400 MB" in reader.said("fine"))
    assert buttons(reader.row("fine")) == ["Use", "Remove…"]


def test_a_failure_is_a_sentence_in_the_row_and_can_be_tried_again(reader: Reader, shelf: FakeShelf) -> None:
    shelf.faults["download", "fine"] = "The line broke; look at your network."
    download(reader)
    reader.wait_for(lambda: "The line broke; look at your network." in reader.said("fine"))
    reader.go_to("Try again")
    reader.press(ENTER)
    reader.wait_for(lambda: "Ready" in reader.said("fine"))
    assert "The line broke" not in reader.said("fine")


def test_a_warning_stays_until_it_is_dismissed(reader: Reader, shelf: FakeShelf) -> None:
    shelf.download_warning = "It is another file than last time."
    download(reader)
    reader.wait_for(lambda: "another file" in reader.said("fine"))
    reader.press(ESC)
    reader.open()
    assert "another file" in reader.said("fine")
    reader.go_to("Dismiss")
    reader.press(ENTER)
    assert "another file" not in reader.said("fine")


def test_using_a_model_marks_its_row(reader: Reader) -> None:
    download(reader)
    reader.wait_for(lambda: "Ready" in reader.said("fine"))
    reader.go_to("Use", within="fine")
    reader.press(Qt.Key.Key_Space)
    reader.wait_for(lambda: "In use · 400 MB" in reader.said("fine"))
    assert "Ready" in reader.said("plain")
    assert buttons(reader.row("plain")) == ["Use"]
    assert reader.row("fine").isAncestorOf(QApplication.focusWidget())


def test_removing_asks_in_the_row(reader: Reader, shelf: FakeShelf) -> None:
    download(reader)
    reader.wait_for(lambda: "Ready" in reader.said("fine"))
    reader.go_to("Remove…")
    reader.press(ENTER)
    assert "Remove fine from this computer and free 400 MB?" in reader.said("fine")
    assert reader.focus == "Keep"
    reader.press(ENTER)
    assert shelf.models["fine"].installed
    reader.go_to("Remove…")
    reader.press(ENTER)
    reader.go_to("Remove")
    reader.press(ENTER)
    reader.wait_for(lambda: "Not downloaded" in reader.said("fine"))


def test_a_file_is_added_under_a_name_that_can_be_changed(reader: Reader, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "Plain.pt").write_bytes(b"weights")
    reader.go_to("Add a file…")
    reader.press(ENTER)
    [dialog] = reader.page.findChildren(QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    with qtbot.waitActive(dialog):
        field.setFocus()
    # Typed letter by letter, the field would open its list of proposals over the dialog.
    field.setText(str(tmp_path / "Plain.pt"))
    qtbot.keyClick(field, ENTER)
    reader.wait_for(lambda: not reader.page.findChildren(QFileDialog))
    with qtbot.waitActive(reader.page):
        reader.page.activateWindow()
    assert reader.focus == "plain"
    reader.press(ENTER)
    reader.wait_for(lambda: "another name" in texts(reader.page))
    assert reader.focus == "plain"
    for letter in "MINE":
        reader.press(Qt.Key(ord(letter)))
    reader.press(ENTER)
    reader.wait_for(lambda: reader.names() == ["plain", "fine", "mine"])
    assert "another name" not in texts(reader.page)
    assert reader.focus == "Use"
    assert reader.row("mine").isAncestorOf(QApplication.focusWidget())


def test_adding_can_be_given_up_before_and_while_the_file_is_looked_at(reader: Reader, shelf: FakeShelf) -> None:
    adder = reader.page.adder
    adder.name_file(Path("/somewhere/mine.pt"))
    reader.press(ESC)
    assert reader.page.isVisible()
    assert reader.focus == "Add a file…"
    shelf.go.clear()
    adder.name_file(Path("/somewhere/mine.pt"))
    reader.press(ENTER)
    assert "Checking and converting mine.pt…" in texts(reader.page)
    assert reader.focus == "Cancel"
    reader.press(ENTER)
    assert "Checking" not in texts(reader.page)
    assert reader.focus == "Add a file…"
    shelf.go.set()
    reader.wait_for(lambda: reader.names() == ["plain", "fine"])
    assert "mine" not in shelf.models


def test_no_name_is_no_name(reader: Reader) -> None:
    reader.page.adder.name_file(Path("/somewhere/mine.pt"))
    reader.press(Qt.Key.Key_Delete, ENTER)
    assert "Checking" not in texts(reader.page)
    assert reader.focus == ""


def test_settings_that_cannot_be_read_are_named(qtbot: QtBot, shelf: FakeShelf) -> None:
    shelf.warning = "The settings are damaged."
    reader = Reader(qtbot, shelf).open()
    assert "The settings are damaged." in texts(reader.page)
    shelf.warning = ""
    reader.page.close()
    reader.open()
    reader.wait_for(lambda: "damaged" not in texts(reader.page))
    reader.jobs.close()


def test_everything_has_a_name_for_those_who_cannot_see_it(reader: Reader) -> None:
    row = reader.row("fine")
    assert row.accessibleName() == "fine: Not downloaded"
    names = {one.accessibleName() for one in row.findChildren(QPushButton)}
    assert {"Use fine", "Download fine", "Remove fine", "Cancel the download of fine"} <= names
    assert all(one.toolTip() for one in row.findChildren(QPushButton) if one.isVisibleTo(row))


def test_the_real_shelf_lists_adds_and_uses(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    reader = Reader(qtbot, measuring_shelf(places)).open()
    assert reader.names()[:2] == ["technical", "fgaesq"]
    (tmp_path / "holiday.pt").write_bytes(b"no weights at all")
    reader.page.adder.name_file(tmp_path / "holiday.pt")
    reader.press(ENTER)
    reader.wait_for(lambda: "holiday.pt" in texts(reader.page) and "Checking" not in texts(reader.page))
    reader.page.adder.name_file(small_weights(tmp_path / "Mine.safetensors"))
    reader.press(ENTER)
    reader.wait_for(lambda: "mine" in reader.names())
    reader.go_to("Use", within="mine")
    reader.press(ENTER)
    reader.wait_for(lambda: "In use" in reader.said("mine"))
    assert ModelShelf(places.models, places.settings).in_use.name == "mine"
    reader.page.close()
    reader.jobs.close()


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (None, "Connecting…"),
        (Progress(Stage.DOWNLOADING, 3_000_000, 0, None), "3.0 MB"),
        (Progress(Stage.DOWNLOADING, 3_000_000, 600_000_000, None), "3.0 MB of 600 MB"),
        (Progress(Stage.DOWNLOADING, 300_000_000, 600_000_000, 120.0), "300 MB of 600 MB · about 2 min left"),
        (Progress(Stage.DOWNLOADING, 600_000_000, 600_000_000, 0.0), "Checking and converting what has come…"),
    ],
)
def test_a_download_in_words(progress: Progress | None, text: str) -> None:
    assert described(progress) == text
