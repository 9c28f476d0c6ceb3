"""Faults of light that training does not have, each a `train.synth.faults.Fault`."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from train.synth.light import Light, to_light, to_picture
from train.synth.subject import Place


def haze(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Light scattered between the scene and the lens lies over the picture, most of it at the top."""
    air = np.array([0.62, 0.66, 0.7], np.float32) * np.float32(rng.uniform(0.6, 1.1))
    share = np.linspace(0.8, 0.55, len(light), dtype=np.float32)[:, None, None] * np.float32(severity)
    hazy: Light = light * (1 - share) + air * share
    return hazy


def flare(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """A lamp or the sun at the border shines into the lens: a glow that fades away from there."""
    angle = rng.uniform(0, 2 * np.pi)
    source = Place(float(0.5 + 0.5 * np.cos(angle)), float(0.5 + 0.5 * np.sin(angle)))
    glow = np.exp(-_distance(light, source) / np.float32(0.4)) * np.float32(1.1 * severity)
    tint = np.array([1.0, 0.9, 0.75], np.float32)
    glowing: Light = np.minimum(light + glow[..., None] * tint, 1)
    return glowing


def vignette(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """The corners get less light than the middle, at the worst by five stops."""
    steepness = rng.uniform(1.6, 3)
    far = (2 * _distance(light, Place(0.5, 0.5))) ** np.float32(steepness)
    darker: Light = light * (2 ** (-5 * np.float32(severity) * far))[..., None]
    return darker


def posterised(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Few steps of tone are left, from 24 to four for each channel."""
    last = np.float32(24 * 6**-severity - 1)

    def stepped(values: Light) -> Light:
        steps: Light = np.rint(values * last) / last
        return steps

    return _encoded(light, stepped)


def _encoded(light: Light, change: Callable[[Light], Light]) -> Light:
    """The picture with a change to its values as a file holds them, 0 to 1."""
    values = np.asarray(to_picture(light), np.float32) / np.float32(255)
    changed: Light = np.clip(change(values), 0, 1) * np.float32(255)
    # The share that rounding to bytes would lose matters where a change is slight.
    low: Light = np.floor(changed)
    high: Light = np.minimum(low + np.float32(1), np.float32(255))
    below = _of_bytes(low)
    return below + (changed - low) * (_of_bytes(high) - below)


def _of_bytes(values: Light) -> Light:
    return to_light(Image.fromarray(values.astype(np.uint8)))


def _distance(light: Light, place: Place) -> NDArray[np.float32]:
    """Of each pixel from a place, as a share of the diagonal."""
    height, width = light.shape[:2]
    down = (np.arange(height, dtype=np.float32) + 0.5 - place.down * height)[:, None]
    across = (np.arange(width, dtype=np.float32) + 0.5 - place.across * width)[None, :]
    distance: NDArray[np.float32] = np.hypot(down, across) / np.float32(np.hypot(height, width))
    return distance
