"""Differences over the loupe's picture and the other frame in its place, by real keys on real pictures."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QShortcut
from pytestqt.qtbot import QtBot

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries
from app.library.photo import PhotoId
from app.ui.difference_commands import difference_commands
from app.ui.difference_mode import DifferenceMode
from app.ui.explainer import Explainer
from app.ui.loupe_caption import LoupeCaption
from tests.analysis.known import ranking
from tests.pictures import scene, shifted
from tests.ui.loupe_bench import Bench, pixels

SIZE = (720, 480)
BEST, MOVED, ELSEWHERE, UPRIGHT, ALONE = map(PhotoId, range(1, 6))
PLACE, SPOT = (400, 200), 60
B, RIGHT = Qt.Key.Key_B, Qt.Key.Key_Right


def spotted(picture: Image.Image, at: tuple[int, int]) -> Image.Image:
    """With a spot of many colours that the other frame lacks."""
    picture = picture.copy()
    spot = np.random.default_rng(1).integers(0, 256, (SPOT // 4, SPOT // 4, 3), np.uint8)
    picture.paste(Image.fromarray(spot).resize((SPOT, SPOT), Image.Resampling.NEAREST), at)
    return picture


class Looker:
    """Somebody in a loupe on five photos: the best of its series, the same view moved and with a spot in it, another
    view, one upright, and a photo for itself."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.bench = qtbot, Bench(qtbot, folder)
        view = scene(3, SIZE)
        moved = shifted(spotted(view, PLACE), -12, 8)
        for one in (view, moved, scene(8, SIZE), scene(3, SIZE[::-1]), scene(5, SIZE)):
            self.bench.write(one)
        series = PhotoSeries(SeriesKind.BURST, (BEST, MOVED, ELSEWHERE, UPRIGHT), "alike")
        self.bench.shoot.set_series([series, PhotoSeries(SeriesKind.SINGLE, (ALONE,))])
        self.bench.shoot.set_ranking(series.frames, ranking(8.0, 7.0, 6.0, 5.0))
        self.explainer = Explainer(self.bench.shoot, self.bench.jobs)
        self.loupe = self.bench.loupe()
        self.loupe.show_series([0, 1])
        self.mode = DifferenceMode(self.bench.shoot, self.loupe, self.explainer)
        self.mode.set_blink_keys(["B"])
        self.loupe.setFocus()

    def go(self, photo: PhotoId, other: PhotoId | None = None) -> None:
        self.explainer.look_at(photo, other)
        self.loupe.show_photo(photo)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.explainer.busy, timeout=20_000)
        self.qtbot.waitUntil(self.loupe.pane.is_sharp, timeout=20_000)

    @property
    def said(self) -> str:
        caption = self.loupe.findChild(LoupeCaption)
        assert caption is not None
        return caption.accessibleName().rpartition(" · ")[2]

    def seen(self) -> NDArray[np.int16]:
        """The picture as it is painted, without the ground around it."""
        lies = self.loupe.pane.rect_of_picture().toRect()
        return pixels(self.loupe.pane)[lies.top() : lies.bottom(), lies.left() : lies.right()].astype(np.int16)


@pytest.fixture
def looker(qtbot: QtBot, tmp_path: Path) -> Iterator[Looker]:
    looker = Looker(qtbot, tmp_path)
    yield looker
    looker.bench.close()


def test_the_differences_are_painted_where_they_are_and_go_again(looker: Looker) -> None:
    looker.go(MOVED)
    looker.settle()
    plain = looker.seen()
    looker.mode.toggle()
    assert looker.mode.is_on
    changed = np.abs(looker.seen() - plain).sum(2) > 30
    left, top = PLACE[0] + 12, PLACE[1] - 8
    inside = changed[top + 5 : top + SPOT - 5, left + 5 : left + SPOT - 5]
    assert inside.mean() > 0.8
    assert changed.mean() < 0.2
    assert looker.said == "differences from 1.jpg, 70 %"
    looker.mode.toggle()
    assert np.array_equal(looker.seen(), plain)
    assert looker.said != "differences from 1.jpg, 70 %"


def test_the_strength_goes_by_steps_within_bounds_and_is_kept(looker: Looker) -> None:
    looker.go(MOVED)
    looker.settle()
    plain = looker.seen()
    looker.mode.step_strength(1)
    assert looker.mode.is_on
    assert looker.mode.strength == 0.7
    strong = np.abs(looker.seen() - plain).sum()
    for _ in range(20):
        looker.mode.step_strength(-1)
    assert looker.mode.strength == 0.1
    assert 0 < np.abs(looker.seen() - plain).sum() < strong / 3
    looker.go(BEST)
    looker.go(MOVED)
    assert looker.said == "differences from 1.jpg, 10 %"
    for _ in range(20):
        looker.mode.step_strength(1)
    assert looker.mode.strength == 1.0


def test_stepping_lays_the_overlay_of_each_frame_over_it(looker: Looker) -> None:
    looker.mode.toggle()
    looker.go(MOVED)
    assert looker.said == "comparing with 1.jpg …"
    looker.settle()
    assert looker.said == "differences from 1.jpg, 70 %"
    looker.go(BEST)
    looker.settle()
    plain = looker.bench.loader.image(looker.bench.shoot.photo(BEST), 720)
    assert looker.said == "differences from 2.jpg, 70 %"
    assert plain is not None
    assert plain.width() == looker.seen().shape[1] + 1
    stored = np.frombuffer(plain.constBits(), np.uint8).reshape(480, 720, 4)[:-1, :-1, :3].astype(np.int16)
    changed = np.abs(looker.seen() - stored).sum(2) > 30
    assert changed[PLACE[1] + 5 : PLACE[1] + SPOT - 5, PLACE[0] + 5 : PLACE[0] + SPOT - 5].mean() > 0.8


@pytest.mark.parametrize(
    ("photo", "said"),
    [
        (ELSEWHERE, "no counterpart: frames of different views"),
        (UPRIGHT, "no counterpart: frames of different shapes"),
        (ALONE, "nothing to compare with: a single photo"),
    ],
)
def test_what_has_no_counterpart_says_so_and_shows_the_plain_picture(
    looker: Looker, photo: PhotoId, said: str, qtbot: QtBot
) -> None:
    looker.go(photo)
    looker.settle()
    plain = looker.seen()
    looker.mode.toggle()
    assert looker.said == said
    assert np.array_equal(looker.seen(), plain)
    qtbot.keyPress(looker.loupe, B)
    assert np.array_equal(looker.seen(), plain)
    assert looker.said == said
    qtbot.keyRelease(looker.loupe, B)


def test_an_unreadable_counterpart_is_told_of(looker: Looker) -> None:
    (looker.bench.folder / "1.jpg").write_bytes(b"\xff\xd8\xff no picture")
    looker.mode.toggle()
    looker.go(MOVED)
    looker.settle()
    assert looker.said.startswith("1.jpg cannot be compared: ")


def test_a_bracket_has_nobody_to_compare_with(looker: Looker) -> None:
    looker.bench.shoot.set_series([PhotoSeries(SeriesKind.BRACKET, (BEST, MOVED))])
    looker.loupe.show_series([0])
    looker.mode.toggle()
    looker.go(BEST)
    assert looker.said == "nothing to compare with: a bracket has no best shot"


def test_before_any_judgement_there_is_nobody_yet_but_a_named_frame(looker: Looker) -> None:
    looker.bench.shoot.set_series([PhotoSeries(SeriesKind.BURST, (BEST, MOVED))])
    looker.loupe.show_series([0])
    looker.mode.toggle()
    looker.go(MOVED)
    assert looker.said == "nothing to compare with yet"
    looker.go(MOVED, BEST)
    looker.settle()
    assert looker.said == "differences from 1.jpg, 70 %"


def test_held_the_key_shows_the_other_frame_where_it_lies_in_this_one(looker: Looker, qtbot: QtBot) -> None:
    looker.go(MOVED)
    looker.settle()
    looker.mode.toggle()
    before = looker.seen()
    qtbot.keyPress(looker.loupe, B)
    qtbot.waitUntil(lambda: looker.bench.loader.image(looker.bench.shoot.photo(BEST), 720) is not None)
    qtbot.waitUntil(lambda: not looker.bench.loader.busy, timeout=20_000)
    assert looker.said == "1.jpg in its place"
    best = np.asarray(shifted(scene(3, SIZE), -12, 8))[..., ::-1].astype(np.int16)[:-1, :-1]
    inner = np.s_[40:-40, 40:-40]
    assert np.abs(looker.seen() - best)[inner].mean() < 4
    qtbot.keyRelease(looker.loupe, B)
    assert np.array_equal(looker.seen(), before)


def test_where_the_other_frame_ends_there_is_ground(looker: Looker, qtbot: QtBot) -> None:
    looker.go(MOVED)
    looker.settle()
    qtbot.keyPress(looker.loupe, B)
    qtbot.waitUntil(lambda: not looker.bench.loader.busy, timeout=20_000)
    assert (looker.seen()[100:300, :9] == 0x0F).all()
    qtbot.keyRelease(looker.loupe, B)


def test_held_over_a_step_it_goes_on_with_the_next_frame(looker: Looker, qtbot: QtBot) -> None:
    looker.go(MOVED)
    looker.settle()
    qtbot.keyPress(looker.loupe, B)
    assert looker.loupe.pane.shows_other()
    looker.go(BEST)
    looker.settle()
    assert looker.loupe.pane.shows_other()
    assert looker.said == "2.jpg in its place"
    qtbot.keyRelease(looker.loupe, B)
    assert not looker.loupe.pane.shows_other()


def test_a_swap_that_was_asked_for_ends_with_the_next_frame_or_view(looker: Looker) -> None:
    looker.go(MOVED)
    looker.settle()
    looker.mode.toggle_blink()
    assert looker.loupe.pane.shows_other()
    looker.go(BEST)
    looker.settle()
    assert not looker.loupe.pane.shows_other()
    looker.mode.toggle_blink()
    assert looker.loupe.pane.shows_other()
    looker.loupe.hide()
    looker.loupe.show()
    assert not looker.loupe.pane.shows_other()


def test_every_command_does_what_it_says_and_can_be_found_by_its_key(looker: Looker) -> None:
    table = {command.keys[0]: command for command in difference_commands(looker.mode)}
    looker.go(MOVED)
    looker.settle()
    table["D"].run()
    table[","].run()
    assert (looker.mode.is_on, looker.mode.strength) == (True, 0.6)
    table["."].run()
    assert looker.mode.strength == 0.7
    table["B"].run()
    assert looker.loupe.pane.shows_other()
    table["B"].run()
    table["D"].run()
    assert not looker.loupe.pane.shows_other()
    assert not looker.mode.is_on


def test_keys_that_go_elsewhere_let_go(looker: Looker, qtbot: QtBot) -> None:
    looker.go(MOVED)
    looker.settle()
    qtbot.keyPress(looker.loupe, B)
    assert looker.loupe.pane.shows_other()
    looker.loupe.clearFocus()
    assert not looker.loupe.pane.shows_other()


def test_the_key_of_the_command_does_not_run_it_in_the_loupe(looker: Looker, qtbot: QtBot) -> None:
    ran: list[bool] = []
    QShortcut(Qt.Key.Key_B, looker.loupe).activated.connect(lambda: ran.append(True))
    looker.go(MOVED)
    looker.settle()
    with qtbot.waitActive(looker.loupe):
        looker.loupe.activateWindow()
    looker.loupe.setFocus()
    qtbot.keyPress(looker.loupe, B)
    assert looker.loupe.pane.shows_other()
    assert not ran
    qtbot.keyRelease(looker.loupe, B)


def test_switched_off_it_leaves_the_overlays_of_others_alone(looker: Looker) -> None:
    looker.go(MOVED)
    looker.settle()
    plain = looker.seen()
    frames = QImage(4, 4, QImage.Format.Format_ARGB32_Premultiplied)
    frames.fill(Qt.GlobalColor.red)
    looker.loupe.pane.set_overlay(frames)
    looker.explainer.look_at(MOVED, ELSEWHERE)
    looker.settle()
    assert not np.array_equal(looker.seen(), plain)


def test_a_frame_that_left_is_no_harm(looker: Looker) -> None:
    looker.mode.toggle()
    looker.go(MOVED)
    looker.settle()
    looker.mode.blink(True)
    looker.bench.shoot.remove([BEST])
    looker.loupe.grab()
    looker.explainer.refresh()
    looker.loupe.grab()
    assert not looker.loupe.pane.shows_other()
