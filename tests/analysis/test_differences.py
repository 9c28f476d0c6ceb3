"""Where two frames differ, once the movement of the camera is taken out."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from app.analysis.differences import Pair, pair
from app.analysis.frame_look import look_at
from fgaesq_core.divergence import from_rest, registered
from tests.analysis.made_pairs import SIZE, landscape, saved, seen

VIEW = landscape(2)


def laid(this: Image.Image, other: Image.Image) -> Pair:
    found = pair(look_at(this), look_at(other))
    assert found is not None
    return found


def changed(box: tuple[int, int, int, int]) -> Image.Image:
    """The view with a lamp that was not there."""
    view = VIEW.copy()
    ImageDraw.Draw(view).ellipse(box, fill=(250, 250, 240), outline=(0, 0, 0), width=6)
    return view


def test_what_changed_stands_out_where_it_is() -> None:
    found = laid(seen(VIEW), seen(changed((250, 600, 350, 700)), turn=2, aim=(20, -12))).differences[0]
    height, width = found.map.shape
    assert (width, height) == found.size
    # The lamp is drawn at (300, 650) of the view, whose middle (600, 450) is that of the frame.
    x, y = 300 / 1200 * 1200 - 600 + SIZE[0] / 2, 650 - 450 + SIZE[1] / 2
    column, row = round(x / SIZE[0] * width), round(y / SIZE[1] * height)
    there = found.map[row - 20 : row + 20, column - 20 : column + 20].mean()
    elsewhere = np.delete(found.map, np.s_[max(0, row - 60) : row + 60], axis=0).mean()
    assert there > 0.3
    assert elsewhere < there / 3


def test_equal_frames_differ_nowhere() -> None:
    found = laid(seen(VIEW), seen(VIEW)).differences[0]
    assert found.map.max() == 0
    assert found.map.dtype == np.float32
    assert found.covered == 1
    assert found.sure


def test_the_map_is_the_one_the_scorer_uses() -> None:
    one, other = look_at(seen(VIEW)), look_at(seen(changed((250, 600, 350, 700))))
    frames = [one.pixels, other.pixels]
    moves = registered(frames).moves
    both = pair(one, other)
    assert both is not None
    for found, expected in zip(both.differences, from_rest(frames, moves), strict=True):
        np.testing.assert_allclose(found.blocks, expected, atol=2e-3)


@pytest.mark.parametrize("move", [{"turn": 3.0}, {"aim": (60, -25)}, {"zoom": 1.05}, {"turn": -2.0, "aim": (-30, 10)}])
def test_the_other_frame_is_laid_where_it_belongs(move: dict[str, float]) -> None:
    this, other = seen(VIEW), seen(VIEW, **move)  # type: ignore[arg-type]
    found = laid(this, other).differences[0]
    # Of another size than it was compared at, as a window shows it.
    larger = other.resize((1350, 900), Image.Resampling.LANCZOS)
    blink = np.asarray(found.laid_over(larger, SIZE), np.float32)
    known = blink[..., 3] == 255
    assert known.mean() == pytest.approx(found.covered, abs=0.05)
    before = np.abs(np.asarray(other, np.float32) - np.asarray(this, np.float32))[known].mean()
    after = np.abs(blink[..., :3] - np.asarray(this, np.float32))[known].mean()
    assert after < before / 2


def test_both_frames_see_the_same_movement() -> None:
    one, other = laid(saved(seen(VIEW)), saved(seen(VIEW, turn=2, aim=(30, 10)))).differences
    back = other.motion.inverse()
    assert one.motion.right == pytest.approx(back.right)
    assert one.motion.turn == pytest.approx(back.turn)


def test_different_shapes_are_not_compared() -> None:
    assert pair(look_at(seen(VIEW)), look_at(seen(VIEW).rotate(90, expand=True))) is None


def test_nearly_the_same_shape_is() -> None:
    found = laid(seen(VIEW), seen(VIEW).crop((0, 0, 890, 600)))
    assert found.differences[0].sure
