"""How alike two pictures look, from their pixels alone: no learned weights, about a millisecond a picture.

The vector serves to find frames of one view. It holds where edges run and in which direction, where the picture is
light or dark, and where it has which colour, each coarse enough to forgive a shaking hand, a moving subject,
another exposure and noise, and fine enough to tell one scene from the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray
from PIL import Image

ID = "appearance-1"

_Floats = NDArray[np.float32]

_SIDE = 64
_BINS = 12
_LAYOUT_SIDE = 3
_EDGE_GRIDS = ((1, 0.5), (2, 0.8), (4, 0.8))
_LIGHT_WEIGHT = 0.5
_COLOUR_WEIGHT = 0.85
_STEADY_WEIGHT = 0.05
_MEAN_COLOUR_SHARE = 0.5
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)

# Below these norms a block holds noise rather than structure and is left weak instead of being blown up to full
# weight: white noise stays under 0.1, and nine of ten photographs lie above it in every grid.
_EDGE_FLOOR = 0.1
_COLOUR_FLOOR = 0.35


@dataclass(frozen=True, slots=True)
class LikenessScale:
    """Maps the cosine of one embedding to the likeness people set: 0 at `low` and below, 1 at `high` and above."""

    low: float
    high: float

    @overload
    def __call__(self, cosine: float) -> float: ...
    @overload
    def __call__(self, cosine: _Floats) -> _Floats: ...
    def __call__(self, cosine: float | _Floats) -> float | _Floats:
        """Likeness 0..1 of one cosine or an array of them, linear in between; NaN stays NaN."""
        scaled = np.clip((np.asarray(cosine) - self.low) / (self.high - self.low), 0.0, 1.0)
        return float(scaled) if np.ndim(cosine) == 0 else scaled.astype(np.float32)


LIKENESS = LikenessScale(low=0.15, high=0.97)


def likeness(cosine: _Floats) -> _Floats:
    """Likeness 0..1 for cosines between vectors of `embed`."""
    return LIKENESS(cosine)


def embed(pictures: Sequence[Image.Image]) -> _Floats:
    """Unit vectors, shape (n, 280), of small upright pictures (thumbnails; any size and mode will do).

    Each picture is computed by itself, so a vector does not depend on the batch it came in. The edges follow
    Dalal & Triggs, "Histograms of Oriented Gradients", CVPR 2005, over the spatial pyramid of Lazebnik et al.,
    "Beyond Bags of Features", CVPR 2006, with the square root of Arandjelovic & Zisserman, CVPR 2012.
    """
    if not pictures:
        return np.zeros((0, _DIMENSION), np.float32)
    return np.stack([_vector(_small(picture)) for picture in pictures])


def _small(picture: Image.Image) -> _Floats:
    size = (_SIDE, _SIDE)
    resized = picture.convert("RGB").resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    pixels: _Floats = np.asarray(resized, np.float32) / np.float32(255)
    return pixels


def _vector(pixels: _Floats) -> _Floats:
    light = pixels @ _LUMA
    # The constant entry gives a black frame a direction of its own, so that two of them are alike.
    parts = [*_edges(light), _light_layout(light), _colour_layout(pixels), np.array([_STEADY_WEIGHT], np.float32)]
    whole = np.concatenate(parts)
    unit: _Floats = (whole / np.linalg.norm(whole)).astype(np.float32)
    return unit


def _edges(light: _Floats) -> list[_Floats]:
    """Per grid, the share of each edge direction in each cell, less the mean share."""
    histograms = _directions(_smooth(light))
    blocks = []
    for cells, weight in _EDGE_GRIDS:
        pooled = (_POOLS[cells] @ histograms).ravel()
        # The square root keeps one hard edge from drowning all fine ones; 0.004 is about one grey level.
        shares = np.sqrt(pooled / (pooled.sum() + 0.004 * cells * cells))
        shares -= shares.mean()
        shares *= weight / max(float(np.linalg.norm(shares)), _EDGE_FLOOR)
        blocks.append(shares)
    return blocks


def _smooth(light: _Floats) -> _Floats:
    """The picture after the kernel 1-2-1 both ways, which takes most of the noise and little of the edges."""
    padded = np.pad(light, 1, mode="edge")
    rows = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    both: _Floats = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 16
    return both


def _directions(light: _Floats) -> _Floats:
    """Gradient strength of each pixel, shared between its two nearest direction bins; shape (pixels, bins)."""
    across, down = np.zeros_like(light), np.zeros_like(light)
    across[:, 1:-1] = light[:, 2:] - light[:, :-2]
    down[1:-1] = light[2:] - light[:-2]
    strength = np.hypot(across, down).ravel()
    place = np.mod(np.arctan2(down, across).ravel() / np.pi, 1.0) * _BINS
    first = place.astype(np.intp)
    share = place - first
    histograms = np.zeros((strength.size, _BINS), np.float32)
    pixel = np.arange(strength.size)
    histograms[pixel, first % _BINS] = strength * (1 - share)
    histograms[pixel, (first + 1) % _BINS] += strength * share
    return histograms


def _light_layout(light: _Floats) -> _Floats:
    """Which ninths of the picture are lighter or darker than the rest; the same at any exposure."""
    cells = (_POOLS[_LAYOUT_SIDE] @ light.reshape(-1, 1)).ravel()
    cells -= cells.mean()
    # 0.02 is five grey levels: an even wall has no layout.
    bounded: _Floats = np.tanh(cells / (cells.std() + 0.02))
    layout: _Floats = (_LIGHT_WEIGHT * bounded / _LAYOUT_SIDE).astype(np.float32)
    return layout


def _colour_layout(pixels: _Floats) -> _Floats:
    """Colour of each ninth relative to its own lightness, the mean colour of the picture counting half."""
    cells = _POOLS[_LAYOUT_SIDE] @ pixels.reshape(-1, 3)
    red, green, blue = cells.T
    brightness = cells.sum(axis=1) + 0.15
    opponents = np.stack([(red - green) / brightness, (red + green - 2 * blue) / brightness / 2])
    # The square root lets muted colours speak; without it one red coat is all the vector knows.
    colours = np.sign(opponents) * np.sqrt(np.abs(opponents))
    colours -= (1 - _MEAN_COLOUR_SHARE) * colours.mean(axis=1, keepdims=True)
    flat: _Floats = colours.ravel()
    return _COLOUR_WEIGHT * flat / max(float(np.linalg.norm(flat)), _COLOUR_FLOOR)


def _pool(cells: int) -> _Floats:
    """Matrix (cells * cells, pixels) of soft means: each pixel is shared linearly between its nearest cells."""
    centres = (np.arange(cells) + 0.5) / cells
    places = np.clip((np.arange(_SIDE) + 0.5) / _SIDE, centres[0], centres[-1])
    weights = np.clip(1 - np.abs(places - centres[:, None]) * cells, 0, None)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.kron(weights, weights).astype(np.float32)


_POOLS = {cells: _pool(cells) for cells in sorted({_LAYOUT_SIDE, *(grid for grid, _ in _EDGE_GRIDS)})}
_DIMENSION = sum(grid * grid for grid, _ in _EDGE_GRIDS) * _BINS + 3 * _LAYOUT_SIDE**2 + 1
