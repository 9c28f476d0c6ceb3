"""Pairs that differ by one known change get that reason, with the right numbers, and no other."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.analysis.differences import pair
from app.analysis.frame_look import FrameLook, look_at
from app.analysis.reason import Cause, Reason, Verdict, in_order
from app.analysis.reasons import mirrored, reasons
from tests.analysis.made_pairs import brighter, landscape, noisy, saved, seen, smeared
from tests.pictures import blurred, scene

VIEW = landscape(2)


@cache
def plain() -> FrameLook:
    return look_at(saved(seen(VIEW)))


def told(this: Image.Image, other: FrameLook | None = None) -> dict[Cause, Reason]:
    """What tells a frame, saved as a JPEG, from the plain view or another frame."""
    look, against = look_at(saved(this)), other or plain()
    return {reason.cause: reason for reason in reasons(look, against, pair(look, against))}


@pytest.mark.parametrize("radius", [0.8, 1.5, 3.0])
def test_a_blurred_frame_is_softer_and_nothing_else(radius: float) -> None:
    found = told(blurred(seen(VIEW), radius))
    assert found.keys() == {Cause.SHARPNESS}
    assert found[Cause.SHARPNESS].verdict is Verdict.WORSE
    assert found[Cause.SHARPNESS].difference < -0.4


def test_more_blur_counts_for_more() -> None:
    points = [told(blurred(seen(VIEW), radius))[Cause.SHARPNESS].points for radius in (0.8, 1.5, 3.0)]
    assert points == sorted(points)


def test_a_smear_is_told_from_blur() -> None:
    found = told(smeared(seen(VIEW), 9))
    assert found.keys() == {Cause.SHARPNESS, Cause.MOTION}
    assert {reason.verdict for reason in found.values()} == {Verdict.WORSE}


def test_of_two_frames_the_steady_one_is_told_the_better() -> None:
    steady, shaken = plain(), look_at(saved(smeared(seen(VIEW), 9)))
    found = {reason.cause: reason.verdict for reason in reasons(steady, shaken, pair(steady, shaken))}
    assert found == {Cause.SHARPNESS: Verdict.BETTER, Cause.MOTION: Verdict.BETTER}


@pytest.mark.parametrize("degrees", [-4.0, -1.5, 3.0, 5.0])
def test_a_turned_horizon_is_off_by_what_it_was_turned(degrees: float) -> None:
    found = told(seen(VIEW, turn=degrees))
    assert found.keys() == {Cause.HORIZON}
    horizon = found[Cause.HORIZON]
    assert horizon.this == pytest.approx(abs(degrees), abs=0.5)
    assert horizon.other == pytest.approx(0, abs=0.5)
    assert horizon.verdict is Verdict.WORSE


def test_a_turn_without_a_horizon_is_only_a_turn() -> None:
    rng = np.random.default_rng(4)
    circles = Image.fromarray(rng.normal(128, 90, (90, 120)).clip(0, 255).astype(np.uint8))
    view = circles.resize((1200, 900), Image.Resampling.BICUBIC).convert("RGB")
    found = told(seen(view, turn=3), look_at(saved(seen(view))))
    assert found.keys() == {Cause.TURN}
    assert found[Cause.TURN].difference == pytest.approx(3, abs=0.3)
    assert found[Cause.TURN].verdict is Verdict.DIFFERENT


@pytest.mark.parametrize("stops", [1.5, 2.0, 2.5])
def test_clipped_highlights_are_counted(stops: float) -> None:
    light = saved(brighter(seen(VIEW), stops))
    found = told(brighter(seen(VIEW), stops))
    assert found.keys() == {Cause.HIGHLIGHTS, Cause.EXPOSURE}
    lost = found[Cause.HIGHLIGHTS]
    assert lost.this == pytest.approx((np.asarray(light).max(2) >= 250).mean(), abs=0.01)
    assert lost.other == pytest.approx(0, abs=0.01)
    assert lost.verdict is Verdict.WORSE


def test_blocked_shadows_are_counted() -> None:
    pixels = np.asarray(seen(VIEW), np.float64)
    dark = Image.fromarray((pixels * 1.6 - 190).clip(0, 255).astype(np.uint8))
    lost = told(dark)[Cause.SHADOWS]
    assert lost.this == pytest.approx((np.asarray(saved(dark)).max(2) <= 3).mean(), abs=0.01)
    assert lost.verdict is Verdict.WORSE


@pytest.mark.parametrize("stops", [-1.0, -0.3, 0.3])
def test_exposure_only_tells_frames_apart(stops: float) -> None:
    found = told(brighter(seen(VIEW), stops))
    assert found.keys() == {Cause.EXPOSURE}
    assert found[Cause.EXPOSURE].difference == pytest.approx(stops, abs=0.05)
    assert found[Cause.EXPOSURE].verdict is Verdict.DIFFERENT


@pytest.mark.parametrize("deviation", [5, 8, 12])
def test_noise_is_noise_and_not_sharpness(deviation: float) -> None:
    found = told(noisy(seen(VIEW), deviation))
    assert found.keys() == {Cause.NOISE}
    assert found[Cause.NOISE].verdict is Verdict.WORSE
    assert found[Cause.NOISE].difference > 1


def test_a_soft_frame_is_not_praised_for_its_lack_of_noise() -> None:
    grainy = look_at(saved(noisy(seen(VIEW), 4)))
    found = told(blurred(noisy(seen(VIEW), 4), 2), grainy)
    assert found.keys() == {Cause.SHARPNESS}


def test_a_closer_view_is_only_different() -> None:
    found = told(seen(VIEW, zoom=1.06))
    assert found.keys() == {Cause.SCALE}
    assert found[Cause.SCALE].difference == pytest.approx(0.06, abs=0.015)
    assert found[Cause.SCALE].verdict is Verdict.DIFFERENT


def test_a_subject_off_the_middle_is_nearer_to_the_border() -> None:
    found = told(seen(VIEW, aim=(150, 0)))
    assert found.keys() == {Cause.BORDER}
    assert found[Cause.BORDER].difference == pytest.approx(150 / 900, abs=0.03)


@pytest.mark.parametrize("moved", [40, 90, 160])
def test_a_subject_that_moved_by_itself_is_neither_sharper_nor_softer(moved: int) -> None:
    pair_of = [VIEW.copy(), VIEW.copy()]
    bird = scene(5, (120, 90))
    pair_of[0].paste(bird, (420, 480))
    pair_of[1].paste(bird, (420 + moved, 480))
    found = told(seen(pair_of[0]), look_at(saved(seen(pair_of[1]))))
    assert found == {}


def test_equal_frames_have_no_reason() -> None:
    assert reasons(plain(), plain(), pair(plain(), plain())) == ()


@settings(max_examples=12, deadline=None)
@given(
    stops=st.floats(-0.04, 0.04),
    turn=st.floats(-0.2, 0.2),
    aim=st.tuples(st.floats(-9, 9), st.floats(-6, 6)),
    zoom=st.floats(0.99, 1.01),
    quality=st.integers(88, 96),
)
def test_harmless_changes_are_no_reason(
    stops: float, turn: float, aim: tuple[float, float], zoom: float, quality: int
) -> None:
    changed = brighter(seen(VIEW, turn=turn, aim=aim, zoom=zoom), stops)
    look = look_at(saved(changed, quality))
    assert reasons(look, plain(), pair(look, plain())) == ()


def test_frames_of_different_views_get_no_reason_that_needs_one_view() -> None:
    one, other = look_at(scene(3, (900, 600))), look_at(scene(4, (900, 600)))
    both = pair(one, other)
    assert both is not None
    assert not both.differences[0].sure
    assert {reason.cause for reason in reasons(one, other, both)} <= {Cause.HIGHLIGHTS, Cause.SHADOWS}


def test_frames_of_different_shapes_are_not_laid_over_each_other() -> None:
    upright = look_at(scene(3, (600, 900)))
    assert pair(plain(), upright) is None
    assert {reason.cause for reason in reasons(plain(), upright, None)} <= {Cause.HIGHLIGHTS, Cause.SHADOWS}


@pytest.mark.parametrize("size", [(40, 30), (200, 20), (16, 16)])
def test_tiny_pictures_are_measured_too(size: tuple[int, int]) -> None:
    one = look_at(scene(1, size))
    assert reasons(one, one, pair(one, one)) == ()


def test_mirrored_twice_is_the_same() -> None:
    look = look_at(saved(brighter(seen(VIEW, turn=2), 1.5)))
    found = reasons(look, plain(), pair(look, plain()))
    back = mirrored(found)
    assert mirrored(back) == found
    assert [reason.cause for reason in back] == [reason.cause for reason in found]
    assert all(one.difference == -two.difference for one, two in zip(found, back, strict=True))
    assert all(one.verdict == -two.verdict for one, two in zip(found, back, strict=True))


def test_either_way_round_the_same_is_told() -> None:
    look = look_at(saved(brighter(blurred(seen(VIEW, turn=2), 1.5), 0.7)))
    there = reasons(look, plain(), pair(look, plain()))
    back = mirrored(reasons(plain(), look, pair(plain(), look)))
    assert [(one.cause, one.verdict) for one in there] == [(one.cause, one.verdict) for one in back]


def test_what_speaks_for_or_against_comes_before_what_only_differs() -> None:
    given_ = [
        Reason(Cause.EXPOSURE, Verdict.DIFFERENT, 3.0, 3.0, 0.0, 1.5),
        Reason(Cause.NOISE, Verdict.WORSE, 2.0, 3.0, 1.0, 0.5),
        Reason(Cause.SHARPNESS, Verdict.BETTER, 2.0, 2.0, 0.0, 1.5),
    ]
    assert [one.cause for one in in_order(given_)] == [Cause.SHARPNESS, Cause.NOISE, Cause.EXPOSURE]
