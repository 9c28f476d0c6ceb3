"""How much detail there is at each scale, where, and in which directions."""

from dataclasses import dataclass
from types import EllipsisType

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.cells import CELL, Floats, product_means
from fgaesq_core.craft.planes import Planes, edged, logs
from fgaesq_core.craft.quantiles import quantiles
from fgaesq_core.craft.salience import bell

_QUANTILES = (0.1, 0.5, 0.9, 0.98)
_BUSIEST = 0.7
_CURVED = 3
_CENTRAL = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Energies in cells, shape (rows, columns): `xx`, `yy` and `xy` of gradients, and of second derivatives.

    `energy` is that of gradients in all directions, and `busy`, in cells, says where it is high. `curves`, shape
    (4, rows, columns), are second derivatives across, down, and along both diagonals.
    """

    xx: Floats
    yy: Floats
    xy: Floats
    laplacian: Floats
    curves: Floats
    energy: Floats
    busy: NDArray[np.bool_]


def levels(seen: Planes) -> tuple[Level, ...]:
    """What each size of the brightness shows, in the same cells."""
    return tuple(_level(plane, CELL >> halvings) for halvings, plane in enumerate(seen.luma))


def measures(found: tuple[Level, ...], salience: Floats) -> list[Floats]:
    """Amounts of detail and how they spread over the picture, and how detail prefers directions."""
    told = []
    for number, level in enumerate(found):
        told += [_amounts(level.energy, salience), _amounts(level.laplacian, salience), _preference(level)]
        if number < _CURVED:
            told.append(_curvature(level))
    return told


def focus(found: tuple[Level, ...], salience: Floats) -> Floats:
    """Where fine detail is as strong as coarse: all over, at what stands out, in the middle, and their differences."""
    fine, coarse = found[0].energy, found[2].energy
    ratio = np.log(fine + np.float32(1e-5)) - np.log(coarse + np.float32(1e-4))
    active = coarse / (coarse + np.float32(1e-3))
    middle = bell(ratio.shape, _CENTRAL)
    everywhere = np.ones_like(middle)
    overall, salient, central, outer = (
        _mean(ratio, active * weights) for weights in (everywhere, salience, middle, 1 - middle)
    )
    best, median = quantiles(ratio, (0.9, 0.5))
    told = [overall, salient, central, outer, central - outer, salient - overall, best, median]
    return np.array([*told, best - central, best - salient], np.float32)


def borders(found: tuple[Level, ...]) -> list[Floats]:
    """Detail in the outermost cells of the four sides against all of it, the emptiest side first."""
    return [_border(level.energy) for level in found[1:3]]


def _level(plane: Floats, cell: int) -> Level:
    grown = edged(plane)
    middle = plane * 2
    left, right, up, down = grown[1:-1, :-2], grown[1:-1, 2:], grown[:-2, 1:-1], grown[2:, 1:-1]
    across, falling = right - left, down - up
    xx, yy, xy = (product_means(*both, cell) for both in ((across, across), (falling, falling), (across, falling)))
    curves = [_curve(middle, left, right), _curve(middle, up, down)]
    laplacian = curves[0] + curves[1]
    curves += [_curve(middle, grown[2:, 2:], grown[:-2, :-2]), _curve(middle, grown[:-2, 2:], grown[2:, :-2])]
    energy = xx + yy
    return Level(
        xx,
        yy,
        xy,
        product_means(laplacian, laplacian, cell),
        np.stack([product_means(curve, curve, cell) for curve in curves]),
        energy,
        energy >= quantiles(energy, (_BUSIEST,)),
    )


def _curve(middle: Floats, before: Floats, after: Floats) -> Floats:
    """Twice the middle less both its neighbours."""
    curve = middle - before
    curve -= after
    return curve


def _amounts(energy: Floats, salience: Floats) -> Floats:
    shares = quantiles(energy, _QUANTILES)
    return logs(np.array([energy.mean(), *shares, (energy * salience).sum()], np.float32))


def _preference(level: Level) -> Floats:
    both = [_anisotropy(level, ...), _anisotropy(level, level.busy)]
    tilt = np.log((level.xx.mean() + 1e-6) / (level.yy.mean() + 1e-6))
    return np.array([*both, tilt], np.float32)


def _anisotropy(level: Level, where: NDArray[np.bool_] | EllipsisType) -> float:
    xx, yy, xy = (float(part[where].mean()) for part in (level.xx, level.yy, level.xy))
    spread = np.hypot(xx - yy, 2 * xy)
    return float(np.log((xx + yy + spread + 1e-6) / (xx + yy - spread + 1e-6)))


def _curvature(level: Level) -> Floats:
    """Second derivatives against gradients by direction: motion takes from one and leaves the one across it."""
    busy = level.busy
    xx, yy, xy = (float(part[busy].mean()) for part in (level.xx, level.yy, level.xy))
    gradients = np.array([xx, yy, (xx + yy) / 2 + xy, (xx + yy) / 2 - xy]) + 1e-6
    curves = level.curves[:, busy].mean(1) + 1e-6
    ratios = np.log(curves / gradients)
    told = [ratios.min(), ratios.max(), ratios.mean(), np.ptp(ratios), np.log(curves.max() / curves.min())]
    return np.array(told, np.float32)


def _border(energy: Floats) -> Floats:
    sides = [energy[0].mean(), energy[-1].mean(), energy[:, 0].mean(), energy[:, -1].mean()]
    return np.log(np.sort(sides) / (energy.mean() + 1e-6) + 0.01).astype(np.float32)  # type: ignore[no-any-return]


def _mean(values: Floats, weights: Floats) -> float:
    return float((values * weights).sum() / (weights.sum() + 1e-9))
