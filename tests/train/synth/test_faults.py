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


def after(kind: str, severity: float, light: Light = SCENE, subject: Place = MIDDLE) -> Light:
    return OPTICAL[kind](light, severity, subject, np.random.default_rng(5))


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
    noisy = after("noise", 0.5, grey)
    assert noisy.mean() == pytest.approx(0.4, abs=0.003)
    assert noisy.std() > 0.02


def test_missed_focus_spares_the_background() -> None:
    subject = Place(0.2, 0.5)
    changed: NDArray[np.float32] = np.abs(after("missed focus", 1.0, subject=subject) - SCENE).mean(-1)
    assert changed[:, 20:70].mean() > 10 * changed[:, -30:].mean()
    assert sharpness(after("missed focus", 1.0, subject=subject)[:, -60:]) == pytest.approx(
        sharpness(SCENE[:, -60:]), rel=0.02
    )
