"""Faults of framing that training does not have."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from train.exam.blurs import diagonal
from train.synth.light import Light
from train.synth.subject import Place
from train.synth.view import View, cut_off, tilted

Aim = Callable[[View, float, Place, Image.Image, tuple[int, int], np.random.Generator], View]
"""Where the camera looks instead of at a view, for a fault of a severity, a subject, a photo and a frame's size."""

_MOST_DEGREES = 9.0


def tilt(
    view: View, severity: float, subject: Place, photo: Image.Image, size: tuple[int, int], rng: np.random.Generator
) -> View:
    """Training's tilt."""
    return tilted(view, severity, rng)


def cut(
    view: View, severity: float, subject: Place, photo: Image.Image, size: tuple[int, int], rng: np.random.Generator
) -> View:
    """Training's cut through the subject."""
    return cut_off(view, severity, subject, photo, size)


def askew(
    view: View, severity: float, subject: Place, photo: Image.Image, size: tuple[int, int], rng: np.random.Generator
) -> View:
    """Tilted about the subject, which stays where it is in the frame, and not about the middle."""
    degrees = float(rng.choice([-1, 1])) * _MOST_DEGREES * severity
    turn = np.radians(degrees)
    across = (view.middle.across - subject.across) * photo.width
    down = (view.middle.down - subject.down) * photo.height
    turned = across * np.cos(turn) - down * np.sin(turn), across * np.sin(turn) + down * np.cos(turn)
    middle = Place(subject.across + float(turned[0]) / photo.width, subject.down + float(turned[1]) / photo.height)
    return replace(view, middle=middle, degrees=view.degrees + degrees)


def covered(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """A finger, a strap or somebody's shoulder before the lens, from the nearest border up to beyond the subject."""
    height, width = light.shape[:2]
    turn, tone = rng.uniform(-0.3, 0.3), rng.uniform(0.01, 0.25)
    colour = (np.array([1.0, 0.75, 0.6]) * tone).astype(np.float32)
    down = (np.arange(height, dtype=np.float32) / height)[:, None]
    across = (np.arange(width, dtype=np.float32) / width)[None, :]
    depths = (
        (subject.across, across + turn * (down - 0.5)),
        (1 - subject.across, 1 - across + turn * (down - 0.5)),
        (subject.down, down + turn * (across - 0.5)),
        (1 - subject.down, 1 - down + turn * (across - 0.5)),
    )
    to_subject, depth = min(depths, key=lambda item: item[0])
    reach = severity * (max(to_subject, 0.2) + 0.12)
    hidden = gaussian_filter((depth < reach).astype(np.float32), 0.008 * diagonal(light))[..., None]
    answer: Light = light * (1 - hidden) + colour * hidden
    return answer
