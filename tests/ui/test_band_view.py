from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from app.analysis.series import SeriesKind
from app.analysis.shoot import Shoot
from app.library.photo import Flag, Label, Marks, Photo, PhotoId
from app.ui import band_view
from app.ui.band_painter import BandLook
from app.ui.choosing import Choice
from app.ui.details_panel import facts
from app.ui.loupe_caption import LoupeCaption
from app.ui.theme import DARK
from fgaesq_core import Ranking
from tests.ui.made_up import photo, shoot_of

CLEAR = Ranking((4.0, 8.0, 6.0), (0.05, 0.8, 0.15), 0.9, False)
CLOSE = Ranking((7.9, 8.0, 6.0), (0.45, 0.5, 0.05), 0.52, True)


class NoThumbnails:
    """None has arrived yet."""

    def pixmap(self, photo: Photo) -> QPixmap | None:
        return None


def look(shoot: Shoot, series: int, current: PhotoId | None = None, *chosen: int, top: int | None = None) -> BandLook:
    choice = Choice(frozenset(PhotoId(n) for n in chosen), current)
    return band_view.look(shoot, series, choice, NoThumbnails(), None if top is None else PhotoId(top))


@pytest.fixture
def shoot() -> Shoot:
    return shoot_of(3, 1, 3, kinds=[SeriesKind.BURST, SeriesKind.SINGLE, SeriesKind.BRACKET])


def test_the_best_shot_of_the_model_is_marked_with_its_chance(shoot: Shoot) -> None:
    shoot.set_ranking(shoot.series[0].frames, CLEAR)
    seen = look(shoot, 0)
    assert [frame.best for frame in seen.frames] == [False, True, False]
    assert [frame.chance for frame in seen.frames] == ["5 %", "80 %", "15 %"]
    assert not any(frame.chosen for frame in seen.frames)
    assert seen.note == ""


def test_what_is_too_close_has_no_best_shot_and_says_so(shoot: Shoot) -> None:
    shoot.set_ranking(shoot.series[0].frames, CLOSE)
    seen = look(shoot, 0)
    assert not any(frame.best for frame in seen.frames)
    assert seen.note == "too close"


def test_the_photographers_choice_is_marked_as_such(shoot: Shoot) -> None:
    shoot.set_ranking(shoot.series[0].frames, CLEAR)
    shoot.set_marks({PhotoId(3): Marks(0, Flag.PICK)})
    seen = look(shoot, 0)
    assert [(frame.best, frame.chosen) for frame in seen.frames] == [(False, False), (False, False), (True, True)]
    assert seen.decided
    assert seen.note == "decided"


def test_brackets_and_singles_are_not_ranked(shoot: Shoot) -> None:
    assert look(shoot, 2).note == "bracket"
    single = look(shoot, 1)
    assert (single.count, single.frames[0].chance) == (1, "")


def test_the_current_frame_makes_its_band_current(shoot: Shoot) -> None:
    seen = look(shoot, 0, PhotoId(2))
    assert seen.current
    assert [frame.current for frame in seen.frames] == [False, True, False]
    assert not look(shoot, 1, PhotoId(2)).current


def test_the_headline_names_the_day_where_one_begins() -> None:
    shoot = shoot_of(1, 1, 1, pause=30_000)
    assert [look(shoot, n).headline for n in range(3)] == ["13 May · 12:00:00", "20:20:00", "14 May · 04:40:00"]


def test_a_headline_has_shorter_ones_for_narrow_bands() -> None:
    seen = look(shoot_of(4), 0)
    assert (seen.headline, *seen.shorter) == ("13 May · 12:00:00 · 0.9 s", "13 May · 12:00:00", "12:00:00")


def test_a_tooltip_names_every_file_and_the_marks(shoot: Shoot) -> None:
    shoot.set_ranking(shoot.series[0].frames, CLEAR)
    shoot.set_marks({PhotoId(2): Marks(2, Flag.REJECT, Label.RED)})
    assert band_view.tooltip(shoot, 0, 1).splitlines() == [
        "IMG_0002.jpg",
        "score 8.00 of 10",
        "rejected, 2 stars, red label",
    ]
    assert band_view.tooltip(shoot, 0, None) == "made up"


def test_a_pair_of_raw_and_jpeg_is_one_frame_with_a_badge() -> None:
    shoot = shoot_of(1)
    one = photo(1)
    pair = Photo(one.id, (one.path, Path("/nowhere/IMG_0001.CR3")), one.stamps * 2, one.capture)
    shoot.add([(pair, Marks())])
    assert look(shoot, 0).frames[0].badge == "R+J"
    assert band_view.tooltip(shoot, 0, 0) == "IMG_0001.jpg + IMG_0001.CR3"


@pytest.mark.parametrize(
    ("files", "badge"),
    [(("a.heic", "a.mov"), "Live"), (("a.jpg", "a.cr3", "a.mp4"), "R+J Live"), (("a.mov",), ""), (("a.jpg",), "")],
)
def test_a_photo_with_its_movie_has_a_badge_and_is_called_live(
    qtbot: QtBot, files: tuple[str, ...], badge: str
) -> None:
    shoot = shoot_of(1)
    one = replace(photo(1), files=tuple(Path("/p", name) for name in files))
    shoot.add([(one, Marks())])
    assert look(shoot, 0).frames[0].badge == badge
    called = [("Kind", "Live photo")] if "Live" in badge else []
    assert [row for row in facts(one, 0, 1) if row[0] == "Kind"] == called
    caption = LoupeCaption(shoot, DARK)
    qtbot.addWidget(caption)
    caption.show_photo(one.id)
    assert ("Live photo" in caption.words()) is bool(called)


def test_of_a_folded_series_one_frame_is_seen_and_all_are_counted(shoot: Shoot) -> None:
    shoot.set_ranking(shoot.series[0].frames, CLEAR)
    seen = look(shoot, 0, PhotoId(2), top=2)
    assert (seen.count, seen.folded, len(seen.frames)) == (3, True, 1)
    assert (seen.frames[0].best, seen.frames[0].current, seen.frames[0].chance) == (True, True, "80 %")
    assert not look(shoot, 0).folded


def test_those_chosen_are_known_and_they_alone(shoot: Shoot) -> None:
    assert [frame.selected for frame in look(shoot, 0, PhotoId(1), 1, 3, 5).frames] == [True, False, True]
