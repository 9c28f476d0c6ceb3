"""What stands out from its surroundings, and where it lies."""

import numpy as np
from PIL import Image

from fgaesq_core.cells import Floats
from fgaesq_core.craft.blurring import blurred

SIDE = 48
# The centres of three scales, and then their surrounds.
_SPREADS = (1.0, 2.0, 3.0, 6.0, 10.0, 16.0)
_SCALES = 3
_BAND = SIDE // 8
_NEAR = 0.3
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_TO_SHARES = (_TO_XYZ / _TO_XYZ.sum(1)[:, None]).T
_VALUES = np.arange(256) / 255
_LIGHT = np.where(_VALUES <= 0.04045, _VALUES / 12.92, ((_VALUES + 0.055) / 1.055) ** 2.4)


def small(image: Image.Image) -> Floats:
    """An RGB picture in CIE Lab, shape (SIDE, SIDE, 3) (sRGB: IEC 61966-2-1; Lab: ISO/CIE 11664-4)."""
    share = _LIGHT[np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX))] @ _TO_SHARES
    root = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = np.moveaxis(root, 2, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], 2).astype(np.float32)


def contrast(lab: Floats, known: Floats | None = None) -> Floats:
    """How much each place stands out from its surroundings, shape (side, side), where something is known of them.

    Differences of centres and surrounds at three scales, after Itti, Koch and Niebur, IEEE Transactions on Pattern
    Analysis and Machine Intelligence 20, 1998. `lab` has the shape (side, side, 3), and `known` says where it counts.
    """
    planes = np.moveaxis(lab, 2, 0)
    if known is None:
        seen = blurred(planes, _SPREADS)
    else:
        seen = blurred(planes * known, _SPREADS)
        seen /= np.maximum(blurred(known, _SPREADS), np.float32(1e-3))[:, None]
    differences = seen[:_SCALES] - seen[_SCALES:]
    differences *= differences
    return np.sqrt(differences.sum(1)).sum(0)  # type: ignore[no-any-return]


def salience(lab: Floats) -> Floats:
    """The contrast in all of a picture, shape (SIDE, SIDE), summing to 1, or zeros for an even one."""
    found = contrast(lab)
    return found / np.float32(max(float(found.sum()), 1e-6))


def weights(found: Floats, shape: tuple[int, ...]) -> Floats:
    """What stands out near the middle, as weights of the cells of a grid that sum to 1."""
    near = blurred(found, (4.0,))[0] * bell((SIDE, SIDE), _NEAR)
    cells = np.asarray(Image.fromarray(near).resize((shape[1], shape[0]), Image.Resampling.BILINEAR))
    return (cells / max(float(cells.sum()), 1e-9)).astype(np.float32)


def measures(found: Floats) -> Floats:
    """Where the weight of what stands out lies, off the middle, and how much of it lies at the borders."""
    offsets = (np.arange(SIDE) + 0.5) / SIDE - 0.5
    across, down = float((found.sum(0) * offsets).sum()), float((found.sum(1) * offsets).sum())
    bands = [found[:_BAND].sum(), found[-_BAND:].sum(), found[:, :_BAND].sum(), found[:, -_BAND:].sum()]
    return np.array([abs(across), abs(down), across, down, max(bands), sum(bands), min(bands)], np.float32)


def bell(shape: tuple[int, ...], spread: float) -> Floats:
    """Weights of a grid of (rows, columns) that fall off its middle, 1 there; `spread` is a share of its sides."""
    down, across = ((((np.arange(side) + 0.5) / side - 0.5) / spread) ** 2 for side in shape)
    return np.exp(-0.5 * (down[:, None] + across[None, :])).astype(np.float32)
