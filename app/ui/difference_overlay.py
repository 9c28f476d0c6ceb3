"""The heat map of where two frames differ, and the other frame as it lies in this one, as images to be laid over it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from app.analysis.differences import Difference

_COLOURS = 256
# Dark red, which is seen on white, to light yellow, which is seen on black: lightness, strength and hue of OKLab.
_LIGHTNESS = (0.40, 0.95)
_HUE = (18.0, 105.0)
_CHROMA = (0.145, 0.20, 0.13)
# Differences that noise and JPEG make of equal blocks stay clear; the largest still let the picture be guessed.
_CLEAR, _FULL, _MOST = 0.12, 0.75, 0.85


def heat(difference: Difference, strength: float = 1.0) -> QImage:
    """The differences over the whole frame: the more, the lighter and the less to be seen through.

    A small image, made in milliseconds on any thread, to be enlarged smoothly. `strength` 0 to 1 fades all of it.
    """
    rows, columns = difference.blocks.shape
    enlarged = Image.fromarray(difference.blocks).resize((2 * columns, 2 * rows), Image.Resampling.BICUBIC)
    values = np.clip(np.asarray(enlarged), 0, 1)
    seen = _MOST * np.clip((values - _CLEAR) / (_FULL - _CLEAR), 0, 1)
    alpha = seen * min(1.0, max(0.0, strength))
    colours = _RAMP[np.rint(values * (_COLOURS - 1)).astype(np.intp)]
    mixed = np.concatenate([colours[..., ::-1] * alpha[..., None], alpha[..., None]], axis=2)
    return _image(np.rint(mixed * 255).astype(np.uint8))


def ramp(count: int = _COLOURS) -> NDArray[np.float64]:
    """Colours in the order of what they stand for, shape (count, 3), sRGB 0 to 1.

    Lightness rises evenly in OKLab (Ottosson, "A perceptual color space for image processing", 2020), so that the order
    is seen without seeing colours, as Crameri, Shephard and Heron ask for (Nature Communications 11, 2020).
    """
    place = np.linspace(0, 1, count)
    lightness = np.interp(place, (0, 1), _LIGHTNESS)
    hue = np.radians(np.interp(place, (0, 1), _HUE))
    chroma = np.interp(place, (0, 0.5, 1), _CHROMA)
    return _srgb(np.stack([lightness, chroma * np.cos(hue), chroma * np.sin(hue)], 1))


def _srgb(oklab: NDArray[np.float64]) -> NDArray[np.float64]:
    light = ((oklab @ _TO_CONES.T) ** 3) @ _TO_LIGHT.T
    light = np.clip(light, 0, 1)
    shown: NDArray[np.float64] = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return shown


_TO_CONES = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
_TO_LIGHT = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)
_RAMP = ramp()


def transform(difference: Difference, this: QSize, other: QSize) -> QTransform:
    """How to paint the other frame, an image of that size, so that it lies in an image of this frame."""
    a, b, c, d, e, f = difference.way((this.width(), this.height()), (other.width(), other.height()))
    # Qt writes the map of a row vector, and paints from the other frame to this one.
    back, _ = QTransform(a, d, b, e, c, f).inverted()
    return back


def laid_over(difference: Difference, other: QImage, this: QSize) -> QImage:
    """The other frame as it lies in this one, at the size of this one's image; clear where it ends.

    Made on any thread; images of one size are swapped in place by showing one and the other.
    """
    answer = QImage(this, QImage.Format.Format_ARGB32_Premultiplied)
    answer.fill(Qt.GlobalColor.transparent)
    painter = QPainter(answer)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(transform(difference, this, other.size()))
    # An image without transparency may hold anything in the byte for it, which would show once it is turned.
    painter.drawImage(0, 0, other.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))
    painter.end()
    return answer


def _image(pixels: NDArray[np.uint8]) -> QImage:
    height, width = pixels.shape[:2]
    data = np.ascontiguousarray(pixels).tobytes()
    return QImage(data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
