"""What stands out from its surroundings, and where it lies."""

import numpy as np
from PIL import Image

from fgaesq_core.cells import Floats

SIDE = 48
_SURROUNDS = ((1, 6), (2, 10), (3, 16))
_BAND = SIDE // 8


def salience(image: Image.Image) -> Floats:
    """How much each place of an RGB picture stands out in brightness and colour, shape (SIDE, SIDE), summing to 1.

    After Itti, Koch and Niebur, IEEE Transactions on Pattern Analysis and Machine Intelligence 20, 1998.
    """
    from scipy.ndimage import gaussian_filter

    small = np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX).convert("YCbCr"), np.float32)
    seen = {spread: gaussian_filter(small, (spread, spread, 0)) for pair in _SURROUNDS for spread in pair}
    found = sum(np.linalg.norm(seen[fine] - seen[coarse], axis=2) for fine, coarse in _SURROUNDS)
    return (found / max(float(np.sum(found)), 1e-6)).astype(np.float32)  # type: ignore[no-any-return]


def weights(found: Floats, shape: tuple[int, ...]) -> Floats:
    """What stands out near the middle, as weights of the cells of a grid that sum to 1."""
    from scipy.ndimage import gaussian_filter

    near = gaussian_filter(found, 4) * _bell()
    cells = np.asarray(Image.fromarray(near).resize((shape[1], shape[0]), Image.Resampling.BILINEAR))
    return (cells / max(float(cells.sum()), 1e-9)).astype(np.float32)


def measures(found: Floats) -> Floats:
    """Where the weight of what stands out lies, off the middle, and how much of it lies at the borders."""
    offsets = (np.arange(SIDE) + 0.5) / SIDE - 0.5
    across, down = float((found.sum(0) * offsets).sum()), float((found.sum(1) * offsets).sum())
    bands = [found[:_BAND].sum(), found[-_BAND:].sum(), found[:, :_BAND].sum(), found[:, -_BAND:].sum()]
    return np.array([abs(across), abs(down), across, down, max(bands), sum(bands), min(bands)], np.float32)


def _bell() -> Floats:
    squares = (((np.arange(SIDE) + 0.5) / SIDE - 0.5) / 0.3) ** 2
    return np.exp(-0.5 * (squares[:, None] + squares[None, :])).astype(np.float32)
