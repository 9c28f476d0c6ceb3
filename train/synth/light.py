"""Pictures in linear light, where optics and sensors do what they do."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Light = NDArray[np.float32]
"""Linear light, shape (height, width, 3), 0 is black and 1 the white of the sensor."""

_STEPS = 4096


def to_light(picture: Image.Image) -> Light:
    """The linear light of an RGB picture in sRGB (IEC 61966-2-1)."""
    return _decoding()[np.asarray(picture)]  # type: ignore[no-any-return]


def to_picture(light: Light) -> Image.Image:
    """The RGB picture in sRGB; light beyond white is clipped, as a sensor clips it."""
    places = np.clip(light * (_STEPS - 1) + 0.5, 0, _STEPS - 1).astype(np.int32)
    return Image.fromarray(_encoding()[places])


@cache
def _decoding() -> Light:
    values = np.arange(256, dtype=np.float32) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4).astype(np.float32)


@cache
def _encoding() -> NDArray[np.uint8]:
    light = np.linspace(0, 1, _STEPS, dtype=np.float32)
    values = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.round(values * 255).astype(np.uint8)
