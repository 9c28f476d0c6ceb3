"""What only the pixels of the file show, before a picture is brought to its working size."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fgaesq_core.cells import Floats
from fgaesq_core.craft.noise import blocks
from fgaesq_core.craft.planes import logs
from fgaesq_core.craft.quantiles import quantiles

Values = NDArray[np.uint8]

LONGEST = 1024
_LEAST = 16
_BLOCK = 8
_STRIP = 64
_OF_UNIT = np.float32(1 / 255**2)
_QUANTILES = (0.5, 0.9, 0.98)


def reduced(image: Image.Image) -> Image.Image:
    """The picture with its long side at most LONGEST pixels, and no side of fewer than can be measured."""
    ratio = min(1.0, LONGEST / max(image.size))
    size = (max(_LEAST, round(image.width * ratio)), max(_LEAST, round(image.height * ratio)))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def measures(image: Image.Image, working: int) -> list[Floats]:
    """Finest detail, noise and the traces of compression of an RGB picture that has `working` pixels when compared."""
    luma, blue, red = (np.asarray(band) for band in image.convert("YCbCr").split())
    size = np.array([np.log(luma.size / working)], np.float32)
    return [size, _detail(luma), _seams(luma), *(_calm(plane) for plane in (luma, blue, red))]


def _detail(luma: Values) -> Floats:
    side = 2 * _BLOCK
    height, width = (length // side * side or length for length in luma.shape)
    found = [_energies(rows[:, : width + 2]) for rows in _strips(luma, height)]
    gradient, laplacian = (np.concatenate(parts) * _OF_UNIT for parts in zip(*found, strict=True))
    told = [gradient.mean(), *quantiles(gradient, _QUANTILES), laplacian.mean(), *quantiles(laplacian, _QUANTILES)]
    return logs(np.array(told, np.float32))


def _strips(luma: Values, height: int) -> Iterator[NDArray[np.int16]]:
    """Some rows at a time of so many, with a row or column more on each side: what a processor's cache has room for."""
    grown = np.pad(luma, 1, "edge")
    for top in range(0, height, _STRIP):
        yield grown[top : min(top + _STRIP, height) + 2].astype(np.int16)


def _energies(grown: NDArray[np.int16]) -> tuple[Floats, Floats]:
    """Energies of gradients and of second derivatives, in blocks, of what lies within the border."""
    left, right, up, down = grown[1:-1, :-2], grown[1:-1, 2:], grown[:-2, 1:-1], grown[2:, 1:-1]
    gradient = np.square(right - left, dtype=np.float32)
    gradient += np.square(down - up, dtype=np.float32)
    curve = grown[1:-1, 1:-1] * np.int16(4)
    for neighbour in (left, right, up, down):
        curve -= neighbour
    return blocks(gradient, 2 * _BLOCK), blocks(np.square(curve, dtype=np.float32), 2 * _BLOCK)


def _calm(plane: Values) -> Floats:
    finest = blocks(_finest(plane), _BLOCK // 2)
    share = float((finest < 1e-3).mean())
    return np.array([*logs(quantiles(finest, (0.1, 0.3, 0.6))), share], np.float32)


def _finest(plane: Values) -> Floats:
    """Amounts in the HH band of a plane, 0 to 1."""
    height, width = (side // 2 * 2 for side in plane.shape)
    steps = np.subtract(plane[0:height:2], plane[1:height:2], dtype=np.int16)
    found = steps[:, 0:width:2] - steps[:, 1:width:2]
    return np.abs(found, out=found) * np.float32(0.5 / 255)  # type: ignore[no-any-return]


def _seams(luma: Values) -> Floats:
    """How much steeper brightness steps are from block to block of eight pixels than within, across and down."""
    told = []
    for sizes in (_steps(luma[:, 1:], luma[:, :-1], 0), _steps(luma[1:], luma[:-1], 1)):
        length = max(len(sizes) // _BLOCK, 1) * _BLOCK
        columns = np.resize(sizes, length).reshape(-1, _BLOCK).mean(0) + np.float32(1e-4)
        others = np.median(columns)
        told += [float(np.log(columns.max() / others)), float(np.log(columns[_BLOCK - 1] / others))]
    return np.array([*told, min(told[0], told[2]), min(told[1], told[3])], np.float32)


def _steps(one: Values, other: Values, axis: int) -> Floats:
    """By how much values differ in the mean along an axis, 0 to 1, of which a tenth counts at most."""
    apart = np.maximum(one, other)
    apart -= np.minimum(one, other)
    # A tenth is 25.5 of 255.
    bounded = np.minimum(apart, 25)
    bounded += np.minimum(apart, 26)
    return (bounded.sum(axis, np.uint32) / (2 * 255 * one.shape[axis])).astype(np.float32)  # type: ignore[no-any-return]
