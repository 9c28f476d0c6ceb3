"""The page of what is seldom changed about sidecars, used by keys, and what comes of it in files."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.analysis.sidecars import Outcome, SidecarReading, SidecarWriting, WriteOptions, Written
from app.library.photo import Label, Marks, PhotoId
from app.library.settings import SettingsFile
from app.library.sidecar_choice import SidecarChoice
from app.library.xmp.edit import new_packet
from app.library.xmp.label_texts import BRIDGE_WORDS, LIGHTROOM_WORDS, LabelTexts, Words
from app.library.xmp.packet import read_packet
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Wish
from app.paths import Places
from app.ui.sidecar_details import SidecarDetails
from app.ui.sidecar_row import SidecarRow
from app.ui.sidecar_work import unpaid
from tests.library.xmp.packets import packet
from tests.pictures import scene, write_photo
from tests.ui.conftest import Photographer
from tests.ui.test_names_for_screen_readers import nameless

GERMAN: Words = ("Rot", "Gelb", "Grün", "Blau", "Lila")
UP, DOWN, TAB, ENTER, ESC = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
)
CTRL = Qt.KeyboardModifier.ControlModifier
needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")


class Reader:
    """Somebody at the page: presses keys on what has them, reads what it says."""

    def __init__(self, qtbot: QtBot, choice: SidecarChoice) -> None:
        self._qtbot = qtbot
        self.row = SidecarRow(choice)
        self.told: list[SidecarChoice] = []
        self.row.chosen.connect(self.told.append)
        qtbot.addWidget(self.row)
        self.row.resize(1024, 700)
        with qtbot.waitActive(self.row):
            self.row.show()
            self.row.activateWindow()
        self.open()

    def open(self) -> None:
        more = self.row.fields()[-1]
        more.setFocus()
        self._qtbot.keyClick(more, Qt.Key.Key_Space)

    @property
    def page(self) -> SidecarDetails | None:
        return next((one for one in self.row.findChildren(SidecarDetails) if one.isVisible()), None)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(QApplication.focusWidget(), key)

    def write(self, text: str) -> None:
        """Write instead of what stands in the field with the keys."""
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        self._qtbot.keyClick(field, Qt.Key.Key_A, CTRL)
        self._qtbot.keyClick(field, Qt.Key.Key_Backspace)
        for letter in text:
            # The test library knows no keys beyond ASCII.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def write_own(self, words: Words) -> None:
        """Choose own words by keys, and write them."""
        self.go_to("What colour labels are called")
        self.press(DOWN, DOWN)
        for word in words:
            self.write(word)
            self.press(TAB)

    def go_to(self, name: str) -> None:
        for _ in range(12):
            if self.focus == name:
                return
            self.press(TAB)
        raise AssertionError(f"Tab never reached {name}; it reached {self.focus}.")

    @property
    def focus(self) -> str:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget.text() if isinstance(widget, QPushButton) else widget.accessibleName()

    def said(self) -> str:
        assert self.page is not None
        return "\n".join(one.text() for one in self.page.findChildren(QLabel) if one.isVisible())

    def shown(self) -> Words:
        assert self.page is not None
        red, yellow, green, blue, purple = (one.text() for one in self.page.findChildren(QLineEdit))
        return red, yellow, green, blue, purple


@pytest.fixture
def reader(qtbot: QtBot) -> Reader:
    return Reader(qtbot, SidecarChoice())


def test_names_and_cards_are_chosen_by_keys(reader: Reader) -> None:
    assert reader.focus == "Names of new sidecars"
    reader.press(DOWN, DOWN, DOWN)
    assert reader.row.choice.naming is Naming.BOTH
    reader.press(UP)
    assert reader.row.choice.naming is Naming.LONG
    reader.press(TAB, DOWN)
    assert reader.row.choice == SidecarChoice(naming=Naming.LONG, on_cards=True)
    reader.press(ESC)
    assert reader.page is None
    assert reader.focus == "More…"
    reader.open()
    assert isinstance(box := QApplication.focusWidget(), QComboBox)
    assert (box.currentIndex(), len(reader.told)) == (2, 5)
    reader.press(UP, UP)
    assert reader.row.choice.naming is None


def test_tab_goes_round_and_every_field_has_a_name(reader: Reader) -> None:
    reader.go_to("What colour labels are called")
    reader.press(TAB)
    assert reader.focus == "Close", "words of a set that is not one's own are only read"
    reader.press(TAB, TAB, TAB, DOWN, DOWN)
    assert list(nameless(reader.row)) == []
    names = []
    for _ in range(6):
        names.append(reader.focus)
        reader.press(TAB)
    assert names == ["Red label", "Yellow label", "Green label", "Blue label", "Purple label", "Close"]
    assert reader.focus == "Names of new sidecars"


def test_a_set_is_chosen_and_its_words_are_shown(reader: Reader) -> None:
    reader.go_to("What colour labels are called")
    assert reader.shown() == LIGHTROOM_WORDS
    reader.press(DOWN)
    assert (reader.shown(), reader.row.choice.texts.words) == (BRIDGE_WORDS, BRIDGE_WORDS)
    reader.press(UP)
    assert reader.row.choice == SidecarChoice(), "a set that was only passed by leaves no trace"
    reader.press(DOWN, ESC)
    reader.open()
    reader.go_to("What colour labels are called")
    reader.press(UP)
    assert reader.row.choice.texts.words == LIGHTROOM_WORDS
    assert reader.row.choice.texts.is_former("Select", Label.RED)


def test_own_words_are_taken_field_by_field_and_come_back_after_a_look_at_another_set(reader: Reader) -> None:
    reader.write_own(GERMAN)
    assert reader.row.choice.texts.words == GERMAN
    reader.go_to("What colour labels are called")
    reader.press(UP)
    assert (reader.shown(), reader.row.choice.texts.words) == (BRIDGE_WORDS, BRIDGE_WORDS)
    reader.press(DOWN)
    assert (reader.shown(), reader.row.choice.texts.words) == (GERMAN, GERMAN)
    reader.press(ESC)
    reader.open()
    assert reader.shown() == GERMAN
    reader.go_to("Blue label")
    reader.write("  Meer ")
    reader.press(ENTER)
    assert reader.page is not None
    assert reader.row.choice.texts.of(Label.BLUE) == "Meer"
    assert reader.row.choice.texts.label("blau") is Label.BLUE


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("", "Every colour needs a word"),
        ("   ", "Every colour needs a word"),
        ("yellow", "No two colours may have the same word"),
        ("NONE", "“None” stands for no label"),
        ("a\u200bb", "cannot be seen"),
    ],
)
def test_words_that_cannot_be_kept_are_told_in_a_sentence_and_those_of_before_stay(
    reader: Reader, word: str, told: str
) -> None:
    reader.go_to("What colour labels are called")
    reader.press(DOWN, DOWN)
    before = reader.row.choice.texts.words
    reader.write(word)
    assert told not in reader.said(), "nobody is interrupted"
    reader.press(TAB)
    assert told in reader.said()
    assert reader.row.choice.texts.words == before
    reader.press(ESC)
    assert reader.page is not None, "nobody leaves without having read it"
    assert reader.focus == "Red label"
    reader.write("Ruby")
    assert told not in reader.said()
    reader.press(ESC)
    assert reader.page is None
    assert reader.row.choice.texts.of(Label.RED) == "Ruby"


def test_who_leaves_all_the_same_keeps_the_words_of_before(reader: Reader) -> None:
    reader.go_to("What colour labels are called")
    reader.press(DOWN, DOWN)
    reader.write("")
    reader.press(ESC, ESC)
    assert reader.page is None
    assert reader.row.choice == SidecarChoice()


def test_the_card_fits_into_a_small_window(qtbot: QtBot) -> None:
    reader = Reader(qtbot, SidecarChoice())
    reader.row.resize(620, 560)
    page = reader.page
    assert page is not None
    assert reader.row.rect().contains(page.card.geometry())
    assert page.card.geometry().height() >= page.card.heightForWidth(page.card.width())


# -- in files


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    for number in range(3):
        write_photo(tmp_path / "shoot" / f"IMG_{number}.jpg", scene(number, (96, 64)))
    return tmp_path / "shoot"


def choose(photographer: Photographer, choice: SidecarChoice) -> None:
    """As the row of the settings tells it."""
    photographer.desk.window._sidecars.row._choose(choice)


def message(photographer: Photographer) -> str:
    return photographer.desk.window.message()


def label_in(path: Path) -> str | None:
    return read_packet(path.read_bytes()).label


@needs_exiftool
def test_own_words_arrive_in_a_sidecar_and_new_ones_replace_them_but_nobody_elses(
    photographer: Photographer, shoot: Path, places: Places
) -> None:
    (shoot / "IMG_1.xmp").write_bytes(packet('xmp:Label="Delete me?"'))
    choose(photographer, SidecarChoice(texts=LabelTexts().changed_to(GERMAN)))
    photographer.open(shoot)
    photographer.click("IMG_0.jpg")
    photographer.press("8")
    photographer.press("S", modifier=CTRL)
    photographer.wait_for(lambda: message(photographer).startswith("Sidecars: 1 written, 1 unchanged"))
    done = subprocess.run(
        ["exiftool", "-json", "-XMP:Label", shoot / "IMG_0.xmp", shoot / "IMG_1.xmp"], capture_output=True, check=True
    )
    assert [one["Label"] for one in json.loads(done.stdout)] == ["Grün", "Delete me?"]
    choose(photographer, SidecarChoice(texts=LabelTexts().changed_to(GERMAN).changed_to(BRIDGE_WORDS)))
    photographer.press("S", modifier=CTRL)
    photographer.wait_for(lambda: label_in(shoot / "IMG_0.xmp") == "Approved")
    photographer.wait_for(lambda: message(photographer).startswith("Sidecars: 1 written, 1 unchanged"))
    assert label_in(shoot / "IMG_1.xmp") == "Delete me?"
    assert photographer.marks() == {"IMG_0.jpg": "green"}
    kept = SettingsFile(places.settings).read()
    assert (kept.warning, kept.sidecars.texts.words) == ("", BRIDGE_WORDS)
    assert kept.sidecars.texts.label("grün") is Label.GREEN


def test_labels_that_nobody_understood_are_seen_as_soon_as_their_words_are_known(
    photographer: Photographer, shoot: Path
) -> None:
    german = LabelTexts().changed_to(GERMAN)
    (shoot / "IMG_2.xmp").write_bytes(new_packet(Wish(Marks(label=Label.BLUE), texts=german), 1e9) or b"")
    photographer.open(shoot)
    photographer.press("R", modifier=CTRL | Qt.KeyboardModifier.AltModifier)
    photographer.wait_for(lambda: message(photographer) == "The sidecars of 3 photos say nothing new.")
    choose(photographer, SidecarChoice(texts=german))
    photographer.wait_for(lambda: photographer.marks() == {"IMG_2.jpg": "blue"})


def test_both_names_are_written_and_on_a_card_nothing_without_a_word(
    photographer: Photographer, shoot: Path, tmp_path: Path
) -> None:
    card = shoot.rename(tmp_path / "DCIM")
    choose(photographer, SidecarChoice(naming=Naming.BOTH))
    photographer.open(card)
    photographer.click("IMG_0.jpg")
    photographer.press("4")
    photographer.press("S", modifier=CTRL)
    photographer.wait_for(lambda: message(photographer).startswith("Sidecars: 0 written, 0 unchanged, 2 refused"))
    assert list(card.glob("*.xmp")) == []
    choose(photographer, SidecarChoice(naming=Naming.BOTH, on_cards=True))
    photographer.press("S", modifier=CTRL)
    photographer.wait_for(lambda: message(photographer).startswith("Sidecars: 2 written, 0 unchanged, 0 refused"))
    assert sorted(path.name for path in card.glob("*.xmp")) == ["IMG_0.jpg.xmp", "IMG_0.xmp"]


def test_what_is_refused_on_a_card_stays_owed_only_where_cards_are_written_on() -> None:
    refused = Written(PhotoId(1), Path("/card/DCIM/IMG_1.xmp"), Outcome.REFUSED, "it is damaged")
    written = SidecarWriting(SidecarReading(), (refused,))
    assert unpaid(written, WriteOptions()) == []
    assert unpaid(written, WriteOptions(on_cards=True)) == [refused]
