"""A picture as the rows a network reads: most cells shrunk to one patch, a few kept as four sharp ones (DiffToken)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from math import isqrt
from random import Random

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.cells import PATCH, Floats, normalised, quartered, shrunk, squares, to_cells
from fgaesq_core.difference import Differences
from fgaesq_core.errors import PictureError

COARSE, FINE, PADDING = 0, 1, 9

FINE_CELLS = 14
_CANDIDATES = 0.5
_KEPT_GRIDS = 8
_LARGEST_KEPT_GRID = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Rows of one picture without padding: `patches` (n, 3, 16, 16), `scale` (n,), `positions` (n + 1, width).

    The first position belongs to the class row, which has no patch. `padding` counts the rows of the published
    sequence that follow these. `fine_cells` are the cells kept sharp. `measures` (m,) are those of `fgaesq_core.craft`,
    for a network that takes them.
    """

    patches: Floats
    positions: Floats
    scale: NDArray[np.int64]
    padding: int = 0
    fine_cells: tuple[int, ...] = ()
    measures: Floats | None = None

    def count(self, scale: int) -> int:
        """Number of patches of a scale."""
        return int((self.scale == scale).sum())


class Tokeniser:
    """Makes the rows for one network: `table` holds its learned positions, `rows` is how many a picture may have.

    `measured` says that the network takes measures as well.
    """

    def __init__(self, table: Floats, rows: int, *, measured: bool = False) -> None:
        self.table = table
        self.rows = rows
        self.measured = measured
        self._kept_grid = lru_cache(_KEPT_GRIDS)(self._grid)

    def __reduce__(self) -> tuple[Callable[..., "Tokeniser"], tuple[Floats, int]]:
        """What is kept for speed stays behind when a tokeniser goes to another process."""
        return partial(Tokeniser, measured=self.measured), (self.table, self.rows)

    def compared(self, pixels: Floats, differences: Differences, random: Random) -> Tokens:
        """Rows of a picture (values 0..1) that keep cells sharp where it differs from another; draws from `random`.

        Raises PictureError for a picture too narrow to have a cell.
        """
        cells = to_cells(normalised(pixels))
        fine = _drawn_cells(differences, _count(cells), random)
        patches = _count(cells) + 3 * len(fine)
        droppable: Sequence[int] = range(0)
        if patches >= self.rows:
            droppable = _droppable(differences, fine, patches, random)
        return self._mixed(cells, fine, droppable, random)

    def alone(self, pixels: Floats, random: Random) -> Tokens:
        """Rows of a picture (values 0..1) by itself: all of it if it is small, else with cells drawn by lot kept sharp.

        Raises PictureError for a picture too narrow to have a cell.
        """
        height, width = pixels.shape[1:]
        if -(-height // PATCH) * -(-width // PATCH) <= self.rows:
            return self._uniform(squares(normalised(pixels), PATCH), random)
        cells = to_cells(normalised(pixels))
        everything = range(_count(cells))
        fine = sorted(random.sample(everything, min(FINE_CELLS, len(everything))))
        return self._mixed(cells, fine, range(len(everything) + 3 * len(fine)), random)

    def _uniform(self, patches: Floats, random: Random) -> Tokens:
        rows, columns = patches.shape[:2]
        positions = self.positions(np.argwhere(np.ones((rows, columns), bool)), (rows, columns))
        scale = np.full(rows * columns, COARSE)
        return self._fitted(patches.reshape(-1, 3, PATCH, PATCH), positions, scale, range(rows * columns), random)

    def _mixed(self, cells: Floats, fine: list[int], droppable: Sequence[int], random: Random) -> Tokens:
        rows, columns = cells.shape[:2]
        sharp = np.zeros((rows, columns), bool)
        sharp.flat[fine] = True
        patches = np.concatenate([shrunk(cells[~sharp]), quartered(cells[sharp])])
        # Positions of sharp patches are taken row by row over the whole picture, patches cell by cell: where two
        # sharp cells share a row they do not correspond. The published weights were trained with it.
        doubled = sharp.repeat(2, 0).repeat(2, 1)
        coarse_positions = self.positions(np.argwhere(~sharp), (rows, columns))
        fine_positions = self.positions(np.argwhere(doubled), (2 * rows, 2 * columns))
        scale = np.repeat([COARSE, FINE], [len(coarse_positions), len(fine_positions)])
        positions = np.concatenate([coarse_positions, fine_positions])
        return self._fitted(patches, positions, scale, droppable, random, tuple(fine))

    def _fitted(
        self,
        patches: Floats,
        positions: Floats,
        scale: NDArray[np.int64],
        droppable: Sequence[int],
        random: Random,
        fine_cells: tuple[int, ...] = (),
    ) -> Tokens:
        excess = len(patches) + 1 - self.rows
        kept = np.ones(len(patches), bool)
        if excess > 0:
            kept[random.sample(droppable, excess)] = False
        with_class = np.concatenate([self.table[:1], positions[kept]])
        return Tokens(patches[kept], with_class, scale[kept], max(0, -excess), fine_cells)

    def positions(self, places: NDArray[np.intp], size: tuple[int, int]) -> Floats:
        """Learned positions at `places` (n, 2) of a grid of `size`, shape (n, width), by bicubic interpolation."""
        if size[0] * size[1] <= _LARGEST_KEPT_GRID:
            kept: Floats = self._kept_grid(size)[places[:, 0] * size[1] + places[:, 1]]
            return kept
        return self._interpolated(places, size)

    def _grid(self, size: tuple[int, int]) -> Floats:
        """The positions of a whole grid, row by row, which frames of one working size all share."""
        return self._interpolated(np.argwhere(np.ones(size, bool)), size)

    def _interpolated(self, places: NDArray[np.intp], size: tuple[int, int]) -> Floats:
        side = isqrt(len(self.table) - 1)
        down, across = (_bicubic(side, target) for target in size)
        weights = down[places[:, 0], :, None] * across[places[:, 1], None, :]
        positions: Floats = np.matmul(weights.reshape(-1, side * side), self.table[1:], dtype=np.float32)
        return positions


def _drawn_cells(differences: Differences, count: int, random: Random) -> list[int]:
    """The cells kept sharp, ascending: drawn from the half that differs most."""
    filled = differences[:count] + [random.random() for _ in range(count - len(differences))]
    known = [random.random() if entry is None else entry for entry in filled]
    ranked = sorted(range(count), key=lambda cell: -known[cell])
    candidates = ranked[: max(1, int(count * _CANDIDATES))]
    return sorted(candidates if len(candidates) < FINE_CELLS else random.sample(candidates, FINE_CELLS))


def _droppable(differences: Differences, fine: Collection[int], patches: int, random: Random) -> list[int]:
    """The patches that may be left out, which are all but as many as there are sharp cells.

    Numbers of cells are read as numbers of patches, so that sharp patches are not the ones protected, and a draw is
    made for each unknown difference and not used: the published weights were trained with it.
    """
    for entry in differences[:patches]:
        if entry is None:
            random.random()
    return [patch for patch in range(patches) if patch not in fine]


def _count(cells: Floats) -> int:
    count: int = cells.shape[0] * cells.shape[1]
    if not count:
        raise PictureError("The picture is too narrow to be compared; leave it out of the series.")
    return count


def _bicubic(source: int, target: int) -> Floats:
    """Weights, shape (target, source), that interpolate `target` places from `source` values on a line.

    The tenth in the scale moves every place a little; the published positions were interpolated with it.
    """
    import torch

    line = torch.eye(source)[None, None]
    scaled = torch.nn.functional.interpolate(line, scale_factor=((target + 0.1) / source, 1.0), mode="bicubic")
    return scaled[0, 0].numpy()
