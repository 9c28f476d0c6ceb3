"""Each fault does what its name says, and more of it the more severe it is."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import laplace

from tests.pictures import scene
from train.synth.faults import OPTICAL
from train.synth.light import Light, to_light
from train.synth.subject import Place

SCENE = to_light(scene(4, (240, 160)))
MIDDLE = Place(0.5, 0.5)
GRADES = (0.1, 0.3, 0.6, 1.0)


def after(kind: str, severity: float, light: Light = SCENE, subject: Place = MIDDLE, seed: int = 5) -> Light:
    return OPTICAL[kind](light, severity, subject, np.random.default_rng(seed))


def sharpness(light: Light) -> float:
    return float(np.abs(laplace(light.mean(-1))).mean())


def rises(values: list[float]) -> bool:
    return all(low < high for low, high in pairwise(values))


@pytest.mark.parametrize("kind", OPTICAL)
def test_it_goes_further_from_the_scene_the_more_severe_it_is(kind: str) -> None:
    assert rises([float(np.abs(after(kind, severity) - SCENE).mean()) for severity in GRADES])


@pytest.mark.parametrize("kind", OPTICAL)
def test_it_keeps_size_and_precision_and_leaves_its_input_alone(kind: str) -> None:
    before = SCENE.copy()
    answer = after(kind, 0.5)
    assert answer.shape == SCENE.shape
    assert answer.dtype == np.float32
    assert np.isfinite(answer).all()
    assert np.array_equal(SCENE, before)


@pytest.mark.parametrize("kind", OPTICAL)
def test_the_same_draws_make_the_same_fault(kind: str) -> None:
    assert np.array_equal(after(kind, 0.5), after(kind, 0.5))


@pytest.mark.parametrize("kind", ["defocus", "motion", "shake"])
def test_blur_takes_sharpness_away(kind: str) -> None:
    assert rises([-sharpness(SCENE), *(-sharpness(after(kind, severity)) for severity in (0.2, 0.5, 1.0))])


def test_exposure_moves_the_light_and_clips_it_above() -> None:
    assert after("overexposure", 1.0).max() == 1
    assert (after("overexposure", 0.6) >= 1).mean() > (SCENE >= 1).mean()
    assert np.allclose(after("underexposure", 0.5), SCENE * 2**-1.95)


def test_noise_has_no_bias_in_middle_tones() -> None:
    grey = np.full((120, 120, 3), 0.4, np.float32)
    for seed in range(12):
        noisy = after("noise", 0.5, grey, seed=seed)
        assert noisy.mean() == pytest.approx(0.4, abs=0.006)
        assert noisy.std() > 0.02


def test_missed_focus_spares_the_background() -> None:
    subject = Place(0.2, 0.5)
    changed: NDArray[np.float32] = np.abs(after("missed focus", 1.0, subject=subject) - SCENE).mean(-1)
    assert changed[:, 20:70].mean() > 10 * changed[:, -30:].mean()
    assert sharpness(after("missed focus", 1.0, subject=subject)[:, -60:]) == pytest.approx(
        sharpness(SCENE[:, -60:]), rel=0.02
    )


def test_soft_corners_spare_the_middle() -> None:
    changed: NDArray[np.float32] = np.abs(after("soft corners", 1.0) - SCENE).mean(-1)
    assert not changed[70:90, 110:130].any()
    assert changed[:12, :12].mean() > 0


def test_fringes_move_red_and_blue_apart_and_leave_green() -> None:
    changed = np.abs(after("fringes", 1.0) - SCENE).mean((0, 1))
    assert changed[1] == 0
    assert min(changed[0], changed[2]) > 0


def test_a_ghost_is_a_fainter_copy() -> None:
    point = np.zeros((121, 121, 3), np.float32)
    point[60, 60] = 1
    doubled = after("ghost", 0.8, point)[..., 0]
    assert doubled[60, 60] == pytest.approx(0.6)
    assert doubled.sum() == pytest.approx(1, abs=1e-4)


def test_harsh_tones_lose_detail_in_shadows_and_lights() -> None:
    ramp = np.repeat(np.linspace(0, 1, 200, dtype=np.float32)[None, :, None] ** 2, 3, axis=2)
    harsh = after("harsh tones", 0.6, ramp)[0, :, 0]
    assert (harsh <= 0).sum() > 30
    assert (harsh >= 1).sum() > 30
