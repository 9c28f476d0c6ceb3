"""Where the camera looks stays inside the photo, and shows what it should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tests.pictures import scene
from train.synth.subject import Place
from train.synth.view import View, cut_off, kept_inside, seen, tilted, within

shares = st.floats(0, 1)
SIZE = (96, 64)


@given(shares, shares, st.floats(0.1, 1), st.floats(-12, 12), st.integers(60, 400), st.integers(60, 400))
def test_a_view_kept_inside_shows_nothing_but_the_photo(
    across: float, down: float, share: float, degrees: float, width: int, height: int
) -> None:
    photo = Image.new("RGB", (width, height), "white")
    view = kept_inside(View(Place(across, down), share, degrees), photo, SIZE)
    shown = np.asarray(seen(photo, view, SIZE))[2:-2, 2:-2]
    assert shown.min() == 255
    assert view.degrees == degrees
    assert view.share <= share


def test_a_level_view_of_all_of_it_is_the_photo() -> None:
    photo = scene(2, (96, 64))
    shown = seen(photo, View(Place(0.5, 0.5), 1.0), SIZE)
    assert np.abs(np.asarray(shown, int) - np.asarray(photo, int)).max() <= 1


def test_a_large_photo_is_reduced_without_jaggies() -> None:
    stripes = np.zeros((640, 960, 3), np.uint8)
    stripes[:, ::2] = 255
    shown = np.asarray(seen(Image.fromarray(stripes), View(Place(0.5, 0.5), 1.0), SIZE), int)
    assert np.ptp(shown) < 40


def test_a_tilt_turns_the_horizon() -> None:
    photo = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(photo).rectangle((0, 100, 300, 200), "black")
    level = View(Place(0.5, 0.5), 0.6)
    view = kept_inside(tilted(level, 0.5, np.random.default_rng(0)), photo, SIZE)
    assert abs(view.degrees) == pytest.approx(5)
    ground = (np.asarray(seen(photo, view, SIZE).convert("L")) < 128).sum(0)
    slope = np.polyfit(np.arange(SIZE[0]), ground, 1)[0]
    assert abs(np.degrees(np.arctan(slope))) == pytest.approx(5, abs=0.5)


def test_a_subject_is_cut_off_the_more_the_more_severe() -> None:
    photo, subject = scene(3, (800, 400)), Place(0.5, 0.5)
    view = View(subject, 0.5)
    places = []
    for severity in (0.0, 0.3, 0.7, 1.0):
        moved = kept_inside(cut_off(view, severity, subject, photo, SIZE), photo, SIZE)
        where = within(subject, photo, moved, SIZE)
        places.append(max(abs(where.across - 0.5), abs(where.down - 0.5)))
    assert places == sorted(places)
    assert places[0] < 0.2
    assert places[-1] > 0.5
