"""Each fault of the examination does what its name says, and more of it the more severe it is."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.ndimage import laplace

from tests.pictures import scene
from train.exam.kinds import FAULTS, UNSEEN, UNSEEN_GROUPS
from train.synth.light import Light, to_light
from train.synth.subject import Place

SCENE = to_light(scene(4, (240, 160)))
MIDDLE = Place(0.5, 0.5)
GRADES = (0.1, 0.3, 0.6, 1.0)
MADE = tuple(kind for kind in UNSEEN if kind in FAULTS)
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def after(kind: str, severity: float, light: Light = SCENE, subject: Place = MIDDLE, seed: int = 5) -> Light:
    return FAULTS[kind](light, severity, subject, np.random.default_rng(seed))


def sharpness(light: Light) -> float:
    return float(np.abs(laplace(light.mean(-1))).mean())


def rises(values: list[float]) -> bool:
    return all(low < high for low, high in pairwise(values))


@pytest.mark.parametrize("kind", MADE)
def test_it_goes_further_from_the_scene_the_more_severe_it_is(kind: str) -> None:
    for seed in (5, 6, 7):
        assert rises([float(np.abs(after(kind, severity, seed=seed) - SCENE).mean()) for severity in GRADES])


@pytest.mark.parametrize("kind", MADE)
def test_it_keeps_size_and_precision_and_leaves_its_input_alone(kind: str) -> None:
    before = SCENE.copy()
    answer = after(kind, 0.5)
    assert answer.shape == SCENE.shape
    assert answer.dtype == np.float32
    assert np.isfinite(answer).all()
    assert answer.min() > -1e-4
    assert answer.max() < 1.2
    assert np.array_equal(SCENE, before)


@pytest.mark.parametrize("kind", MADE)
def test_the_same_draws_make_the_same_fault(kind: str) -> None:
    assert np.array_equal(after(kind, 0.5), after(kind, 0.5))


@pytest.mark.parametrize("kind", MADE)
def test_frames_of_odd_and_tiny_sizes_are_borne(kind: str) -> None:
    assert after(kind, 1.0, SCENE[:33, :61]).shape == (33, 61, 3)


# The two images of a jerk may fall on each other where the scene repeats itself.
@pytest.mark.parametrize("kind", [*(kind for kind in UNSEEN_GROUPS["blur"] if kind != "jerk"), "resampled", "haze"])
def test_detail_is_lost(kind: str) -> None:
    assert rises([-sharpness(after(kind, severity)) for severity in GRADES])


@pytest.mark.parametrize("kind", UNSEEN_GROUPS["noise"])
def test_false_detail_is_added(kind: str) -> None:
    assert rises([float(np.abs(laplace(after(kind, severity), axes=(0, 1))).mean()) for severity in GRADES])


@pytest.mark.parametrize("kind", UNSEEN_GROUPS["blur"])
def test_blur_neither_adds_nor_takes_light(kind: str) -> None:
    even = np.full((80, 120, 3), 0.4, np.float32)
    assert np.allclose(after(kind, 1.0, even), 0.4, atol=1e-4)


def test_focus_before_the_subject_leaves_the_far_border_sharp() -> None:
    soft = after("focus before", 1.0, subject=Place(0.5, 0.1))
    lost = [sharpness(SCENE[rows]) - sharpness(soft[rows]) for rows in (slice(0, 30), slice(150, 160))]
    assert lost[0] > 5 * lost[1]


def test_zooming_and_rolling_leave_the_middle_sharp() -> None:
    for kind in ("zoomed", "rolled"):
        changed = np.abs(after(kind, 1.0) - SCENE).mean(-1)
        assert changed[75:85, 115:125].mean() < changed[:20, :20].mean() / 2


def test_blotches_leave_the_brightness() -> None:
    grey = np.full((60, 60, 3), 0.3, np.float32)
    found = after("chroma blotches", 0.4, grey)
    assert np.allclose(found @ LUMA, 0.3, atol=0.02)
    assert found[..., 0].std() > 0.02


def test_a_vignette_leaves_the_middle_and_darkens_the_corners() -> None:
    dark = after("vignette", 1.0)
    assert dark[80, 120] == pytest.approx(SCENE[80, 120], rel=0.05)
    assert dark[0, 0].mean() < 0.1 * SCENE[0, 0].mean()


def test_banding_is_the_same_along_a_row_or_a_column() -> None:
    grey = np.full((40, 50, 3), 0.3, np.float32)
    for seed in range(6):
        found = after("banding", 1.0, grey, seed=seed)[..., 0]
        assert min(found.std(0).max(), found.std(1).max()) < 1e-5 < found.std()


def test_few_tones_are_left() -> None:
    ramp = to_light(scene(2, (120, 90)))
    counts = [len(np.unique(after("posterised", severity, ramp)[..., 1].round(4))) for severity in GRADES]
    assert rises([-count for count in counts])
    assert counts[-1] <= 4


@pytest.mark.parametrize(("subject", "corner"), [(Place(0.2, 0.5), (80, 2)), (Place(0.5, 0.85), (157, 120))])
def test_what_covers_comes_from_the_nearest_border_and_reaches_the_subject(
    subject: Place, corner: tuple[int, int]
) -> None:
    bright = np.full((160, 240, 3), 0.9, np.float32)
    covered = after("covered", 1.0, bright, subject)
    assert covered[corner].mean() < 0.3
    assert covered[round(subject.down * 160), round(subject.across * 240)].mean() < 0.5
    assert covered[5, 235].mean() > 0.85
