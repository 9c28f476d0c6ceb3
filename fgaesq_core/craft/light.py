"""Brightness, clipping, colour and haze."""

import numpy as np

from fgaesq_core.cells import Floats
from fgaesq_core.craft.noise import blocks
from fgaesq_core.craft.planes import Planes
from fgaesq_core.craft.quantiles import quantiles
from fgaesq_core.working import Pixels

_QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


def measures(pixels: Pixels, seen: Planes, salience: Floats) -> list[Floats]:
    """How bright the picture is and what stands out in it, what is lost in white and black, and its colours."""
    rgb = pixels[::2, ::2]
    brightest = np.maximum(np.maximum(rgb[..., 0], rgb[..., 1]), rgb[..., 2])
    darkest = np.minimum(np.minimum(rgb[..., 0], rgb[..., 1]), rgb[..., 2])
    luma = seen.luma[1]
    veil = quantiles(blocks(darkest.astype(np.float32) / np.float32(255)), (0.02, 0.1))
    salient = (blocks(seen.luma[2]) * salience).sum()
    tone = [luma.mean(), luma.std(), *quantiles(luma, _QUANTILES), salient, *veil]
    return [np.array(tone, np.float32), _clipped(brightest, darkest, luma), _colour(seen, brightest, darkest)]


def _clipped(brightest: Pixels, darkest: Pixels, luma: Floats) -> Floats:
    shares = [brightest >= 254, darkest >= 251, brightest <= 8, luma <= 0.06]
    roots = [np.sqrt(share.mean()) for share in shares]
    return np.array([*roots, (luma > 0.9).mean(), (luma < 0.12).mean()], np.float32)


def _colour(seen: Planes, brightest: Pixels, darkest: Pixels) -> Floats:
    high, low = (extreme.astype(np.float32) / np.float32(255) for extreme in (brightest, darkest))
    saturation = (high - low) / (high + np.float32(0.05))
    blue, red = seen.blue[::4, ::4], seen.red[::4, ::4]
    medians = [quantiles(plane, (0.5,))[0] for plane in (blue, red)]
    casts = [blue.mean(), red.mean(), abs(blue.mean()) + abs(red.mean()), *medians]
    return np.array([saturation.mean(), saturation.std(), *casts, blue.std(), red.std()], np.float32)
