"""Bands against stored pictures, without text, as fonts differ from machine to machine.

After a wanted change of looks run with `BURSTPICK_GOLDEN=write`, look at what changed under `golden/`, and commit it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from app.library.photo import Flag, Label, Marks
from app.ui.band_layout import BandLayout, Box, Metrics
from app.ui.band_painter import BandLook, BandPainter, FrameLook
from app.ui.theme import DARK, LIGHT, Theme

GOLDEN = Path(__file__).parent / "golden"
NAMES = (
    *("best", "current", "pick", "reject", "stars", "labels", "decided", "waiting", "light"),
    *("folded", "folded_light", "selected", "selected_light"),
)
UNMARKED = Marks()


def picture(width: int = 120, height: int = 80) -> QPixmap:
    """A sky over a field: two areas with an edge between."""
    made = QPixmap(width, height)
    made.fill(QColor(110, 140, 190))
    painter = QPainter(made)
    painter.fillRect(QRect(0, height // 2, width, height // 2), QColor(90, 120, 60))
    painter.end()
    return made


def frame(marks: Marks = UNMARKED, *, best: bool = False, chosen: bool = False, current: bool = False) -> FrameLook:
    return FrameLook(picture(), marks, best=best, chosen=chosen, current=current)


def band(*frames: FrameLook, current: bool = False, decided: bool = False) -> BandLook:
    return BandLook(1, "", "", frames, current, decided)


def bands() -> dict[str, tuple[BandLook, Theme]]:
    """One band for everything that is painted of frames."""
    picked, rejected = Marks(0, Flag.PICK), Marks(0, Flag.REJECT)
    labelled = [frame(Marks(0, Flag.NONE, label)) for label in Label]
    decided = [frame(picked, best=True, chosen=True), frame(rejected), frame()]
    chosen = [replace(frame(Marks(4, Flag.PICK)), selected=True), replace(frame(current=True), selected=True), frame()]
    light = [frame(Marks(3, Flag.PICK), best=True, current=True), frame(rejected)]
    return {
        "best": (band(frame(best=True), frame(), frame()), DARK),
        "current": (band(frame(best=True, current=True), frame(), current=True), DARK),
        "pick": (band(frame(picked), frame()), DARK),
        "reject": (band(frame(rejected), frame()), DARK),
        "stars": (band(frame(Marks(5)), frame(Marks(1))), DARK),
        "labels": (band(*labelled), DARK),
        "decided": (band(*decided, decided=True), DARK),
        "waiting": (band(FrameLook(None, Marks()), frame()), DARK),
        "folded": (replace(band(frame(best=True)), folded=True), DARK),
        "folded_light": (replace(band(frame(picked, best=True, chosen=True), decided=True), folded=True), LIGHT),
        "selected": (band(*chosen, current=True), DARK),
        "selected_light": (band(*chosen, current=True), LIGHT),
        "light": (band(*light, current=True), LIGHT),
    }


@contextmanager
def painting(image: QImage) -> Iterator[QPainter]:
    painter = QPainter(image)
    try:
        yield painter
    finally:
        painter.end()


def painted(look: BandLook, theme: Theme, *, ratio: float = 1.0) -> QImage:
    layout = BandLayout([[1.5] * len(look.frames)], 900, Metrics(frame=80))
    box = layout.band(0)
    image = QImage(round((box.x + box.width + 16) * ratio), round(layout.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.window))
    with painting(image) as painter:
        BandPainter(theme, QFont()).paint(painter, box, layout.frames(0), look)
    return image


def pixels(image: QImage) -> NDArray[np.int16]:
    """Height x width x 3, in the order blue, green, red."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)[..., :3].astype(np.int16)


@pytest.mark.skipif(sys.platform != "linux", reason="lines are smoothed otherwise on other systems")
@pytest.mark.parametrize("name", NAMES)
def test_a_band_looks_as_it_should(qtbot: QtBot, name: str) -> None:
    image = painted(*bands()[name])
    stored = GOLDEN / f"{name}.png"
    if os.environ.get("BURSTPICK_GOLDEN") == "write":
        assert image.save(str(stored))
    expected = QImage(str(stored)).convertToFormat(QImage.Format.Format_RGB32)
    assert expected.size() == image.size()
    difference = np.abs(pixels(image) - pixels(expected)).max(axis=2)
    assert np.mean(difference > 24) < 0.002


def test_only_what_means_something_has_colour(qtbot: QtBot) -> None:
    grey = QPixmap(120, 80)
    grey.fill(QColor("#808080"))
    for theme in (DARK, LIGHT):
        look = BandLook(3, "12:00", "decided", [FrameLook(grey, Marks(4), chance="71 %", current=True)], current=True)
        found = pixels(painted(look, theme))
        assert np.ptp(found, axis=2).max() <= 2


def test_a_reject_is_dimmed_and_says_so_by_more_than_colour(qtbot: QtBot) -> None:
    plain, rejected = (pixels(painted(band(frame(marks)), DARK)) for marks in (Marks(), Marks(0, Flag.REJECT)))
    middle = (plain.shape[0] // 2 + 10, 60)
    assert rejected[middle].sum() < 0.7 * plain[middle].sum()
    corner = np.s_[44:64, 100:146]
    assert np.abs(rejected[corner] - plain[corner]).max() > 100


def test_every_golden_band_is_looked_at() -> None:
    assert set(NAMES) == bands().keys()


def test_what_is_decided_steps_back_less_far_than_what_is_rejected(qtbot: QtBot) -> None:
    looks = [frame(Marks(0, Flag.PICK), chosen=True), frame(), frame(Marks(0, Flag.REJECT))]
    found = pixels(painted(band(*looks, decided=True), DARK))
    picked, other, rejected = (int(found[found.shape[0] // 2 + 10, 60 + 128 * n].sum()) for n in range(3))
    assert picked > 1.2 * other > 1.4 * rejected


def test_what_is_chosen_is_told_by_more_than_colour(qtbot: QtBot) -> None:
    plain, chosen = (pixels(painted(band(one), DARK)) for one in (frame(), replace(frame(), selected=True)))
    sign = np.s_[70:92, 118:146]
    assert np.abs(chosen[sign] - plain[sign]).max() > 100
    assert np.ptp(np.abs(chosen - plain), axis=2).max() <= 120


def test_a_stack_shows_edges_and_the_picture_lies_over_them(qtbot: QtBot) -> None:
    flat = painted(band(frame(Marks(0, Flag.REJECT))), DARK)
    stack = painted(replace(band(frame(Marks(0, Flag.REJECT))), folded=True), DARK)
    before, after = pixels(flat), pixels(stack)
    picture = np.s_[50:110, 30:140]
    assert (before[picture] == after[picture]).all(), "a picture that is dimmed is not seen through"
    assert np.abs(after[76:96, 146:156] - before[76:96, 146:156]).mean() > 8


def test_marks_move_nothing(qtbot: QtBot) -> None:
    plain = painted(band(frame(), frame()), DARK)
    marked = painted(band(frame(Marks(5, Flag.PICK, Label.BLUE), best=True, chosen=True), frame(), decided=True), DARK)
    assert plain.size() == marked.size()


@pytest.mark.parametrize("ratio", [1.5, 2.0])
def test_signs_keep_their_size_on_a_dense_screen(qtbot: QtBot, ratio: float) -> None:
    look = band(frame(Marks(0, Flag.PICK), best=True))
    once = painted(look, DARK)
    dense = painted(look, DARK, ratio=ratio)
    shrunk = dense.scaled(once.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    shrunk.setDevicePixelRatio(1.0)
    difference = np.abs(pixels(once) - pixels(shrunk.convertToFormat(QImage.Format.Format_RGB32))).max(axis=2)
    assert np.mean(difference > 90) < 0.02


def test_a_headline_too_long_is_cut_before_the_note(qtbot: QtBot) -> None:
    look = BandLook(4, "2026-05-09 10:02:11 – 2026-05-10 10:02:13", "decided", [frame()])
    assert QFontMetrics(QFont()).horizontalAdvance(look.headline) > 150
    assert painted(look, DARK).size() == painted(band(frame()), DARK).size()


def test_a_shorter_headline_is_taken_where_the_long_one_has_no_room(qtbot: QtBot) -> None:
    long, brief = "2026-05-09 10:02:11 – 2026-05-10 10:02:13", "10:02"
    cut = painted(BandLook(4, long, "", [frame()], shorter=(brief,)), DARK)
    assert (pixels(cut) == pixels(painted(BandLook(4, brief, "", [frame()]), DARK))).all()


def test_five_stars_fit_on_a_narrow_picture(qtbot: QtBot) -> None:
    cell = Box(20, 20, 40, 88)
    image = QImage(80, 130, QImage.Format.Format_RGB32)
    with painting(image) as painter:
        painter.fillRect(image.rect(), QColor(DARK.band))
        looks = [FrameLook(picture(40, 88), Marks(5), chance="")]
        BandPainter(DARK, QFont()).paint(painter, Box(0, 0, 80, 130), [cell], BandLook(1, "", "", looks))
    ground = QColor(DARK.band).red()
    right_of = pixels(image)[20:108, 62:78]
    assert np.abs(right_of - ground).max() <= 2


def test_stars_never_hide_the_chance(qtbot: QtBot) -> None:
    corners = []
    for stars in (0, 5):
        image = QImage(120, 130, QImage.Format.Format_RGB32)
        with painting(image) as painter:
            painter.fillRect(image.rect(), QColor(DARK.band))
            looks = [FrameLook(picture(80, 88), Marks(stars), chance="71 %")]
            cells = [Box(20, 20, 80, 88)]
            BandPainter(DARK, QFont()).paint(painter, Box(0, 0, 120, 130), cells, BandLook(1, "", "", looks))
        corners.append(pixels(image)[86:106, 20:100])
    assert (corners[0] == corners[1]).all()
