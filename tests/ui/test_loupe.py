"""The loupe by itself, and in the window by real keys."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.library.photo import Flag, PhotoId
from app.ui import loupe as loupe_module
from app.ui.loupe import Loupe
from app.ui.loupe_caption import LoupeCaption
from app.ui.picture_shelf import Wish
from app.ui.viewport import FIT, Viewport
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer
from tests.ui.loupe_bench import LARGE, Bench

SPACE, RIGHT = Qt.Key.Key_Space, Qt.Key.Key_Right
HELD_MS = loupe_module._HOLD_MS + 40


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(qtbot, tmp_path)
    yield bench
    bench.close()


@pytest.fixture
def loupe(bench: Bench) -> Loupe:
    """On the first of six photos in a series of four and one of two."""
    for _ in range(6):
        bench.write(LARGE)
    bench.series(4, 2)
    loupe = bench.loupe()
    loupe.show_series([0, 1])
    loupe.show_photo(PhotoId(1))
    return loupe


@pytest.fixture
def culling(photographer: Photographer, tmp_path: Path) -> Photographer:
    """A window in the loupe, on the best of the first series of a small shoot."""
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.press(Qt.Key.Key_Home, "E")
    return photographer


def at_hand(bench: Bench, loupe: Loupe, photo: int) -> bool:
    return bench.loader.meets(loupe.pane.sharp_wish(bench.shoot.photo(PhotoId(photo))))


def loupe_of(photographer: Photographer) -> Loupe:
    found = photographer.desk.window.findChild(Loupe)
    assert isinstance(found, Loupe)
    return found


def send(target: Loupe, kind: QEvent.Type, *, repeated: bool = False) -> None:
    QApplication.sendEvent(target, QKeyEvent(kind, SPACE, Qt.KeyboardModifier.NoModifier, " ", repeated))


def test_the_picture_comes_sharp_and_its_neighbours_with_it(bench: Bench, loupe: Loupe) -> None:
    bench.qtbot.waitUntil(lambda: loupe.pane.is_sharp() and at_hand(bench, loupe, 2), timeout=20_000)
    loupe.show_photo(PhotoId(2))
    assert loupe.pane.is_sharp()


def test_the_first_of_the_next_series_is_ready_too(bench: Bench, loupe: Loupe) -> None:
    bench.qtbot.waitUntil(lambda: at_hand(bench, loupe, 5), timeout=20_000)


def test_going_back_has_what_lies_before_decoded(bench: Bench, loupe: Loupe, qtbot: QtBot) -> None:
    loupe.show_photo(PhotoId(6))
    qtbot.wait(loupe_module._REST_MS + 30)
    loupe.show_photo(PhotoId(5))
    bench.qtbot.waitUntil(lambda: at_hand(bench, loupe, 4) and at_hand(bench, loupe, 3), timeout=20_000)


def test_zoomed_the_neighbours_come_in_full(bench: Bench, loupe: Loupe) -> None:
    loupe.toggle_zoom()
    full = loupe.pane.sharp_wish(bench.shoot.photo(PhotoId(2)))
    assert full.side == 2400
    bench.qtbot.waitUntil(lambda: at_hand(bench, loupe, 1) and at_hand(bench, loupe, 2), timeout=20_000)


def test_a_run_ends_sharp(bench: Bench, loupe: Loupe) -> None:
    for photo in (2, 3, 4, 5, 6):
        loupe.show_photo(PhotoId(photo))
    bench.qtbot.waitUntil(loupe.pane.is_sharp, timeout=20_000)
    assert loupe.pane.photo() == PhotoId(6)


def test_hidden_it_asks_for_nothing(bench: Bench, loupe: Loupe, qtbot: QtBot) -> None:
    bench.qtbot.waitUntil(lambda: at_hand(bench, loupe, 5), timeout=20_000)
    loupe.hide()
    loupe.show_photo(PhotoId(6))
    qtbot.wait(loupe_module._REST_MS + 100)
    assert not at_hand(bench, loupe, 6)
    loupe.show()
    bench.qtbot.waitUntil(loupe.pane.is_sharp, timeout=20_000)


def test_zooming_goes_to_what_the_person_looked_at_last_in_this_series_only(bench: Bench, loupe: Loupe) -> None:
    loupe.set_interest(lambda photo: (0.6, 0.6) if photo == PhotoId(1) else (0.4, 0.4))
    loupe.toggle_zoom()
    assert loupe.pane.viewport() == Viewport(1.0, 0.6, 0.6)
    loupe.toggle_zoom()
    assert loupe.pane.viewport() == FIT
    lies = loupe.pane.rect_of_picture()
    bench.qtbot.mouseClick(
        loupe.pane,
        Qt.MouseButton.LeftButton,
        pos=QPoint(round(lies.left() + 0.25 * lies.width()), round(lies.top() + 0.75 * lies.height())),
    )
    loupe.show_photo(PhotoId(3))
    loupe.toggle_zoom()
    view = loupe.pane.viewport()
    assert (view.across, view.down) == pytest.approx((0.25, 0.75), abs=0.01)
    loupe.toggle_zoom()
    loupe.show_photo(PhotoId(5))
    loupe.toggle_zoom()
    assert loupe.pane.viewport() == Viewport(1.0, 0.4, 0.4)


def test_larger_and_smaller_by_steps(loupe: Loupe) -> None:
    zooms = []
    for _ in range(5):
        loupe.step_zoom(1)
        zooms.append(loupe.pane.viewport().zoom or 0.0)
    assert zooms == sorted(zooms)
    assert 1.0 in zooms
    for _ in range(9):
        loupe.step_zoom(-1)
    assert loupe.pane.viewport().zoom is None


def test_a_photo_that_left_leaves_nothing_behind(bench: Bench, loupe: Loupe) -> None:
    bench.shoot.remove([PhotoId(1)])
    loupe.refresh()
    loupe.grab()
    loupe.show_photo(PhotoId(1))
    loupe.grab()
    assert loupe.pane.photo() is None
    loupe.toggle_zoom()
    loupe.step_zoom(1)


def test_a_double_click_leaves(loupe: Loupe, qtbot: QtBot) -> None:
    with qtbot.waitSignal(loupe.left):
        qtbot.mouseDClick(loupe.pane, Qt.MouseButton.LeftButton)


def test_a_click_in_the_strip_goes_to_the_frame(culling: Photographer, qtbot: QtBot) -> None:
    loupe = loupe_of(culling)
    rect = loupe.strip.rect_of(culling.id_of("IMG_0004.jpg"))
    assert rect is not None
    qtbot.mouseClick(loupe.strip, Qt.MouseButton.LeftButton, pos=rect.center())
    assert culling.current_name == "IMG_0004.jpg"
    assert loupe.pane.photo() == culling.id_of("IMG_0004.jpg")


def test_keys_step_mark_and_zoom(culling: Photographer) -> None:
    loupe = loupe_of(culling)
    culling.press("Z")
    assert loupe.pane.viewport().zoom == 1.0
    view = loupe.pane.viewport()
    culling.press(RIGHT, "P")
    assert loupe.pane.viewport() == view
    assert loupe.pane.photo() == culling.id_of("IMG_0003.jpg")
    assert culling.desk.session.shoot.marks(culling.id_of("IMG_0003.jpg")).flag is Flag.PICK
    culling.press("Z")
    assert loupe.pane.viewport().zoom is None
    culling.press(Qt.Key.Key_Plus)
    assert loupe.pane.viewport().zoom is not None
    culling.press(Qt.Key.Key_Escape)
    assert not culling.desk.window.stage.in_loupe()


def test_z_in_the_grid_opens_the_loupe_at_one_to_one(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.press("Z")
    assert photographer.desk.window.stage.in_loupe()
    assert loupe_of(photographer).pane.viewport().zoom == 1.0


def test_a_short_press_of_space_leaves(culling: Photographer) -> None:
    culling.press(SPACE)
    assert not culling.desk.window.stage.in_loupe()
    culling.press(SPACE)
    assert culling.desk.window.stage.in_loupe()


def test_space_shows_one_to_one_as_long_as_it_is_held(culling: Photographer, qtbot: QtBot) -> None:
    loupe = loupe_of(culling)
    qtbot.keyPress(loupe, SPACE)
    assert loupe.pane.viewport() == FIT
    culling.wait_for(lambda: loupe.pane.viewport().zoom == 1.0)
    send(loupe, QEvent.Type.KeyPress, repeated=True)
    send(loupe, QEvent.Type.KeyRelease, repeated=True)
    assert loupe.pane.viewport().zoom == 1.0
    culling.press(RIGHT)
    assert loupe.pane.photo() == culling.id_of("IMG_0003.jpg")
    assert loupe.pane.viewport().zoom == 1.0
    qtbot.keyRelease(loupe, SPACE)
    assert loupe.pane.viewport() == FIT
    assert culling.desk.window.stage.in_loupe()


def test_space_held_at_one_to_one_changes_nothing_and_does_not_leave(culling: Photographer, qtbot: QtBot) -> None:
    loupe = loupe_of(culling)
    culling.press("Z")
    view = loupe.pane.viewport()
    qtbot.keyPress(loupe, SPACE)
    qtbot.wait(HELD_MS)
    qtbot.keyRelease(loupe, SPACE)
    assert loupe.pane.viewport() == view
    assert culling.desk.window.stage.in_loupe()


def test_the_space_that_opened_the_loupe_does_not_close_it(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    window = photographer.desk.window
    press = photographer._qtbot.keyPress
    press(window.focusWidget() or window, SPACE)
    assert window.stage.in_loupe()
    loupe = loupe_of(photographer)
    send(loupe, QEvent.Type.KeyRelease)
    assert window.stage.in_loupe()


def test_a_window_that_loses_the_keys_lets_go(culling: Photographer, qtbot: QtBot) -> None:
    loupe = loupe_of(culling)
    qtbot.keyPress(loupe, SPACE)
    culling.wait_for(lambda: loupe.pane.viewport().zoom == 1.0)
    loupe.clearFocus()
    assert loupe.pane.viewport() == FIT


def test_the_caption_and_the_strip_keep_their_height_whatever_is_marked(culling: Photographer) -> None:
    loupe = loupe_of(culling)
    before = loupe.pane.geometry(), loupe.strip.geometry()
    culling.press("P", "5", "6", RIGHT, "X", Qt.Key.Key_Down)
    assert (loupe.pane.geometry(), loupe.strip.geometry()) == before


def test_enlarged_the_neighbours_wait_for_the_picture_that_is_looked_at(
    bench: Bench, loupe: Loupe, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.qtbot.waitUntil(lambda: not bench.loader.busy, timeout=20_000)
    asked: list[tuple[bool, set[PhotoId]]] = []
    want = bench.loader.want

    def noted(wishes: Sequence[Wish]) -> None:
        asked.append((loupe.pane.is_sharp(), {wish.photo.id for wish in wishes if wish.side == 2400}))
        want(wishes)

    monkeypatch.setattr(bench.loader, "want", noted)
    loupe.toggle_zoom()
    bench.qtbot.waitUntil(lambda: at_hand(bench, loupe, 2) and at_hand(bench, loupe, 5), timeout=20_000)
    assert all(in_full == {PhotoId(1)} for sharp, in_full in asked if not sharp)
    assert asked[-1] == (True, {PhotoId(1), PhotoId(2), PhotoId(5)})


def test_a_place_that_is_asked_for_is_seen_at_one_to_one_and_stays_that_of_its_series(loupe: Loupe) -> None:
    loupe.look_at(PhotoId(2), (0.3, 0.6))
    assert loupe.pane.viewport() == FIT
    loupe.look_at(PhotoId(1), (0.3, 0.6))
    assert loupe.pane.viewport() == Viewport(1.0, 0.3, 0.6)
    loupe.toggle_zoom()
    loupe.show_photo(PhotoId(2))
    loupe.toggle_zoom()
    assert loupe.pane.viewport() == Viewport(1.0, 0.3, 0.6)


def test_a_note_stands_in_the_caption_and_moves_nothing(loupe: Loupe) -> None:
    caption = loupe.findChild(LoupeCaption)
    assert caption is not None
    before = caption.geometry(), caption.grab().toImage()
    loupe.say("differences from a photo whose name is far too long for any line " * 9)
    assert caption.accessibleName().startswith("1.jpg · frame 1 of 4 · differences from a photo")
    assert caption.geometry() == before[0]
    assert caption.grab().toImage() != before[1]
    loupe.say("")
    assert caption.grab().toImage() == before[1]
