"""Where the subject of a photo is likely to be, from contrast and colour alone."""

from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from fgaesq_core.cells import Floats

_SIDE = 48


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a picture as shares of its width and height, 0 to 1."""

    across: float
    down: float


def found(picture: Image.Image) -> Place:
    """The place of the subject: what stands out from its surroundings, the middle preferred.

    It is the centre of the strongest blob of a centre-surround map (after Itti, Koch and Niebur, IEEE Transactions on
    Pattern Analysis and Machine Intelligence 20, 1998) under a broad bell about the middle.
    """
    small = np.asarray(picture.resize((_SIDE, _SIDE), Image.Resampling.BOX).convert("LAB"), np.float32)
    standing_out = sum(
        np.linalg.norm(gaussian_filter(small, (fine, fine, 0)) - gaussian_filter(small, (coarse, coarse, 0)), axis=2)
        for fine, coarse in ((1, 6), (2, 10), (3, 16))
    )
    blob = gaussian_filter(standing_out, 5) * _bell((_SIDE, _SIDE), Place(0.5, 0.5), 0.32)
    down, across = np.unravel_index(int(np.argmax(blob)), blob.shape)
    return Place((float(across) + 0.5) / _SIDE, (float(down) + 0.5) / _SIDE)


def presence(shape: tuple[int, ...], subject: Place, radius: float) -> Floats:
    """How much of the subject each pixel shows, 0 to 1, for a blob whose radius is a share of the diagonal."""
    soft = _bell(shape[:2], subject, radius)
    share: Floats = np.clip((soft - 0.35) / 0.4, 0, 1)
    return share


def _bell(shape: tuple[int, ...], middle: Place, spread: float) -> Floats:
    height, width = shape
    diagonal = float(np.hypot(height, width)) * spread
    down = ((np.arange(height, dtype=np.float32) + 0.5 - middle.down * height) / diagonal) ** 2
    across = ((np.arange(width, dtype=np.float32) + 0.5 - middle.across * width) / diagonal) ** 2
    bell: Floats = np.exp(-0.5 * (down[:, None] + across[None, :]))
    return bell
