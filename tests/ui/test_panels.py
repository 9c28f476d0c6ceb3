"""The bars and panels around the views."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QSlider
from pytestqt.qtbot import QtBot

from app.analysis.filters import Filter, Show
from app.analysis.grouping import GroupingSettings
from app.analysis.pace import Pace
from app.analysis.series import SeriesKind
from app.library.photo import Flag, Marks, Photo, PhotoId, Skipped
from app.ui.commands import Command
from app.ui.details_panel import DetailsPanel, facts
from app.ui.elided_label import ElidedLabel
from app.ui.empty_state import EmptyState
from app.ui.key_bar import KeyBar
from app.ui.message_bar import MessageBar
from app.ui.progress import Progress, Stage
from app.ui.side_panel import SidePanel
from app.ui.skipped_dialog import SkippedDialog
from app.ui.top_bar import TopBar
from fgaesq_core import Ranking
from tests.ui.made_up import photo, shoot_of


def texts(widget: object) -> list[str]:
    """Everything a widget says just now."""
    assert isinstance(widget, TopBar | SidePanel | DetailsPanel | KeyBar | MessageBar | EmptyState)
    return [
        one.text()
        for kind in (QLabel, QPushButton)
        for one in widget.findChildren(kind)
        if one.isVisibleTo(widget) and one.text()
    ]


def button(widget: SidePanel | TopBar | KeyBar | MessageBar | EmptyState, text: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if one.text().startswith(text))


class TestTopBar:
    def test_says_nothing_without_a_folder(self, qtbot: QtBot) -> None:
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.show_counts(0, Pace(0, 0, 0, None))
        assert texts(bar) == []

    def test_counts(self, qtbot: QtBot) -> None:
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.show_folder("Zoo")
        bar.show_counts(1204, Pace(88, 143, 61, None))
        assert texts(bar) == ["Zoo", "1,204 photos · 231 series", "88 decided · 143 left · 61 picks"]
        bar.show_counts(1204, Pace(88, 143, 61, 1500.0))
        assert texts(bar)[-1] == "88 decided · 143 left · 61 picks · about 25 min at this pace"
        bar.show_counts(1204, Pace(0, 231, 0, None))
        assert texts(bar)[-1] == "0 decided · 231 left"

    def test_progress_and_stop(self, qtbot: QtBot) -> None:
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.show_progress(Progress(Stage.SCORING, 7, 20, 130.0))
        assert "Scoring 7 of 20 series · about 2 min" in texts(bar)
        with qtbot.waitSignal(bar.stop_clicked):
            qtbot.mouseClick(button(bar, "Stop"), Qt.MouseButton.LeftButton)
        bar.show_progress(None)
        assert "Stop" not in texts(bar)

    def test_in_a_narrow_window_the_folder_keeps_its_name(self, qtbot: QtBot) -> None:
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.show_folder("Zoo")
        bar.show_counts(1204, Pace(88, 143, 61, 1500.0))
        bar.show_progress(Progress(Stage.SCORING, 7, 20, 130.0))
        bar.show()
        bar.resize(bar.minimumSizeHint())
        folder, _, decided = bar.findChildren(QLabel)[:3]
        assert isinstance(folder, ElidedLabel)
        assert isinstance(decided, ElidedLabel)
        assert folder.shown == "Zoo"
        assert decided.shown != decided.text()
        assert bar.width() < bar.sizeHint().width()

    def test_progress_moves_nothing(self, qtbot: QtBot) -> None:
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.show_folder("Zoo")
        before = bar.sizeHint()
        bar.show_progress(Progress(Stage.READING, 0, 0, None))
        assert bar.sizeHint().height() == before.height()


class TestSidePanel:
    @pytest.fixture
    def panel(self, qtbot: QtBot) -> SidePanel:
        panel = SidePanel()
        qtbot.addWidget(panel)
        panel.resize(panel.width(), 900)
        panel.show()
        return panel

    @pytest.mark.parametrize("choice", list(Show))
    def test_a_click_chooses_what_to_show(self, panel: SidePanel, qtbot: QtBot, choice: Show) -> None:
        panel.show_counts(dict.fromkeys(Show, 1234))
        chooser = button(panel, choice.value)
        with qtbot.waitSignal(panel.show_chosen) as caught:
            qtbot.mouseClick(chooser, Qt.MouseButton.LeftButton, pos=chooser.rect().center())
        assert caught.args == [choice]
        assert chooser.isChecked()

    def test_a_click_on_the_count_chooses_too(self, panel: SidePanel, qtbot: QtBot) -> None:
        panel.show_counts(dict.fromkeys(Show, 7))
        chooser = button(panel, Show.PICKS.value)
        spot = chooser.rect().center()
        spot.setX(chooser.width() - 12)
        assert panel.childAt(chooser.mapTo(panel, spot)) is chooser
        assert "7" in texts(panel)

    def test_sliders_emit_and_show_settings(self, panel: SidePanel, qtbot: QtBot) -> None:
        gap, likeness = panel.findChildren(QSlider)
        with qtbot.waitSignal(panel.settings_chosen) as caught:
            gap.setValue(gap.maximum())
        assert caught.args[0].gap == 60.0
        with qtbot.waitSignal(panel.settings_chosen) as caught:
            likeness.setValue(35)
        assert caught.args[0].likeness == 0.35
        assert {"60 s", "0.35"} <= set(texts(panel))

    def test_a_filter_that_is_no_choice_marks_none(self, panel: SidePanel, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(panel.show_chosen), qtbot.assertNotEmitted(panel.filter_chosen):
            panel.show_filter(Filter(least_stars=3))
            assert not any(button(panel, show.value).isChecked() for show in Show)
            panel.show_filter(Show.PICKS.filter)
            assert button(panel, Show.PICKS.value).isChecked()

    def test_an_axis_of_the_filter_marks_the_choice_it_is(self, panel: SidePanel, qtbot: QtBot) -> None:
        with qtbot.waitSignal(panel.filter_chosen) as caught:
            qtbot.mouseClick(button(panel, "Unreviewed"), Qt.MouseButton.LeftButton)
        assert caught.args == [Show.UNDECIDED.filter]
        assert button(panel, Show.UNDECIDED.value).isChecked()

    def test_all_of_it_can_be_reached_in_a_low_window(self, panel: SidePanel) -> None:
        panel.resize(panel.width(), 300)
        assert panel.minimumSizeHint().height() <= 300

    def test_showing_settings_chooses_nothing(self, panel: SidePanel, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(panel.settings_chosen):
            panel.show_settings(GroupingSettings(gap=7.0, likeness=0.5))
        assert {"7 s", "0.50"} <= set(texts(panel))

    def test_a_long_name_of_a_model_leaves_the_panel_as_it_is(self, panel: SidePanel) -> None:
        panel.show_model("technical", "measured")
        before = panel.width(), panel.minimumSizeHint().width()
        panel.show_model("a-very-long-name-of-a-model-that-never-ends", "measured")
        assert (panel.width(), panel.minimumSizeHint().width()) == before
        assert panel.minimumSizeHint().width() <= panel.width()
        shown = panel.findChild(ElidedLabel)
        assert shown is not None
        assert shown.toolTip() == "a-very-long-name-of-a-model-that-never-ends"
        assert shown.geometry().right() < panel.width()

    def test_the_model_can_be_changed_from_here(self, panel: SidePanel, qtbot: QtBot) -> None:
        with qtbot.waitSignal(panel.change_clicked):
            qtbot.mouseClick(button(panel, "Change…"), Qt.MouseButton.LeftButton)


class TestDetails:
    def test_facts_are_what_the_file_tells(self) -> None:
        bare = photo(1)
        assert [name for name, _ in facts(bare, 0, 1)] == ["Photo", "Time", "Frame", "Size"]
        capture = replace(
            bare.capture,
            camera="Canon EOS R5",
            lens="RF 100-500mm",
            focal_length=400.0,
            exposure=1 / 1600,
            aperture=5.6,
            iso=800,
            exposure_bias=-0.3,
        )
        full = Photo(bare.id, (bare.path, Path("/nowhere/IMG_0001.CR3")), bare.stamps * 2, capture)
        assert dict(facts(full, 2, 4)) == {
            "Photo": "IMG_0001.jpg + IMG_0001.CR3",
            "Time": "2014-05-13 12:00:00.00",
            "Frame": "3 of 4",
            "Camera": "Canon EOS R5",
            "Lens": "RF 100-500mm 400 mm",
            "Exposure": "1/1600 s · f/5.6 · -0.3 EV",
            "ISO": "800",
            "Size": "6,000 × 4,000",
        }

    def test_keywords_are_listed_in_short_and_in_full_where_one_points(self, qtbot: QtBot) -> None:
        shoot = shoot_of(1)
        panel = DetailsPanel(shoot)
        qtbot.addWidget(panel)
        panel.show_photo(PhotoId(1))
        assert "Keywords" not in texts(panel)
        many = ("Place|Europe|Ulm", "<b>sea</b> & sky", *(f"word {n}" for n in range(30)))
        for words, said, tip in (
            (("Place|Ulm", "sea"), "Place › Ulm, sea", ""),
            (many, "Place › Europe › Ulm, <b>sea</b> & sky, word 0, word 1, word 2, word 3 +26", "&lt;b&gt;sea"),
            (("a" * 50,), "a" * 29 + "…", "a" * 50),
        ):
            shoot.set_keywords({PhotoId(1): words})
            panel.show_photo(PhotoId(1))
            value = next(one for one in panel.findChildren(QLabel) if one.text() == said)
            assert value.isVisibleTo(panel)
            assert tip in value.toolTip()
            assert bool(value.toolTip()) is bool(tip)
        shoot.set_keywords({PhotoId(1): ()})
        panel.show_photo(PhotoId(1))
        assert "Keywords" not in texts(panel)

    @pytest.mark.parametrize(("seconds", "text"), [(2.5, "2.5 s"), (30.0, "30.0 s"), (0.5, "0.5 s"), (0.25, "1/4 s")])
    def test_exposures_are_said_as_cameras_say_them(self, seconds: float, text: str) -> None:
        one = photo(1)
        exposed = Photo(one.id, one.files, one.stamps, replace(one.capture, exposure=seconds))
        assert dict(facts(exposed, 0, 1))["Exposure"] == text

    def test_a_time_taken_from_the_file_is_named_as_such(self) -> None:
        one = photo(1)
        unsure = replace(one.capture, time=replace(one.capture.time, sure=False))
        assert dict(facts(Photo(one.id, one.files, one.stamps, unsure), 0, 1))["Time"].endswith("(file time)")

    def test_why_this_one(self, qtbot: QtBot) -> None:
        shoot = shoot_of(3, 1, 3, kinds=[SeriesKind.BURST, SeriesKind.SINGLE, SeriesKind.BRACKET])
        panel = DetailsPanel(shoot)
        qtbot.addWidget(panel)
        panel.show_photo(PhotoId(2))
        assert any("Not scored yet" in text for text in texts(panel))
        shoot.set_ranking(shoot.series[0].frames, Ranking((4.0, 8.0, 7.9), (0.05, 0.5, 0.45), 0.52, True))
        panel.show_photo(PhotoId(2))
        assert "too close to call" in "\n".join(texts(panel))
        shoot.set_marks({PhotoId(2): Marks(0, Flag.PICK)})
        panel.show_photo(PhotoId(2))
        said = "\n".join(texts(panel))
        for part in ("50 %", "best of 3", "rank 1 · score 8.00 of 10", "Your choice", "made up"):
            assert part in said
        assert "too close" not in said
        panel.show_photo(PhotoId(4))
        assert any("single photo" in text for text in texts(panel))
        panel.show_photo(PhotoId(5))
        assert any("not ranked" in text for text in texts(panel))
        panel.show_photo(None)
        assert texts(panel) == []

    def test_in_a_low_window_it_is_scrolled_and_no_line_is_cut(self, qtbot: QtBot) -> None:
        panel = DetailsPanel(shoot_of(3))
        qtbot.addWidget(panel)
        panel.resize(248, 200)
        panel.show()
        panel.show_photo(PhotoId(2))
        qtbot.waitUntil(lambda: panel.findChild(QScrollArea).verticalScrollBar().maximum() > 0)
        for line in panel.findChildren(QLabel):
            if line.isVisible() and line.text():
                assert line.height() >= line.heightForWidth(line.width()), line.text()


class TestMessageBar:
    def test_retry_runs_and_the_message_goes(self, qtbot: QtBot) -> None:
        bar = MessageBar()
        qtbot.addWidget(bar)
        assert bar.sentence == ""
        ran: list[int] = []
        bar.say("The card is gone.", "Retry", lambda: ran.append(1))
        assert bar.sentence == "The card is gone."
        qtbot.mouseClick(button(bar, "Retry"), Qt.MouseButton.LeftButton)
        assert ran == [1]
        assert bar.sentence == ""

    def test_a_message_without_a_remedy_has_no_button_but_dismiss(self, qtbot: QtBot) -> None:
        bar = MessageBar()
        qtbot.addWidget(bar)
        bar.say("It is so.")
        assert texts(bar) == ["It is so.", "Dismiss"]
        qtbot.mouseClick(button(bar, "Dismiss"), Qt.MouseButton.LeftButton)
        assert bar.sentence == ""


class TestKeyBar:
    TABLE = tuple(
        Command(id, "Mark", id, (key,), int)
        for id, key in (
            *(("accept", "Enter"), ("keep", "Shift+P"), ("pick", "P"), ("reject", "X"), ("undo", "Ctrl+Z")),
            ("keys", "?"),
        )
    )

    def test_hints_name_the_keys_that_commands_have_now(self, qtbot: QtBot) -> None:
        bar = KeyBar()
        qtbot.addWidget(bar)
        bar.resize(1400, 32)
        bar.show()
        bar.show_keys_of(self.TABLE)
        assert {"Enter", "⇧ P", "Ctrl Z"} <= set(texts(bar))
        assert "pick, reject, clear" not in texts(bar)
        bar.show_keys_of([Command("pick", "Mark", "", ("K",), int), *(replace(one, keys=()) for one in self.TABLE)])
        assert not {"Enter", "accept", "undo"} & set(texts(bar))

    def test_hints_give_way_in_a_narrow_window(self, qtbot: QtBot) -> None:
        bar = KeyBar()
        qtbot.addWidget(bar)
        bar.show_keys_of(self.TABLE)
        bar.show_skipped(3)
        bar.resize(1400, 32)
        bar.show()
        assert {"undo", "3 files not read", "?  all keys"} <= set(texts(bar))
        bar.resize(500, 32)
        assert "accept" in texts(bar)
        assert "undo" not in texts(bar)
        assert {"3 files not read", "?  all keys"} <= set(texts(bar))
        assert bar.minimumSizeHint().width() <= 500

    def test_the_mouse_opens_what_keys_open(self, qtbot: QtBot) -> None:
        bar = KeyBar()
        qtbot.addWidget(bar)
        bar.show_keys_of(self.TABLE)
        bar.show_skipped(1)
        with qtbot.waitSignal(bar.skipped_clicked):
            qtbot.mouseClick(button(bar, "1 file not read"), Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(bar.keys_clicked):
            qtbot.mouseClick(button(bar, "?"), Qt.MouseButton.LeftButton)


def test_an_empty_state_offers_what_can_be_done(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    ran: list[int] = []
    state.say("No photos", "There are none.", "Look elsewhere", lambda: ran.append(1))
    qtbot.mouseClick(button(state, "Look elsewhere"), Qt.MouseButton.LeftButton)
    assert ran == [1]
    state.say("Reading…", "Wait.")
    assert texts(state) == ["Reading…", "Wait."]


def test_skipped_files_are_listed_with_reasons_and_can_be_copied(qtbot: QtBot) -> None:
    folder = Path("/shoot")
    skipped = [
        Skipped(folder / "day 1" / "broken.jpg", "not a picture"),
        Skipped(Path("/elsewhere/<b>x.jpg"), "gone"),
        Skipped(folder / "a\udcff.jpg", "no"),
    ]
    dialog = SkippedDialog(skipped, folder)
    qtbot.addWidget(dialog)
    dialog.show()
    sep = "/" if Path("/").as_posix() == str(Path("/")) else "\\"
    assert dialog.lines[0] == f"day 1{sep}broken.jpg — not a picture"
    assert dialog.lines[1].endswith("<b>x.jpg — gone")
    assert dialog.lines[2] == "a?.jpg — no"
    assert dialog.windowTitle() == "3 files not read"
    copy = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Copy list")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().splitlines() == dialog.lines
