"""The colours of the heat map, and that it and the other frame lie where they belong."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from app.analysis.differences import Difference, pair
from app.analysis.frame_look import look_at
from app.ui.difference_overlay import heat, laid_over, ramp
from app.ui.picture_loader import to_qimage
from fgaesq_core.registration import STILL
from tests.analysis.made_pairs import SIZE, landscape, seen


def lightness(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L* of sRGB colours."""
    light = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    share = light @ np.array([0.2126, 0.7152, 0.0722])
    found: NDArray[np.float64] = 116 * np.cbrt(share) - 16
    return found


def difference(blocks: NDArray[np.float32]) -> Difference:
    return Difference(blocks, STILL, (blocks.shape[1] * 8, blocks.shape[0] * 8), 1.0)


def alphas(image: QImage) -> list[list[int]]:
    return [[image.pixelColor(x, y).alpha() for x in range(image.width())] for y in range(image.height())]


def test_the_ramp_is_ordered_by_lightness_in_even_steps() -> None:
    steps = np.diff(lightness(ramp()))
    assert steps.min() > 0
    assert steps.max() < 2.2 * steps.min()


def test_every_colour_can_be_shown_and_is_seen_on_black_and_on_white() -> None:
    colours = ramp()
    assert colours.min() >= 0
    assert colours.max() <= 1
    assert lightness(colours)[0] < 35
    assert lightness(colours)[-1] > 90


def test_what_is_equal_is_clear_and_more_is_less_clear() -> None:
    blocks = np.zeros((2, 4), np.float32)
    blocks[:, 1:] = (0.2, 0.5, 1.0)
    image = heat(difference(blocks))
    row = alphas(image)[0]
    assert row[0] == 0
    assert row[2] < row[4] < row[-1] < 255


def test_the_strength_fades_all_of_it() -> None:
    blocks = np.full((2, 2), 0.9, np.float32)
    full, half, none = (alphas(heat(difference(blocks), strength))[1][1] for strength in (1.0, 0.5, 0.0))
    assert half == pytest.approx(full / 2, abs=1)
    assert none == 0


def test_equal_frames_show_no_heat() -> None:
    look = look_at(seen(landscape(2)))
    both = pair(look, look)
    assert both is not None
    assert max(map(max, alphas(heat(both.differences[0])))) == 0


def test_the_other_frame_is_laid_where_this_one_has_the_same() -> None:
    view = landscape(2)
    this, other = seen(view), seen(view, turn=2, aim=(40, -15))
    both = pair(look_at(this), look_at(other))
    assert both is not None
    laid = laid_over(both.differences[0], to_qimage(other), QSize(*SIZE))
    assert (laid.width(), laid.height()) == SIZE
    shown = to_qimage(this)
    places = [(x, y) for x in range(20, SIZE[0], 40) for y in range(20, SIZE[1], 40)]
    known = [place for place in places if laid.pixelColor(*place).alpha() == 255]
    assert 0.8 < len(known) / len(places) < 1
    apart = [abs(laid.pixelColor(*place).green() - shown.pixelColor(*place).green()) for place in known]
    assert np.mean(apart) < 6


def test_an_image_with_rubbish_in_its_unused_byte_is_opaque_all_the_same(qapp: object) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0x00406080)
    blocks = np.zeros((8, 8), np.float32)
    laid = laid_over(difference(blocks), image, QSize(128, 96))
    assert laid.pixelColor(64, 48) == QColor(0x40, 0x60, 0x80)
