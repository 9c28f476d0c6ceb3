"""The survey by itself, on real files, with real keys and mice."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.library.photo import Flag, Marks
from app.ui.commands import Command
from app.ui.survey import survey_commands
from app.ui.theme import DARK, LIGHT
from tests.ui.loupe_bench import LARGE
from tests.ui.surveyor import Surveyor

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


# -- what is seen


def test_all_frames_of_a_series_are_seen_with_the_current_one_framed(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(4, 2)
    surveyor.view.show_photo(ids[1])
    assert list(surveyor.view.frames()) == ids[:4]
    assert [pane.photo() for pane in surveyor.panes()] == ids[:4]
    assert surveyor.current() == [ids[1]]
    surveyor.view.show_photo(ids[5])
    assert list(surveyor.view.frames()) == ids[4:]
    assert len(surveyor.tiles()) == 2
    surveyor.view.show_photo(None)
    assert surveyor.tiles() == []


def test_of_a_long_series_the_best_nine_are_seen_in_order_of_capture(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(12)
    surveyor.rank(*(9.0 if n % 4 else 1.0 + n / 10 for n in range(12)))
    surveyor.view.show_photo(ids[1])
    assert list(surveyor.view.frames()) == [one for n, one in enumerate(ids) if n % 4]
    surveyor.view.show_photo(ids[0])
    assert ids[0] in surveyor.view.frames()
    assert len(surveyor.view.frames()) == 9


def test_every_picture_becomes_sharp(surveyor: Surveyor) -> None:
    tall = LARGE.crop((0, 0, 1000, 1500))
    ids = surveyor.frames(LARGE, tall, LARGE)
    surveyor.view.show_photo(ids[0])
    surveyor.qtbot.waitUntil(lambda: all(pane.is_sharp() for pane in surveyor.panes()), timeout=20_000)
    for pane in surveyor.panes():
        pane.grab()
        assert pane.painted_side > 200


def test_marks_move_nothing_and_a_rejected_frame_steps_back_unless_it_is_current(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(3)
    surveyor.view.show_photo(ids[0])
    before = [tile.geometry() for tile in surveyor.tiles()]
    surveyor.bench.shoot.set_marks({one: Marks(5, Flag.REJECT) for one in ids[:2]})
    surveyor.view.refresh()
    assert [tile.steps_back for tile in surveyor.tiles()] == [False, True, False]
    surveyor.press(Key.Key_Right)
    assert [tile.steps_back for tile in surveyor.tiles()] == [True, False, False]
    assert [tile.geometry() for tile in surveyor.tiles()] == before


def test_captions_tell_rank_and_chance_only_where_they_may_be_shown(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(3)
    surveyor.rank(2.0, 9.0, 1.0)
    surveyor.view.show_photo(ids[0])
    captions = [tile.caption for tile in surveyor.tiles()]
    assert [caption.standing()[0] for caption in captions] == ["rank 2", "rank 1", "rank 3"]
    assert captions[1].standing()[1] == "99 %"
    assert captions[1].accessibleName() == "none.jpg · rank 1 · 99 %"
    assert [len(caption._signs()) for caption in captions] == [0, 1, 0]
    surveyor.bench.shoot.set_blind(True)
    surveyor.view.refresh()
    assert [caption.words() for caption in captions] == [["none.jpg"]] * 3
    assert [len(caption._signs()) for caption in captions] == [0, 0, 0]


def test_too_close_is_a_word_at_the_first_frame(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(3)
    surveyor.rank(5.0, 5.01, 1.0)
    surveyor.view.show_photo(ids[0])
    assert [caption.standing()[-1] == "too close" for caption in (tile.caption for tile in surveyor.tiles())] == [
        False,
        True,
        False,
    ]


def test_both_themes_and_all_grounds_can_be_painted(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(2)
    surveyor.bench.shoot.set_marks({ids[0]: Marks(flag=Flag.REJECT)})
    surveyor.view.show_photo(ids[1])
    seen = set()
    for theme in (DARK, LIGHT):
        surveyor.view.set_theme(theme)
        for _ in range(4):
            surveyor.view.cycle_ground()
            image = surveyor.view.grab().toImage()
            pane = surveyor.panes()[0]
            at = pane.mapTo(surveyor.view, QPoint(1, 1))
            seen.add((theme is DARK, image.pixelColor(at).red()))
    assert len(seen) == 8


# -- keys


def test_arrows_move_between_the_frames_in_all_directions(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(5)
    surveyor.view.resize(1200, 600)
    surveyor.view.show_photo(ids[0])
    assert len({tile.y() for tile in surveyor.tiles()}) == 2
    for key, expected in (
        (Key.Key_Right, 1),
        (Key.Key_Right, 2),
        (Key.Key_Down, 4),
        (Key.Key_Left, 3),
        (Key.Key_Up, 0),
    ):
        surveyor.press(key)
        assert surveyor.current() == [ids[expected]]
    assert surveyor.clicked == [ids[n] for n in (1, 2, 4, 3, 0)]
    surveyor.press(Key.Key_Left)
    assert surveyor.current() == [ids[0]]


def test_dropped_frames_are_seen_no_longer_and_the_rest_grow(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(5)
    surveyor.view.show_photo(ids[1])
    sizes = [surveyor.tiles()[0].width() * surveyor.tiles()[0].height()]
    for key in (Key.Key_Backspace, Key.Key_Delete, Key.Key_Delete, Key.Key_Backspace):
        surveyor.press(key)
        sizes.append(surveyor.tiles()[0].width() * surveyor.tiles()[0].height())
    assert surveyor.clicked == [ids[2], ids[3], ids[4], ids[0]]
    assert sizes == sorted(sizes)
    assert sizes[-1] > 2 * sizes[0]
    assert list(surveyor.view.frames()) == [ids[0]]
    surveyor.press(Key.Key_Backspace)
    assert list(surveyor.view.frames()) == [ids[0]]
    surveyor.press(Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert list(surveyor.view.frames()) == ids
    assert surveyor.current() == [ids[0]]
    assert len(surveyor.bench.shoot) == 5


def test_a_dropped_frame_that_becomes_current_elsewhere_comes_back(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(4)
    surveyor.view.show_photo(ids[1])
    surveyor.press(Key.Key_Backspace)
    surveyor.view.show_photo(ids[2])
    assert ids[1] not in surveyor.view.frames()
    surveyor.view.show_photo(ids[1])
    assert list(surveyor.view.frames()) == ids


def test_dropping_is_forgotten_in_another_series(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(3, 3)
    surveyor.view.show_photo(ids[0])
    surveyor.press(Key.Key_Backspace)
    surveyor.view.show_photo(ids[3])
    surveyor.view.show_photo(ids[1])
    assert list(surveyor.view.frames()) == ids[:3]


def test_frames_that_leave_the_folder_leave_the_survey(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(3)
    surveyor.view.show_photo(ids[1])
    surveyor.bench.shoot.remove([ids[0]])
    surveyor.view.refresh()
    surveyor.view.grab()
    surveyor.view.show_photo(ids[1])
    assert list(surveyor.view.frames()) == ids[1:]


def test_keys_of_the_window_do_not_run_where_the_survey_means_something_else(qtbot: QtBot, surveyor: Surveyor) -> None:
    ids = surveyor.made_up(5)
    window, ran = QMainWindow(), []
    qtbot.addWidget(window)
    window.setCentralWidget(surveyor.view)
    for key in ("Right", "Down", "Up", "Backspace", "P"):
        action = QAction(key, window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda *_, key=key: ran.append(key))
        window.addAction(action)
    window.resize(900, 640)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    surveyor.view.setFocus()
    surveyor.view.show_photo(ids[0])
    for pressed in (Key.Key_Right, Key.Key_Down, Key.Key_Backspace, Key.Key_P):
        surveyor.press(pressed)
    assert ran == ["P"]
    # There is no row below the last and none above the first: there the neighbouring series is meant.
    surveyor.press(Key.Key_Down)
    assert ran == ["P", "Down"]
    window.takeCentralWidget()


def test_keys_can_be_chosen_and_the_line_says_them(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(3)
    surveyor.view.show_photo(ids[0])
    assert "Backspace drops a frame" in surveyor.view.accessibleDescription()
    drop, restore = survey_commands(surveyor.view)
    surveyor.view.set_keys([Command("next-frame", "", "", ("J",), print), Command(drop.id, "", "", ("Q",), print)])
    surveyor.press(Key.Key_J)
    surveyor.press(Key.Key_Q)
    assert list(surveyor.view.frames()) == [ids[0], ids[2]]
    assert "2 of 3 frames" in surveyor.view.accessibleDescription()
    restore.run()
    assert "Q drops a frame" in surveyor.view.accessibleDescription()
    drop.run()
    assert list(surveyor.view.frames()) == ids[:2]
    surveyor.view.hide()
    drop.run()
    assert list(surveyor.view.frames()) == ids[:2]


def test_an_arrow_that_is_held_runs_and_a_drop_that_is_held_does_not(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(6)
    surveyor.view.show_photo(ids[0])
    for key in (Key.Key_Right, Key.Key_Backspace):
        QApplication.sendEvent(surveyor.view, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier(0), "", True))
    assert list(surveyor.view.frames()) == ids
    assert surveyor.current() == [ids[1]]


def test_what_happens_while_it_is_hidden_is_seen_later(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(3, 4)
    surveyor.view.show_photo(ids[0])
    surveyor.press(Key.Key_Backspace)
    surveyor.view.hide()
    surveyor.view.show_photo(ids[4])
    surveyor.view.refresh()
    surveyor.view.show_photo(ids[2])
    surveyor.view.show()
    assert surveyor.current() == [ids[2]]
    assert list(surveyor.view.frames()) == ids[1:3]
    surveyor.view.hide()
    surveyor.view.show_photo(ids[4])
    surveyor.view.show()
    assert list(surveyor.view.frames()) == ids[3:]


def test_escape_goes_back(surveyor: Surveyor) -> None:
    surveyor.view.show_photo(surveyor.made_up(2)[0])
    with surveyor.qtbot.waitSignal(surveyor.view.left, timeout=1000):
        surveyor.press(Key.Key_Escape)


# -- the mouse


def test_a_click_makes_current_and_a_double_click_opens(surveyor: Surveyor) -> None:
    ids = surveyor.made_up(3)
    surveyor.view.show_photo(ids[0])
    surveyor.qtbot.mouseClick(surveyor.panes()[2], LEFT)
    assert surveyor.clicked == [ids[2]]
    assert surveyor.current() == [ids[2]]
    with surveyor.qtbot.waitSignal(surveyor.view.frame_opened, timeout=1000) as opened:
        surveyor.qtbot.mouseDClick(surveyor.panes()[1], LEFT)
    assert opened.args == [ids[1]]
