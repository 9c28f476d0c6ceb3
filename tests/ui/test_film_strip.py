"""The strip by itself: what stands where, and its painting against a stored picture without text."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from pytestqt.qtbot import QtBot

from app.analysis.shoot import Shoot
from app.library.photo import Flag, Label, Marks, Photo, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.film_strip import HEIGHT, FilmStrip, lay_out, scrolled_to
from app.ui.jobs import Jobs
from app.ui.theme import DARK, LIGHT, Theme
from app.ui.thumbnails import Thumbnails
from fgaesq_core.choice import choose
from tests.ui.made_up import shoot_of
from tests.ui.test_band_painter import picture, pixels

GOLDEN = Path(__file__).parent / "golden"
aspects = st.lists(st.floats(0.3, 3.0), min_size=1, max_size=60)


class Drawn(Thumbnails):
    """Thumbnails that are drawn at once instead of read."""

    asked: int = 0

    def pixmap(self, photo: Photo) -> QPixmap | None:
        self.asked += 1
        tall = photo.id % 4 == 0
        return picture(90, 136) if tall else picture(204, 136)


@pytest.fixture
def thumbnails(qtbot: QtBot, tmp_path: Path) -> Iterator[Drawn]:
    jobs = Jobs()
    drawn = Drawn(ThumbnailCache(tmp_path), jobs, threads=1)
    yield drawn
    drawn.close()
    jobs.close()


def strip_of(qtbot: QtBot, shoot: Shoot, thumbnails: Thumbnails, theme: Theme = DARK, width: int = 620) -> FilmStrip:
    strip = FilmStrip(shoot, thumbnails, theme)
    qtbot.addWidget(strip)
    strip.resize(width, HEIGHT)
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


def marked() -> Shoot:
    """A series with every sign there is."""
    shoot = shoot_of(5)
    shoot.set_marks(
        {
            PhotoId(1): Marks(0, Flag.PICK),
            PhotoId(2): Marks(0, Flag.REJECT),
            PhotoId(3): Marks(5, Flag.NONE, Label.BLUE),
            PhotoId(4): Marks(2, Flag.NONE, Label.RED),
        }
    )
    return shoot


def seen(strip: FilmStrip) -> QImage:
    return strip.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.skipif(sys.platform != "linux", reason="lines are smoothed otherwise on other systems")
@pytest.mark.parametrize(("name", "theme"), [("film_strip", DARK), ("film_strip_light", LIGHT)])
def test_a_strip_looks_as_it_should(qtbot: QtBot, thumbnails: Drawn, name: str, theme: Theme) -> None:
    strip = strip_of(qtbot, marked(), thumbnails, theme)
    strip.show_photo(PhotoId(3))
    image = seen(strip)
    stored = GOLDEN / f"{name}.png"
    if os.environ.get("BURSTPICK_GOLDEN") == "write":
        assert image.save(str(stored))
    expected = QImage(str(stored)).convertToFormat(QImage.Format.Format_RGB32)
    assert expected.size() == image.size()
    assert np.mean(np.abs(pixels(image) - pixels(expected)).max(axis=2) > 24) < 0.002


def test_rank_and_chance_stand_below_and_marks_move_nothing(qtbot: QtBot, thumbnails: Drawn) -> None:
    shoot = shoot_of(3)
    strip = strip_of(qtbot, shoot, thumbnails)
    strip.show_photo(PhotoId(1))
    below = np.s_[88:106]
    assert np.ptp(pixels(seen(strip))[below]) == 0
    shoot.set_ranking(shoot.series[0].frames, choose((5.0, 7.0, 6.0), 1.0))
    strip.update()
    words = pixels(seen(strip))[below]
    assert np.ptp(words) > 60
    places = [strip.rect_of(PhotoId(n)) for n in (1, 2, 3)]
    shoot.set_marks({PhotoId(2): Marks(5, Flag.REJECT, Label.RED)})
    strip.update()
    assert (pixels(seen(strip))[below] == words).all()
    assert [strip.rect_of(PhotoId(n)) for n in (1, 2, 3)] == places


def test_what_is_kept_back_in_blind_mode_is_not_painted(qtbot: QtBot, thumbnails: Drawn) -> None:
    shoot = shoot_of(3)
    strip = strip_of(qtbot, shoot, thumbnails)
    strip.show_photo(PhotoId(1))
    plain = pixels(seen(strip))
    shoot.set_blind(True)
    shoot.set_ranking(shoot.series[0].frames, choose((5.0, 9.0, 6.0), 0.2))
    strip.update()
    assert (pixels(seen(strip)) == plain).all()


def test_a_click_goes_to_the_frame_or_the_nearest_one(qtbot: QtBot, thumbnails: Drawn) -> None:
    strip = strip_of(qtbot, shoot_of(5), thumbnails)
    strip.show_photo(PhotoId(1))
    rect = strip.rect_of(PhotoId(3))
    assert rect is not None
    for point in (rect.center(), QPoint(rect.left() + 2, 3), QPoint(rect.right() + 3, rect.center().y())):
        with qtbot.waitSignal(strip.frame_clicked) as told:
            qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=point)
        assert told.args == [PhotoId(3)]


def test_only_what_is_seen_is_painted(qtbot: QtBot, thumbnails: Drawn) -> None:
    strip = strip_of(qtbot, shoot_of(800), thumbnails)
    strip.show_photo(PhotoId(400))
    thumbnails.asked = 0
    strip.grab()
    assert 0 < thumbnails.asked < 20
    rect = strip.rect_of(PhotoId(400))
    assert rect is not None
    assert strip.rect().contains(rect)


def test_a_series_that_shrank_is_painted_no_more(qtbot: QtBot, thumbnails: Drawn) -> None:
    shoot = shoot_of(3)
    strip = strip_of(qtbot, shoot, thumbnails)
    strip.show_photo(PhotoId(2))
    shoot.remove([PhotoId(2)])
    ground = QColor(DARK.panel).red()
    strip.update()
    assert (pixels(seen(strip)) == ground).all()
    strip.show_photo(PhotoId(1))
    assert np.ptp(pixels(seen(strip))) > 60


@given(aspects, st.integers(0, 59), st.integers(100, 2000), st.integers(0, 5000))
def test_scrolling_shows_the_frame_and_nothing_beyond_the_ends(
    shapes: list[float], frame: int, room: int, scroll: int
) -> None:
    layout = lay_out(shapes)
    frame %= len(shapes)
    found = scrolled_to(layout, frame, scroll, room)
    assert 0 <= found <= max(0, layout.width - room)
    if room >= 320:
        assert found <= layout.lefts[frame]
        assert layout.lefts[frame] + layout.widths[frame] <= found + room
        assert frame in layout.visible(found, found + room)


@given(aspects, st.integers(0, 59), st.integers(400, 2000), st.integers(0, 5000))
def test_what_can_be_seen_already_does_not_scroll(shapes: list[float], frame: int, room: int, scroll: int) -> None:
    layout = lay_out(shapes)
    once = scrolled_to(layout, frame % len(shapes), scroll, room)
    assert scrolled_to(layout, frame % len(shapes), once, room) == once


@given(aspects, st.integers(-100, 9000), st.integers(0, 500))
def test_the_frames_that_are_seen_are_those_that_meet_the_view(shapes: list[float], left: int, room: int) -> None:
    layout = lay_out(shapes)
    expected = [
        i
        for i, (x, width) in enumerate(zip(layout.lefts, layout.widths, strict=True))
        if x + width > left and x < left + room
    ]
    assert list(layout.visible(left, left + room)) == expected


@given(aspects, st.integers(0, 59))
def test_every_frame_is_hit_in_its_middle(shapes: list[float], frame: int) -> None:
    layout = lay_out(shapes)
    frame %= len(shapes)
    assert layout.at(layout.lefts[frame] + layout.widths[frame] // 2) == frame
    assert lay_out(()).at(5) is None
