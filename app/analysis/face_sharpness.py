"""How sharp a face is, measured where its detail is: between the eyes and the mouth."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE = 96
# The distance of the eyes in the patch: of larger faces no finer detail counts, so that sizes can be compared.
_DISTANCE = 48.0
_FINE, _COARSE = (0.0, 1.0), (4.0, 16.0)
_LEAST = 0.1


def sharpness(picture: Image.Image, points: NDArray[np.float64]) -> float:
    """Fine detail of a face over its coarse detail, 0 for none.

    `points` as the detector tells them, in pixels of the RGB picture. Brightness and contrast do not change it; blur
    and enlargement lower it; noise raises it, as much in every frame of a series.
    """
    grey = np.asarray(_patch(picture, points), np.float32)
    fine, coarse = (_between(grey, *band) for band in (_FINE, _COARSE))
    return float(fine / coarse) if coarse > _LEAST else 0.0


def _patch(picture: Image.Image, points: NDArray[np.float64]) -> Image.Image:
    """The middle of a face, turned level, its eyes a known distance apart."""
    across = points[1] - points[0]
    distance, angle = max(1.0, math.hypot(*across)), math.atan2(across[1], across[0])
    middle = points[:3].mean(0)
    reach = 1.5 * distance
    left, top = (math.floor(at - reach) for at in middle)
    near = picture.crop((left, top, math.ceil(middle[0] + reach), math.ceil(middle[1] + reach))).convert("L")
    reduction = max(1, int(distance / _DISTANCE))
    near, x, y = near.reduce(reduction), (middle[0] - left) / reduction, (middle[1] - top) / reduction
    step = distance / reduction / _DISTANCE
    cos, sin, half = math.cos(angle) * step, math.sin(angle) * step, _SIDE / 2
    way = (cos, -sin, x - (cos - sin) * half, sin, cos, y - (sin + cos) * half)
    return near.transform((_SIDE, _SIDE), Image.Transform.AFFINE, way, Image.Resampling.BICUBIC)


def _between(grey: NDArray[np.float32], fine: float, coarse: float) -> float:
    """The spread of what is finer than one Gaussian and coarser than another."""
    # A quarter of a second to import, which the start of the window has no need of.
    from scipy.ndimage import gaussian_filter

    upper = gaussian_filter(grey, fine) if fine else grey
    return float((upper - gaussian_filter(grey, coarse))[8:-8, 8:-8].std())
