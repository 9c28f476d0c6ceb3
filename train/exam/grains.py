"""Noise other than training's, each a `train.synth.faults.Fault`."""

import numpy as np
from scipy.ndimage import gaussian_filter

from train.exam.blurs import diagonal
from train.synth.light import Light
from train.synth.subject import Place


def banding(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Whole rows or columns are read a little too bright or too dark."""
    axis = int(rng.integers(2))
    shape = (light.shape[0], 1, 1) if axis == 0 else (1, light.shape[1], 1)
    offsets = rng.standard_normal(shape, dtype=np.float32)
    return _noisy(light, 0.13 * severity, offsets)


def salt_and_pepper(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Single pixels are black or white, at the worst one in sixteen."""
    drawn = rng.random(light.shape[:2])
    share = severity**1.3 / 16
    answer = light.copy()
    answer[drawn < share / 2] = 0
    answer[drawn > 1 - share / 2] = 1
    return answer


def chroma_blotches(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Clouds of false colour some pixels wide, as converters leave them at high ISO; the brightness stays."""
    spread = max(1.0, diagonal(light) * float(rng.uniform(0.002, 0.005)))
    drawn = gaussian_filter(rng.standard_normal(light.shape, dtype=np.float32), (spread, spread, 0), mode="wrap")
    drawn /= drawn.std()
    drawn -= (drawn @ np.array([0.2126, 0.7152, 0.0722], np.float32))[..., None]
    return _noisy(light, 0.3 * severity, drawn)


def _noisy(light: Light, amount: float, drawn: Light) -> Light:
    """Noise that grows with the root of the light, as that of photons does, and is not quite gone in the dark."""
    deviation = np.float32(amount) * np.sqrt(np.maximum(light, 0) * np.float32(0.25) + np.float32(0.002))
    noisy: Light = np.clip(light + deviation * drawn, 0, 1)
    return noisy
