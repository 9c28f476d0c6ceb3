"""Champion against challenger by itself, with real keys, and beside a real session."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from app.library.photo import Flag, Marks, PhotoId
from app.ui.champion import Champion
from app.ui.commands import Command
from app.ui.frame_tile import FrameTile
from app.ui.slide import MILLISECONDS
from app.ui.theme import DARK, LIGHT
from fgaesq_core.choice import choose
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer
from tests.ui.loupe_bench import LARGE, Bench

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


class Referee:
    """Somebody who compares in a view of 900 x 640 and notes what it tells."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.bench, self.qtbot = Bench(qtbot, folder), qtbot
        self.view = Champion(self.bench.shoot, self.bench.thumbnails, self.bench.loader, DARK)
        self.clicked: list[PhotoId] = []
        self.preferred: list[tuple[PhotoId, PhotoId]] = []
        self.decided: list[PhotoId] = []
        self.view.frame_clicked.connect(self.clicked.append)
        self.view.preferred.connect(lambda winner, loser: self.preferred.append((winner, loser)))
        self.view.decided.connect(self.decided.append)
        qtbot.addWidget(self.view)
        self.view.resize(900, 640)
        with qtbot.waitExposed(self.view):
            self.view.show()

    def made_up(self, *sizes: int, scores: tuple[float, ...] = ()) -> list[PhotoId]:
        """Photos whose files nobody needs, in series of so many frames, of which the first is ranked."""
        nowhere = self.bench.folder / "none.jpg"
        ids = [self.bench.add(nowhere, (600, 400)) for _ in range(sum(sizes))]
        self.bench.series(*sizes)
        if scores:
            self.bench.shoot.set_ranking(self.bench.shoot.series[0].frames, choose(scores, 0.25))
        return ids

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.view, key)

    def tiles(self) -> list[FrameTile]:
        return [tile for tile in self.view._tiles if tile.isVisible()]

    def seen(self) -> list[PhotoId | None]:
        """The champion and its challenger, as they are seen."""
        return [tile.pane.photo() for tile in self.tiles()]

    def current(self) -> list[PhotoId | None]:
        return [tile.pane.photo() for tile in self.tiles() if tile.current]

    def roles(self) -> list[str]:
        return [tile.caption.words()[0] for tile in self.tiles()]

    def said(self) -> str:
        return self.view.accessibleDescription()


@pytest.fixture
def referee(qtbot: QtBot, tmp_path: Path) -> Iterator[Referee]:
    referee = Referee(qtbot, tmp_path)
    yield referee
    referee.bench.close()


# -- who meets whom


def test_the_best_shot_is_the_champion_and_the_others_challenge_in_order(referee: Referee) -> None:
    a, b, c, d = referee.made_up(4, scores=(1.0, 3.0, 9.0, 2.0))
    referee.view.show_photo(c)
    assert referee.seen() == [c, a]
    assert referee.roles() == ["Champion", "Challenger 1 of 3"]
    referee.press(Key.Key_Right)
    assert referee.seen() == [c, b]
    referee.press(Key.Key_Right, Key.Key_Right)
    assert referee.seen() == [c, d]
    assert referee.roles() == ["Champion", "Challenger 3 of 3"]
    referee.press(Key.Key_Left)
    assert referee.seen() == [c, b]
    assert referee.current() == [b]
    assert referee.clicked == [b, d, b]
    assert referee.preferred == []


def test_nothing_tells_the_best_shot_where_the_model_is_kept_back(referee: Referee) -> None:
    a, b, c = referee.made_up(3, scores=(1.0, 3.0, 9.0))
    referee.bench.shoot.set_blind(True)
    referee.view.show_photo(a)
    assert referee.seen() == [a, b]
    assert [tile.caption.standing() for tile in referee.tiles()] == [[], []]
    assert [tile.caption._signs() for tile in referee.tiles()] == [[], []]
    referee.view.show_photo(c)
    assert referee.seen() == [a, c]


def test_the_photographers_own_choice_is_the_champion_before_the_models(referee: Referee) -> None:
    a, b, c = referee.made_up(3, scores=(1.0, 3.0, 9.0))
    referee.bench.shoot.set_marks({b: Marks(flag=Flag.PICK)})
    referee.view.show_photo(a)
    assert referee.seen() == [b, a]
    assert c in referee.view.duel.open  # type: ignore[union-attr]


def test_the_frame_that_was_current_challenges_first(referee: Referee) -> None:
    a, _, c, _ = referee.made_up(4)
    referee.view.show_photo(c)
    assert referee.seen() == [a, c]
    assert referee.current() == [c]
    referee.view.show_photo(a)
    assert referee.seen() == [a, c]
    assert referee.current() == [a]


def test_rejected_frames_do_not_challenge_unless_they_are_made_current(referee: Referee) -> None:
    a, b, c, d = referee.made_up(4)
    shoot = referee.bench.shoot
    shoot.set_marks({a: Marks(flag=Flag.REJECT), c: Marks(flag=Flag.REJECT)})
    referee.view.show_photo(b)
    assert referee.seen() == [b, d]
    shoot.set_marks({d: Marks(flag=Flag.REJECT)})
    referee.view.refresh()
    assert referee.seen() == [b, d]
    referee.view.show_photo(c)
    assert referee.seen() == [b, c]


def test_where_a_rejected_frame_was_current_one_that_is_seen_becomes_so(referee: Referee) -> None:
    a, b, c = referee.made_up(3)
    shoot = referee.bench.shoot
    shoot.set_marks({c: Marks(flag=Flag.REJECT)})
    referee.view.show_photo(c)
    assert (referee.seen(), referee.current(), referee.clicked) == ([a, b], [b], [b])


def test_where_nothing_is_left_the_champion_is_current_and_said_to_be_picked(referee: Referee) -> None:
    a, b, _ = ids = referee.made_up(3)
    reject = Marks(flag=Flag.REJECT)
    referee.bench.shoot.set_marks({one: Marks(flag=Flag.PICK) if one == b else reject for one in ids})
    referee.view.show_photo(a)
    assert (referee.seen(), referee.current(), referee.clicked) == ([b], [b], [b])
    ways = "picked already; Enter goes on, Esc goes back."
    assert referee.said() == f"none.jpg stands alone: {ways}"
    referee.press(Key.Key_Return)
    assert referee.decided == [b]


def test_the_name_stays_whole_where_a_tile_is_narrow(referee: Referee) -> None:
    ids = referee.made_up(2, scores=(1.0, 9.0))
    referee.view.show_photo(ids[0])
    caption = referee.tiles()[1].caption
    metrics = QFontMetrics(caption._words_font)
    whole = ["rank 2", "1 %"]
    assert caption.standing() == whole
    assert caption._right(metrics, 400) == "rank 2 · 1 %"
    wide = metrics.horizontalAdvance
    tight = wide("Challenger 1 of 1") + wide("none.jpg") + wide("1 %") + 2 * 12
    assert caption._right(metrics, tight) == "1 %"
    assert caption._right(metrics, tight - 1) == ""


def test_another_series_begins_anew(referee: Referee) -> None:
    ids = referee.made_up(3, 2)
    referee.view.show_photo(ids[0])
    referee.press(Key.Key_Return)
    referee.view.show_photo(ids[4])
    assert referee.seen() == [ids[3], ids[4]]
    referee.view.show_photo(None)
    assert referee.seen() == []
    referee.press(Key.Key_Return, Key.Key_Down, Key.Key_Right)
    assert len(referee.preferred) == 1
    assert referee.decided == []


# -- decisions


def test_enter_and_up_promote_and_down_keeps(referee: Referee) -> None:
    a, b, c, d = referee.made_up(4)
    referee.view.show_photo(a)
    referee.press(Key.Key_Down)
    assert referee.seen() == [a, c]
    referee.press(Key.Key_Return)
    assert referee.seen() == [c, d]
    referee.press(Key.Key_Up)
    assert referee.preferred == [(a, b), (c, a), (d, c)]
    assert referee.clicked == [c, d, d]


def test_the_last_champion_is_announced_and_enter_picks_it(referee: Referee) -> None:
    a, b, _ = referee.made_up(3)
    referee.view.show_photo(a)
    assert "Enter promotes the challenger" in referee.said()
    referee.press(Key.Key_Enter, Key.Key_Down)
    assert referee.seen() == [b]
    assert referee.current() == [b]
    assert referee.said() == "none.jpg is the champion of 3 frames: Enter picks it, Esc goes back."
    assert referee.decided == []
    referee.press(Key.Key_Down, Key.Key_Right, Key.Key_Left, Key.Key_Up)
    assert len(referee.preferred) == 2
    referee.press(Key.Key_Return)
    assert referee.decided == [b]


def test_escape_goes_back_and_decides_nothing(referee: Referee) -> None:
    referee.view.show_photo(referee.made_up(2)[0])
    with referee.qtbot.waitSignal(referee.view.left, timeout=1000):
        referee.press(Key.Key_Escape)
    assert (referee.preferred, referee.decided) == ([], [])


def test_a_frame_without_others_says_so(referee: Referee) -> None:
    ids = referee.made_up(1)
    referee.view.show_photo(ids[0])
    assert referee.said() == "none.jpg stands alone: Enter picks it, Esc goes back."
    referee.press(Key.Key_Return)
    assert referee.decided == ids


def test_undo_leads_back_and_redo_on_again(referee: Referee) -> None:
    a, b, c = referee.made_up(3)
    referee.view.show_photo(a)
    referee.press(Key.Key_Return, Key.Key_Down)
    assert referee.seen() == [b]
    referee.view.follow(b, c, False)
    assert referee.seen() == [b, c]
    referee.view.follow(b, a, False)
    assert referee.seen() == [a, b]
    referee.view.follow(b, a, True)
    assert referee.seen() == [b, c]
    # What the view has decided itself is no news to it, and other pairs are not its business.
    referee.view.follow(b, a, True)
    referee.view.follow(c, a, False)
    assert referee.seen() == [b, c]
    assert referee.preferred == [(b, a), (b, c)]


def test_marks_move_nothing(referee: Referee) -> None:
    a, b, _ = referee.made_up(3)
    referee.view.show_photo(b)
    before = [tile.geometry() for tile in referee.tiles()]
    referee.bench.shoot.set_marks({a: Marks(5, Flag.PICK), b: Marks(flag=Flag.REJECT)})
    referee.view.refresh()
    assert referee.seen() == [a, b]
    assert [tile.geometry() for tile in referee.tiles()] == before


def test_frames_that_left_the_folder_stop_nothing(referee: Referee) -> None:
    a, b, c = referee.made_up(3)
    referee.view.show_photo(b)
    referee.bench.shoot.remove([a])
    referee.view.refresh()
    referee.view.grab()
    referee.view.show_photo(b)
    assert referee.seen() == [b, c]


def test_a_click_makes_current(referee: Referee) -> None:
    a, b = referee.made_up(2)
    referee.view.show_photo(b)
    referee.qtbot.mouseClick(referee.tiles()[0].pane, LEFT)
    assert referee.current() == [a]
    assert referee.clicked == [a]


def test_keys_can_be_chosen_and_the_line_says_them(referee: Referee) -> None:
    a, b, c = referee.made_up(3)
    referee.view.show_photo(a)
    referee.view.set_keys([Command("accept", "", "", ("J",), print), Command("next-series", "", "", ("K",), print)])
    assert referee.said().startswith("J promotes the challenger · K keeps the champion")
    referee.press(Key.Key_Return, Key.Key_J, Key.Key_K)
    assert referee.preferred == [(b, a), (b, c)]


# -- pictures


def test_both_pictures_zoom_together_and_keep_place_for_the_next_challenger(referee: Referee) -> None:
    ids = [referee.bench.write(LARGE) for _ in range(3)]
    referee.bench.series(3)
    referee.view.set_interest(lambda _: (0.3, 0.6))
    referee.view.show_photo(ids[0])
    referee.view.toggle_zoom()
    referee.press(Key.Key_Down)
    for tile in referee.tiles():
        lies = tile.pane.rect_of_picture()
        at = QPointF(tile.pane.rect().center()) - lies.topLeft()
        assert tile.pane.viewport().zoom == 1.0
        assert (at.x() / lies.width(), at.y() / lies.height()) == pytest.approx((0.3, 0.6), abs=2e-3)
    referee.qtbot.waitUntil(lambda: all(tile.pane.is_sharp() for tile in referee.tiles()), timeout=20_000)


def test_the_next_challenger_is_decoded_ahead(referee: Referee) -> None:
    ids = [referee.bench.write(LARGE) for _ in range(3)]
    referee.bench.series(3)
    referee.view.show_photo(ids[0])
    pane = referee.tiles()[1].pane
    following = referee.bench.shoot.photo(ids[2])
    referee.qtbot.waitUntil(lambda: referee.bench.loader.meets(pane.sharp_wish(following)), timeout=20_000)


# -- motion


class Still(QProxyStyle):
    """What a system says that was asked for less motion."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's own name
    ) -> int:
        if hint is QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, returnData)


def test_the_promoted_frame_slides_over_and_the_kept_one_does_not(referee: Referee) -> None:
    referee.view.show_photo(referee.made_up(4)[0])
    slide = referee.view._slide
    referee.press(Key.Key_Down)
    assert not slide.running
    start = referee.tiles()[1].geometry().left()
    referee.press(Key.Key_Return)
    assert slide.running
    assert slide._at == QPoint(start, 0)
    referee.view.grab()
    referee.qtbot.waitUntil(lambda: not slide.isVisible(), timeout=5000)
    assert slide._at == QPoint(0, 0)
    assert MILLISECONDS < 120


def test_nothing_slides_where_less_motion_is_wanted(referee: Referee) -> None:
    still = Still("fusion")
    referee.view._slide.setStyle(still)
    ids = referee.made_up(3)
    referee.view.show_photo(ids[0])
    referee.press(Key.Key_Return)
    assert not referee.view._slide.isVisible()
    assert referee.seen() == [ids[1], ids[2]]


def test_both_themes_can_be_painted(referee: Referee) -> None:
    referee.view.show_photo(referee.made_up(2)[0])
    seen = []
    for theme in (DARK, LIGHT):
        referee.view.set_theme(theme)
        caption = referee.tiles()[0].caption
        seen.append(caption.grab().toImage().pixelColor(caption.width() // 2, 1).name())
    assert seen == [DARK.panel, LIGHT.panel]


# -- beside a session


def test_decisions_are_comparisons_that_can_be_undone(
    photographer: Photographer, referee: Referee, tmp_path: Path
) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    session, bench = photographer.desk.session, referee.bench
    view = Champion(session.shoot, bench.thumbnails, bench.loader, DARK)
    referee.qtbot.addWidget(view)
    view.preferred.connect(session.prefer)
    view.frame_clicked.connect(session.set_current)
    session.current_changed.connect(view.show_photo)
    first, second, third, fourth = (photographer.id_of(f"IMG_{n:04d}.jpg") for n in (1, 2, 3, 4))
    session.set_current(first)
    with referee.qtbot.waitExposed(view):
        view.show()
    assert pair(view) == (second, first)
    for key in (Key.Key_Down, Key.Key_Return):
        referee.qtbot.keyClick(view, key)
    assert session.undo_stack.count() == 2
    assert session.current == fourth
    session.undo_stack.undo()
    assert session.current == third
    view.follow(third, second, False)
    assert pair(view) == (second, third)
    session.current_changed.disconnect(view.show_photo)


def pair(view: Champion) -> tuple[PhotoId, PhotoId | None]:
    assert view.duel is not None
    return view.duel.champion, view.duel.challenger


def test_a_held_key_decides_once(referee: Referee) -> None:
    a, b, c = referee.made_up(3)
    referee.view.show_photo(a)
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier(0), "", repeated)
        QApplication.sendEvent(referee.view, event)
    assert referee.preferred == [(b, a)]
    assert referee.seen() == [b, c]
