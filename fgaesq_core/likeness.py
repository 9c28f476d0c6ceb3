"""Finds out what the cosines of an embedding mean, by trying it on pictures whose likeness is known."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from fgaesq_core.appearance import LikenessScale
from fgaesq_core.cells import Floats

Embed = Callable[[Sequence[Image.Image]], NDArray[np.float32]]
"""Unit rows for pictures, such as `Scorer.embed`."""

# What people set the likeness to: nearly all next frames lie above one, nearly all other scenes below the other.
_NEXT_FRAME, _OTHER_SCENE = 0.8, 0.45
_RARE = 0.04
_LEAST_GAP = 0.01
_MOST_SHIFT, _MOST_ZOOM, _MOST_TURN, _MOST_LIGHT = 0.06, 0.06, 2.0, 0.45
_ROUNDS = 2
FEWEST = 4


def fitted(embed: Embed, scenes: Sequence[Image.Image]) -> LikenessScale | None:
    """The scale on which next frames are alike and other scenes are not; None where the embedding tells neither.

    `scenes` are RGB pictures of at least four different scenes. Next frames are made from them: moved, turned, zoomed,
    brighter or darker, and noisy, seeded and so the same each time. Raises ValueError for fewer scenes.
    """
    if len(scenes) < FEWEST:
        raise ValueError(f"{len(scenes)} scenes tell nothing about likeness; {FEWEST} are needed")
    rng = np.random.default_rng(0)
    first = embed(scenes)
    between = np.stack([first @ embed([_next_frame(scene, rng) for scene in scenes]).T for _ in range(_ROUNDS)])
    same = np.eye(len(scenes), dtype=bool)
    low, high = float(np.quantile(between[:, ~same], 1 - _RARE)), float(np.quantile(between[:, same], _RARE))
    if high - low < _LEAST_GAP:
        return None
    slope = (high - low) / (_NEXT_FRAME - _OTHER_SCENE)
    return LikenessScale(low - _OTHER_SCENE * slope, min(high + (1 - _NEXT_FRAME) * slope, 0.999))


def _next_frame(scene: Image.Image, rng: np.random.Generator) -> Image.Image:
    """The scene as the next frame of a hand-held burst may show it."""
    width, height = scene.size
    turned = scene.rotate(rng.uniform(-_MOST_TURN, _MOST_TURN), Image.Resampling.BILINEAR)
    share = 1 - rng.uniform(_MOST_ZOOM, 2 * _MOST_ZOOM)
    across, down = (0.5 + rng.uniform(-_MOST_SHIFT, _MOST_SHIFT) for _ in range(2))
    left, top = (np.clip(middle - share / 2, 0, 1 - share) for middle in (across, down))
    box = (left * width, top * height, (left + share) * width, (top + share) * height)
    moved = turned.resize(scene.size, Image.Resampling.BILINEAR, box=box)
    lit = ImageEnhance.Brightness(moved).enhance(1 + rng.uniform(-_MOST_LIGHT, _MOST_LIGHT))
    pixels: Floats = np.asarray(lit, np.float32) + rng.normal(0, 3, (height, width, 3)).astype(np.float32)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
