"""How the camera moved: on drawn scenes with a known answer, and on real sequences by what it explains."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from fgaesq_core.registration import STILL, Motion, Reference, moved, reached
from fgaesq_core.working import brought_to, grid
from tests.fgaesq_core.bursts import Pixels, grey, held_differently, noisy, with_object
from tests.fgaesq_core.parity_cases import parity_picture
from tests.pictures import blurred, scene

SIZE = (384, 256)
SHIFTS, SWINGS = st.floats(-60, 60), st.floats(-0.05, 0.05)
MOTIONS = st.builds(Motion, SHIFTS, SHIFTS, SWINGS, SWINGS)


def whole_scene(name: str = "") -> Image.Image:
    """A picture large enough to cut frames out of its middle."""
    return parity_picture(name).resize((560, 400)) if name else blurred(scene(4, (560, 400)), 1)


def places(motion: Motion, size: tuple[int, int] = SIZE) -> np.ndarray:
    """Where nine places of the reference lie, shape (9, 2)."""
    spots = [(x * size[0], y * size[1]) for x in (-0.35, 0, 0.35) for y in (-0.35, 0, 0.35)]
    scale = 1 + motion.zoom
    return np.array(
        [(scale * x - motion.turn * y + motion.right, motion.turn * x + scale * y + motion.down) for x, y in spots]
    )


def apart(one: Motion, other: Motion) -> float:
    """The mean distance, in pixels, of the places where two motions see the same."""
    return float(np.hypot(*(places(one) - places(other)).T).mean())


def misfit(reference: Pixels, other: Pixels, motion: Motion) -> float:
    there = reached(reference.shape, motion, 8).repeat(8, 0).repeat(8, 1)
    return float(np.abs(moved(other, motion)[there].astype(float) - reference[there]).mean())


@given(MOTIONS, st.floats(-300, 300), st.floats(-300, 300))
def test_the_way_back_leads_back(motion: Motion, x: float, y: float) -> None:
    def led(way: Motion, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = way.coefficients(*SIZE)
        return a * x + b * y + c, d * x + e * y + f

    assert led(motion.inverse(), *led(motion, x, y)) == pytest.approx((x, y), abs=1e-6)
    middle = SIZE[0] / 2, SIZE[1] / 2
    assert led(motion, *middle) == pytest.approx((middle[0] + motion.right, middle[1] + motion.down))
    assert np.hypot(*(np.array(led(motion, 0, 0)))) <= motion.reach(*SIZE) + 1e-6


@pytest.mark.parametrize("name", ["", "coffee-01.png", "cat-01.png", "astronaut-01.png"])
@pytest.mark.parametrize(
    "motion",
    [
        Motion(1.5, -1),
        Motion(-7, 4, 0.004, -0.003),
        Motion(30, -22, 0.02, 0.01),
        Motion(-44, 31, -0.03, 0.02),
        Motion(0, 0, 0.05, 0),
        Motion(0, 0, 0, -0.05),
    ],
)
def test_a_known_motion_is_found(motion: Motion, name: str) -> None:
    whole = whole_scene(name)
    reference = grey(noisy(held_differently(whole, STILL, SIZE), 1, 1))
    seen = grey(noisy(held_differently(whole, motion, SIZE), 2, 1))
    assert apart(Reference(reference).motion(seen), motion) < 1


@settings(max_examples=15, deadline=None)
@given(st.integers(-90, 90), st.integers(-60, 60))
def test_any_shift_is_found(right: int, down: int) -> None:
    whole = whole_scene("coffee-01.png")
    reference = Reference(grey(held_differently(whole, STILL, SIZE)))
    motion = Motion(right, down)
    assert apart(reference.motion(grey(held_differently(whole, motion, SIZE))), motion) < 1


@pytest.mark.parametrize("gain", [0.5, 0.8, 1.25])
def test_another_exposure_is_no_motion(gain: float) -> None:
    frame = held_differently(whole_scene("coffee-01.png"), STILL, SIZE)
    lit = Image.fromarray(np.clip(np.asarray(frame, np.float32) * gain, 0, 255).astype(np.uint8))
    assert Reference(grey(frame)).motion(grey(noisy(lit, 3))) == STILL


def test_another_exposure_hides_no_motion() -> None:
    whole, motion = whole_scene("coffee-01.png"), Motion(20, 9, 0.01)
    seen = held_differently(whole, motion, SIZE).point(lambda value: value * 0.7)
    assert apart(Reference(grey(held_differently(whole, STILL, SIZE))).motion(grey(seen)), motion) < 1


@pytest.mark.parametrize("box", [(40, 60, 140, 200), (250, 20, 360, 140)])
def test_something_that_moved_by_itself_is_no_motion(box: tuple[int, int, int, int]) -> None:
    frame = held_differently(whole_scene("coffee-01.png"), STILL, SIZE)
    found = Reference(grey(frame)).motion(grey(noisy(with_object(frame, box), 5)))
    assert found.reach(*SIZE) < 0.5


@pytest.mark.parametrize("seed", range(6))
def test_between_different_scenes_there_is_no_motion(seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (256, 384)).astype(np.uint8)
    reference = Reference(grey(held_differently(whole_scene("coffee-01.png"), STILL, SIZE)))
    assert reference.motion(noise) == STILL
    assert Reference(noise).motion(np.ascontiguousarray(noise[::-1])) == STILL


@pytest.mark.parametrize("shape", [(32, 32), (32, 960), (960, 32), (64, 96)])
@pytest.mark.parametrize("kind", ["flat", "noise", "black and white"])
def test_pictures_of_any_size_have_an_answer(shape: tuple[int, int], kind: str) -> None:
    random = np.random.default_rng(0)
    first, second = (random.integers(100, 104, shape).astype(np.uint8) for _ in range(2))
    if kind == "flat":
        first[:], second[:] = 90, 130
    if kind == "black and white":
        first[:], second[:] = 0, 255
    assert Reference(first).motion(second) == STILL
    assert Reference(first).motion(first.copy()) == STILL


@settings(max_examples=30, deadline=None)
@given(MOTIONS)
def test_what_is_reached_shows_no_border(motion: Motion) -> None:
    size = (SIZE[1], SIZE[0])
    seen = moved(np.full(size, 200, np.uint8), motion)
    there = reached(size, motion, 8)
    assert (seen[there.repeat(8, 0).repeat(8, 1)] == 200).all()
    assert there.shape == (size[0] // 8, size[1] // 8)
    assert reached(size, STILL, 8).all()


def real(folder: Path, first: int, last: int) -> list[Pixels]:
    pictures = [Image.open(path) for path in sorted(folder.glob("*.[jJ][pP][gG]"))[first:last]]
    upright = [ImageOps.exif_transpose(picture).convert("RGB") for picture in pictures]
    size = grid(upright[0].width / upright[0].height, 384)
    return [grey(Image.fromarray(brought_to(picture, size))) for picture in upright]


@pytest.mark.parametrize(
    ("sequence", "first", "last"),
    [
        ("kite", 13, 15),
        ("kite", 14, 16),
        ("kite", 20, 22),
        ("caliterra", 12, 14),
        ("caliterra", 13, 15),
        ("caliterra", 15, 17),
        ("kite", 9, 11),
        ("seneca", 18, 20),
        ("focus-depthmap", 0, 2),
        ("focus-pcb", 1, 3),
    ],
)
def test_real_neighbours_fit_far_better_by_the_motion_found(
    sequence: str, first: int, last: int, real_photos: Path
) -> None:
    one, other = real(real_photos / "sequences" / sequence, first, last)
    forth, back = Reference(one).motion(other), Reference(other).motion(one)
    assert misfit(one, other, forth) < 0.8 * misfit(one, other, STILL)
    assert apart(forth, back.inverse()) < 3


@pytest.mark.parametrize("turn", [-0.08, 0.08])
def test_a_strong_turn_is_found(turn: float) -> None:
    whole, motion, size = whole_scene("coffee-01.png").resize((1000, 760)), Motion(2, -3, turn), (768, 512)
    reference, seen = (grey(held_differently(whole, pose, size)) for pose in (STILL, motion))
    assert apart(Reference(reference).motion(seen), motion) < 1


@pytest.mark.parametrize(("sequence", "places"), [("kite", (0, 20, 40)), ("seneca", (0, 25, 49))])
def test_real_strangers_have_no_motion(sequence: str, places: tuple[int, ...], real_photos: Path) -> None:
    frames = [real(real_photos / "sequences" / sequence, place, place + 1)[0] for place in places]
    for one, other in ((0, 1), (1, 2), (2, 0)):
        assert Reference(frames[one]).motion(frames[other]) == STILL
