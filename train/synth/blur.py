"""Kernels of blur, and pictures blurred by them."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from train.synth.light import Light

Kernel = NDArray[np.float32]
"""Square, of odd side, with a sum of 1."""

# Points drawn for each pixel of a kernel.
_FINER = 8


def disc(radius: float) -> Kernel:
    """The image of a point out of focus: an even disc of a radius in pixels."""
    steps = max(_FINER, int(2 * radius * _FINER))
    places = (np.arange(steps) + 0.5) * 2 / steps - 1
    down, across = np.meshgrid(places, places, indexing="ij")
    inside = down**2 + across**2 <= 1
    return _traced(across[inside] * radius, down[inside] * radius)


def line(length: float, angle: float) -> Kernel:
    """The image of a point that moved evenly by a length in pixels, in a direction in radians."""
    steps = np.linspace(-0.5, 0.5, max(3, int(length * _FINER)))
    return _traced(steps * length * np.cos(angle), steps * length * np.sin(angle))


def shaken(length: float, rng: np.random.Generator) -> Kernel:
    """The image of a point seen by a shaking hand: a smooth path of about a length in pixels, not evenly walked."""
    steps = 96
    turns = np.cumsum(rng.normal(0, 0.25, steps)) + rng.uniform(0, 2 * np.pi)
    speeds = np.exp(np.cumsum(rng.normal(0, 0.12, steps)))
    across, down = np.cumsum(speeds * np.cos(turns)), np.cumsum(speeds * np.sin(turns))
    reach = max(np.ptp(across), np.ptp(down), 1e-6)
    across, down = (across - across.mean()) * length / reach, (down - down.mean()) * length / reach
    return _traced(across, down)


def blurred(light: Light, kernel: Kernel) -> Light:
    """The picture convolved with a kernel; at its border it is taken to go on as a mirror."""
    half = len(kernel) // 2
    reach = [min(half, side - 1) for side in light.shape[:2]]
    middle = kernel[half - reach[0] : half + reach[0] + 1, half - reach[1] : half + reach[1] + 1]
    padded = np.pad(light, [(reach[0], reach[0]), (reach[1], reach[1]), (0, 0)], "reflect")
    answer: Light = fftconvolve(padded, _normalised(middle)[..., None], "valid", axes=(0, 1))
    return np.maximum(answer, 0, out=answer)


def _traced(across: NDArray[np.float64], down: NDArray[np.float64]) -> Kernel:
    """The kernel of a point that visits places, in pixels from the middle, sharing each among four pixels."""
    half = int(np.ceil(max(np.abs(across).max(), np.abs(down).max()))) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1))
    left, top = np.floor(across).astype(int), np.floor(down).astype(int)
    right_share, lower_share = across - left, down - top
    for step_down, step_across in ((0, 0), (0, 1), (1, 0), (1, 1)):
        share = np.abs(1 - step_across - right_share) * np.abs(1 - step_down - lower_share)
        np.add.at(kernel, (top + step_down + half, left + step_across + half), share)
    return _normalised(kernel.astype(np.float32))


def _normalised(kernel: Kernel) -> Kernel:
    one: Kernel = (kernel / kernel.sum()).astype(np.float32)
    return one
