"""The page on which a model learns from marks, used by keys, with a real process that plays the training program."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.library.store import Store
from app.paths import Places
from app.ui.agreement_table import AgreementTable
from app.ui.application import Desk
from app.ui.learning_curve import LearningCurve
from app.ui.learning_needs import _FEWEST
from app.ui.learning_page import LearningPage
from app.ui.learning_state import Phase
from app.ui.settings_page import SettingsPage
from app.ui.skipped_dialog import SkippedDialog
from tests.fakes import FakeShelf
from tests.shoots import small_shoot
from tests.ui.plays import LEARNING, OFFER, REFUSED, curve, play, progress, result
from train.personal.retraining import FEWEST

ENTER, ESC, TAB, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Space
CTRL = Qt.KeyboardModifier.ControlModifier


class Learner:
    """Somebody who has Burstpick learn: presses keys, reads what it says."""

    def __init__(self, qtbot: QtBot, places: Places, folder: Path) -> None:
        self._qtbot, self._places = qtbot, places
        self.theatre = folder / "theatre"
        self.theatre.mkdir()
        self.shelf = FakeShelf()
        self.desk = self.sit_down()

    def sit_down(self, *lines: str) -> Desk:
        self.desk = Desk(self._places, self.shelf, play(self.theatre, *lines))
        with self._qtbot.waitActive(self.desk.window):
            self.desk.window.show()
            self.desk.window.activateWindow()
        return self.desk

    def is_played(self, *lines: str) -> "Learner":
        """What the training program says when it is started next."""
        play(self.theatre, *lines)
        return self

    def open_page(self) -> None:
        # No window manager brings it back to the front here.
        self.desk.window.activateWindow()
        self.wait_for(self.desk.window.isActiveWindow)
        self._qtbot.keyClick(self.desk.window, Qt.Key.Key_R, CTRL)
        self.wait_for(self.page.isActiveWindow)

    def begin(self) -> None:
        """Open the page and press its button."""
        self.open_page()
        self.go_to("Start learning")
        self.press(ENTER)

    @property
    def page(self) -> LearningPage:
        page = self.desk.window.findChild(LearningPage)
        assert isinstance(page, LearningPage)
        return page

    @property
    def phase(self) -> Phase:
        return self.desk.learning.state.phase

    def until(self, phase: Phase) -> None:
        self.wait_for(lambda: self.phase is phase)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=20_000)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(QApplication.focusWidget() or self.page, key)

    def go_to(self, text: str) -> None:
        """Tab on until the focus is on the button of that text."""
        for _ in range(20):
            if self.focus == text:
                return
            self.press(TAB)
        raise AssertionError(f"Tab never reached {text}; it reached {self.focus}.")

    @property
    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return widget.text() if isinstance(widget, QPushButton | QCheckBox) else type(widget).__name__

    @property
    def buttons(self) -> list[str]:
        return [one.text() for one in self.page.findChildren(QPushButton) if one.isVisibleTo(self.page) and one.text()]

    @property
    def said(self) -> str:
        labels = [one for one in self.page.findChildren(QLabel) if one.isVisibleTo(self.page)]
        return "\n".join(one.text() for one in labels if one.text())

    def part(self, kind: type[QWidget]) -> QWidget:
        found = self.page.findChild(kind)
        assert isinstance(found, kind)
        return found

    @property
    def noted(self) -> dict[str, object]:
        """What the training program noted of its start."""
        return dict(json.loads((self.theatre / "noted.json").read_text()))

    def is_gone(self) -> bool:
        """Whether neither the training program nor any file of it is left."""
        try:
            os.kill(int(str(self.noted["pid"])), 0)
        except ProcessLookupError:
            return not list(Path(tempfile.gettempdir()).glob("burstpick-learning-*"))
        return False

    def has_begun(self) -> bool:
        return (self.theatre / "noted.json").exists()


@pytest.fixture
def learner(qtbot: QtBot, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Learner]:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    learner = Learner(qtbot, places, tmp_path)
    yield learner
    learner.desk.window.close()
    learner.desk.window.deleteLater()


def test_enter_at_once_closes_and_starts_nothing(learner: Learner) -> None:
    learner.open_page()
    assert (learner.buttons, learner.focus) == (["Start learning", "Close"], "Close")
    learner.press(ENTER)
    assert not learner.page.isVisible()
    assert learner.phase is Phase.READY


def test_what_it_needs_and_what_there_is_is_said_before(learner: Learner, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(learner.desk.pipeline.finished, timeout=20_000):
        learner.desk.session.open_folder(small_shoot(tmp_path / "shoot"))
    learner.open_page()
    learner.wait_for(lambda: "0\nphotos picked, rejected or given stars so far" in learner.said)
    assert "It needs 30 series in which your marks tell frames apart" in learner.said
    learner.press(ESC)
    learner.desk.window.activateWindow()
    learner.wait_for(learner.desk.window.isActiveWindow)
    for key in (Qt.Key.Key_P, Qt.Key.Key_6):
        qtbot.keyClick(learner.desk.window.focusWidget() or learner.desk.window, key)
    learner.open_page()
    learner.wait_for(lambda: "1\nphoto picked, rejected or given stars so far" in learner.said)
    assert FEWEST == _FEWEST
    low = learner.page.height()
    learner.is_played(*LEARNING, "wait").begin()
    learner.wait_for(lambda: len(learner.desk.learning.state.curve) == 2)
    assert "It needs" not in learner.said
    assert learner.page.height() > low


def test_what_it_learns_from_and_how_far_it_is(learner: Learner) -> None:
    learner.is_played(*LEARNING, "wait").begin()
    learner.wait_for(lambda: len(learner.desk.learning.state.curve) == 2)
    assert "212\nseries\n1,430\npairs of frames\n871\nphotos\n6\nfolders" in learner.said
    assert "Of 824 marks 320 were given before any score was shown" in learner.said
    assert "Learning, beginning with “plain”: pass 2 of at most 20" in learner.said
    bar = learner.page.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert (bar.value(), bar.maximum()) == (2, 20)
    assert learner.part(LearningCurve).isVisible()
    assert learner.part(LearningCurve).accessibleName().startswith("Pass 2 of at most 20: agrees on 68 % of pairs")
    assert (learner.buttons, learner.focus) == (["1 file left out", "Stop", "Close"], "Close")
    learner.go_to("1 file left out")
    learner.press(SPACE)
    dialog = learner.page.findChild(SkippedDialog)
    assert isinstance(dialog, SkippedDialog)
    assert dialog.lines == ["/shoot/gone.jpg — there is no such file"]
    dialog.close()


def test_it_can_be_stopped_at_any_time_and_nothing_stays(learner: Learner) -> None:
    learner.is_played(*LEARNING, "write half a model", "wait").begin()
    learner.wait_for(lambda: len(learner.desk.learning.state.curve) == 2)
    assert not learner.is_gone()
    learner.go_to("Stop")
    learner.press(ENTER)
    assert learner.is_gone()
    assert learner.phase is Phase.READY
    assert "nothing was learnt and nothing changed" in learner.said
    assert (learner.buttons, learner.focus) == (["Start learning", "Close"], "Close")
    assert list(learner.shelf.models) == ["plain", "fine"]


def test_it_can_be_stopped_before_the_program_has_started(learner: Learner) -> None:
    learner.is_played("wait").open_page()
    learner.desk.learning.start()
    learner.desk.learning.cancel()
    assert learner.phase is Phase.READY
    learner.desk.learning.start()
    learner.wait_for(learner.has_begun)
    learner.desk.learning.cancel()
    assert learner.is_gone()


def test_a_better_model_is_offered_with_its_figures_and_used(learner: Learner) -> None:
    learner.is_played(*OFFER).begin()
    learner.until(Phase.OFFERED)
    table = learner.part(AgreementTable)
    assert isinstance(table, AgreementTable)
    assert table.isVisible()
    assert table.rows == [
        ("", "Pairs in your order", "Your best frame first"),
        ("plain, before", "64 %", "52 %"),
        ("After learning from you", "71 %", "60 %"),
        ("+7.2 points on pairs (95 % interval +4.2 to +10.2)",),
        ("Chance", "50 %", "29 %"),
        ("Technical", "58 %", "40 %"),
    ]
    assert "agrees with you more often than the old one" in learner.said
    assert (learner.buttons[1:], learner.focus) == (["Use the new model", "Keep the old one", "Close"], "Close")
    assert learner.desk.models.in_use.name == "plain", "nothing changes until somebody agrees"
    learner.go_to("Use the new model")
    learner.press(ENTER)
    learner.until(Phase.KEPT)
    assert learner.desk.models.in_use.name == "my-eye"
    assert learner.shelf.learnt == b"new weights"
    assert learner.shelf.models["my-eye"].about.startswith("Learnt from your marks in 212 series on 2")
    assert "agreed with you on 71 % of pairs it had not seen, where that one did on 64 %." in (
        learner.shelf.models["my-eye"].about
    )
    assert "“my-eye” scores from now on; “plain” stays among the models" in learner.said
    assert learner.is_gone()
    assert learner.focus == "Close"
    learner.desk.models.use("plain")
    learner.wait_for(lambda: learner.desk.models.in_use.name == "plain")
    assert "my-eye" in learner.shelf.models


def test_an_offer_can_be_declined(learner: Learner) -> None:
    learner.is_played(*OFFER).begin()
    learner.until(Phase.OFFERED)
    learner.go_to("Keep the old one")
    learner.press(SPACE)
    assert learner.phase is Phase.READY
    assert "The model “plain” goes on scoring." in learner.said
    assert not learner.part(AgreementTable).isVisible()
    assert list(learner.shelf.models) == ["plain", "fine"]
    assert learner.is_gone()


def test_a_model_that_is_not_surely_better_is_not_offered(learner: Learner) -> None:
    learner.is_played(*LEARNING, result(offered=False)).begin()
    learner.until(Phase.NOT_BETTER)
    assert "It is not sure that the new model agrees with you more often; the old one stays." in learner.said
    assert "+0.7 points on pairs (95 % interval −2.3 to +3.7)" in learner.said
    assert learner.buttons[1:] == ["Learn again", "Close"]
    assert learner.is_gone()


def test_a_refusal_is_told_in_its_own_words(learner: Learner) -> None:
    learner.is_played(REFUSED).begin()
    learner.until(Phase.REFUSED)
    assert "Only 3 series have marks, and 30 are needed; mark 27 more." in learner.said
    assert learner.buttons == ["Learn again", "Close"]
    learner.is_played(*OFFER).go_to("Learn again")
    learner.press(ENTER)
    learner.until(Phase.OFFERED)


BROKEN = "The training broke off; your marks and your models are as they were."


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(("crash",), BROKEN, marks=pytest.mark.skipif(sys.platform == "win32", reason="a POSIX signal")),
        (("complain The library is locked.", "exit 1"), "The library is locked."),
        (("complain Traceback (most recent call last):", "complain ValueError: 7", "exit 1"), BROKEN),
        (("exit 1",), BROKEN),
        (("exit 7",), BROKEN),
        (("exit 0",), "The training ended without a word on what came of it; try again."),
        (('{"event": "data"}', "wait"), "does not understand"),
        (("Some words", "wait"), "does not understand"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_nothing_stays(learner: Learner, lines: tuple[str, ...], said: str) -> None:
    learner.is_played(*LEARNING, *lines).begin()
    learner.until(Phase.FAILED)
    assert said in learner.said
    assert learner.buttons[1:] == ["Learn again", "Close"]
    assert learner.is_gone()
    assert list(learner.shelf.models) == ["plain", "fine"]


def test_a_program_that_is_not_there(qtbot: QtBot, places: Places, learner: Learner) -> None:
    learner.desk.window.close()
    learner.desk = Desk(places, learner.shelf, ("/no/such/program",))
    learner.desk.learning.start()
    learner.until(Phase.FAILED)
    assert "could not be started" in learner.desk.learning.state.sentence


def test_an_offer_that_came_before_a_crash_is_none(learner: Learner) -> None:
    learner.is_played(*OFFER, "exit 9").begin()
    learner.until(Phase.FAILED)
    assert BROKEN in learner.said
    assert "Use the new model" not in learner.buttons


def test_where_nothing_can_learn_no_program_is_started(learner: Learner) -> None:
    learner.shelf.networks.clear()
    learner.is_played(*OFFER).begin()
    learner.until(Phase.REFUSED)
    assert "There is no network that could learn" in learner.said
    assert not learner.has_begun()


@pytest.mark.parametrize("doing", ["learnt", "load"])
def test_a_new_model_that_cannot_be_used_is_told(learner: Learner, doing: str) -> None:
    learner.shelf.faults[doing, "plain" if doing == "learnt" else "my-eye"] = "The disk is full."
    learner.is_played(*OFFER).begin()
    learner.until(Phase.OFFERED)
    learner.go_to("Use the new model")
    learner.press(ENTER)
    learner.until(Phase.FAILED)
    assert "The disk is full." in learner.said
    assert learner.desk.models.in_use.name == "plain"
    assert learner.is_gone()


def test_closing_the_page_lets_it_go_on_and_the_window_tells_its_end(learner: Learner) -> None:
    learner.is_played(*OFFER).begin()
    learner.press(ESC)
    assert not learner.page.isVisible()
    learner.wait_for(lambda: learner.desk.window.message() == "A model that learnt from your marks is ready.")
    assert learner.phase is Phase.OFFERED
    learner.open_page()
    assert "Use the new model" in learner.buttons
    learner.go_to("Keep the old one")
    learner.press(ENTER)
    learner.is_played(REFUSED).go_to("Start learning")
    learner.press(ENTER, ESC)
    learner.wait_for(lambda: "mark 27 more" in learner.desk.window.message())


def test_closing_the_window_ends_it(learner: Learner) -> None:
    learner.is_played(*LEARNING, "wait").begin()
    learner.wait_for(lambda: len(learner.desk.learning.state.curve) == 2)
    learner.desk.window.close()
    assert learner.is_gone()


def test_what_the_program_is_given(learner: Learner, places: Places, tmp_path: Path, qtbot: QtBot) -> None:
    folder = small_shoot(tmp_path / "shoot")
    with qtbot.waitSignal(learner.desk.pipeline.finished, timeout=20_000):
        learner.desk.session.open_folder(folder)
    for name, key in (("IMG_0003.jpg", Qt.Key.Key_P), ("IMG_0021.jpg", Qt.Key.Key_P)):
        photo = next(one for one in learner.desk.session.shoot.photos if one.path.name == name)
        learner.desk.session.set_current(photo.id)
        qtbot.keyClick(learner.desk.window, key)
    learner.is_played(REFUSED).open_page()
    learner.go_to("Only from the photos in “shoot” and below it")
    learner.press(SPACE)
    learner.go_to("Start learning")
    learner.press(ENTER)
    learner.until(Phase.REFUSED)
    noted = learner.noted
    arguments = noted["arguments"]
    assert isinstance(arguments, list)
    assert arguments[:6] == ["personal", "--from-library", "--library", str(places.library), "--folder", str(folder)]
    assert arguments[6:8] == ["--model", "/nowhere/plain.safetensors"]
    assert "--json" in arguments
    frames = [str(folder / f"IMG_{number:04d}.jpg") for number in (1, 2, 3, 4)]
    assert noted["series"] == {"version": 1, "folder": "", "series": [{"kind": "burst", "photos": frames}]}
    assert Path(str(noted["at"])).name.startswith("burstpick-learning-"), "it finds no module where somebody stands"
    with Store(places.library) as store:
        assert store.folder_state(folder).gap is not None, "the series are those of the settings in force"


def test_it_is_reached_from_the_page_of_models(learner: Learner, qtbot: QtBot) -> None:
    learner.desk.window.show_settings()
    page = learner.desk.window.findChild(SettingsPage)
    assert isinstance(page, SettingsPage)
    learner.wait_for(page.isActiveWindow)
    learner.go_to("Learn from my marks…")
    learner.press(ENTER)
    learner.wait_for(learner.page.isActiveWindow)
    page.close()


def test_the_curve_starts_anew_with_a_new_run(learner: Learner) -> None:
    again = (progress("learning", 1, 5), curve(1, 0.5, steps=5))
    learner.is_played(*LEARNING, *again, "wait").begin()
    learner.wait_for(lambda: [point.steps for point in learner.desk.learning.state.curve] == [5])
    learner.desk.learning.cancel()
