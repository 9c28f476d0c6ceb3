"""What only the pixels of the file show, before a picture is brought to its working size."""

import numpy as np
from PIL import Image

from fgaesq_core.cells import Floats
from fgaesq_core.craft.noise import blocks, diagonal
from fgaesq_core.craft.planes import edged, logs

LONGEST = 1024
_LEAST = 16
_BLOCK = 8
_QUANTILES = (0.5, 0.9, 0.98)


def reduced(image: Image.Image) -> Image.Image:
    """The picture with its long side at most LONGEST pixels, and no side of fewer than can be measured."""
    ratio = min(1.0, LONGEST / max(image.size))
    size = (max(_LEAST, round(image.width * ratio)), max(_LEAST, round(image.height * ratio)))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def measures(image: Image.Image, working: int) -> list[Floats]:
    """Finest detail, noise and the traces of compression of an RGB picture that has `working` pixels when compared."""
    luma, blue, red = (np.asarray(band, np.float32) / np.float32(255) for band in image.convert("YCbCr").split())
    size = np.array([np.log(luma.size / working)], np.float32)
    return [size, _detail(luma), _seams(luma), *(_calm(plane) for plane in (luma, blue, red))]


def _detail(luma: Floats) -> Floats:
    grown = edged(luma)
    across, down = grown[1:-1, 2:] - grown[1:-1, :-2], grown[2:, 1:-1] - grown[:-2, 1:-1]
    gradient = blocks(across**2 + down**2, 2 * _BLOCK)
    curve = 4 * luma - grown[1:-1, 2:] - grown[1:-1, :-2] - grown[2:, 1:-1] - grown[:-2, 1:-1]
    laplacian = blocks(curve**2, 2 * _BLOCK)
    told = [gradient.mean(), *np.quantile(gradient, _QUANTILES), laplacian.mean(), *np.quantile(laplacian, _QUANTILES)]
    return logs(np.array(told, np.float32))


def _calm(plane: Floats) -> Floats:
    finest = blocks(np.abs(diagonal(plane)), _BLOCK // 2)
    share = float((finest < 1e-3).mean())
    return np.array([*logs(np.quantile(finest, (0.1, 0.3, 0.6)).astype(np.float32)), share], np.float32)


def _seams(luma: Floats) -> Floats:
    """How much steeper brightness steps are from block to block of eight pixels than within, across and down."""
    told = []
    for steps in (np.diff(luma, axis=1).T, np.diff(luma, axis=0)):
        sizes = np.minimum(np.abs(steps), np.float32(0.1)).mean(1)
        length = max(len(sizes) // _BLOCK, 1) * _BLOCK
        columns = np.resize(sizes, length).reshape(-1, _BLOCK).mean(0) + np.float32(1e-4)
        others = np.median(columns)
        told += [float(np.log(columns.max() / others)), float(np.log(columns[_BLOCK - 1] / others))]
    return np.array([*told, min(told[0], told[2]), min(told[1], told[3])], np.float32)
