"""How much detail a frame has, where, in which direction and at which scale.

A frame is reduced to its luma and halved again and again by 2x2 means. At each level the gradient is taken on the
corners between four pixels, and the structure tensor (mean of gx*gx, gy*gy, gx*gy; Bigun and Granlund, ICCV 1987)
is kept for each of 32x32 equal tiles. What is left of a frame is small, whatever its size.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fgaesq_core.technical.noise import noise_powers, patches

Plane = NDArray[np.float32]

WORKING_SIDE = 1600
"""Longer sides are reduced to this many pixels; shorter ones stay, so that noise is never enlarged."""
TILES = 32
LEVELS = 5


@dataclass(frozen=True, slots=True)
class Detail:
    """Detail of one frame.

    `tensors`, (LEVELS, 3, TILES, TILES): xx, yy and xy of the structure tensor in squared grey levels (0..255)
    per pixel of the level. `noise`, (LEVELS,): the part of xx, and of yy, that is noise. `side`: the longer side,
    in pixels, at which they were measured.
    """

    tensors: NDArray[np.float64]
    noise: NDArray[np.float64]
    side: int


def working(image: Image.Image) -> Image.Image:
    """The picture with its longer side at most `WORKING_SIDE` pixels."""
    width, height = image.size
    ratio = WORKING_SIDE / max(width, height)
    if ratio >= 1:
        return image
    size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def detail(image: Image.Image) -> Detail:
    """Measure an RGB picture at its own size; pictures below 32 pixels are mirrored at their border."""
    level = _at_least(np.asarray(image.convert("L"), dtype=np.float32), 2 << LEVELS - 1)
    light = patches(level, 0)
    tensors: list[list[Plane]] = []
    powers: list[Plane] = []
    for index in range(LEVELS):
        across, down = _gradient(level)
        xx, yy = across * across, down * down
        tensors.append([_tiled(xx), _tiled(yy), _tiled(across * down)])
        powers.append(patches((xx + yy) * np.float32(0.5), index))
        if index < LEVELS - 1:
            level = _halved(level)
    noise = noise_powers(powers, light)
    return Detail(np.array(tensors, dtype=np.float64), np.array([*noise, noise[-1] / 4]), max(image.size))


def _at_least(plane: Plane, side: int) -> Plane:
    lacking = [(0, max(0, side - length)) for length in plane.shape]
    return np.pad(plane, lacking, mode="symmetric")


def _gradient(plane: Plane) -> tuple[Plane, Plane]:
    steps = plane[:, 1:] - plane[:, :-1]
    sums = plane[:, 1:] + plane[:, :-1]
    half = np.float32(0.5)
    return (steps[1:] + steps[:-1]) * half, (sums[1:] - sums[:-1]) * half


def _halved(plane: Plane) -> Plane:
    height, width = plane.shape[0] // 2 * 2, plane.shape[1] // 2 * 2
    rows = plane[0:height:2, :width] + plane[1:height:2, :width]
    return (rows[:, 0::2] + rows[:, 1::2]) * np.float32(0.25)


def _tiled(plane: Plane) -> Plane:
    return np.asarray(Image.fromarray(plane).resize((TILES, TILES), Image.Resampling.BOX))
