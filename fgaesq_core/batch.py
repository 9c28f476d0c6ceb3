"""Sequences of different lengths side by side, in the fewest rows that give the same scores."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from fgaesq_core.cells import PATCH
from fgaesq_core.tokens import PADDING, Tokens


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """b sequences of n patches: `patches` (b, n, 3, 16, 16), `scale` (b, n), and `positions` (b, n + 1, width).

    `bias` (b, n + 1) is added to the logits of a row as a key: log k makes a row stand for k equal ones, minus
    infinity for none; None says that every row stands for itself. `measures` (b, m) are there if every picture has any.
    """

    patches: Tensor
    positions: Tensor
    scale: Tensor
    bias: Tensor | None
    measures: Tensor | None = None

    def to(self, device: str) -> "Batch":
        """The same batch on a device."""
        bias = None if self.bias is None else self.bias.to(device)
        measures = None if self.measures is None else self.measures.to(device)
        return Batch(self.patches.to(device), self.positions.to(device), self.scale.to(device), bias, measures)


def collate(sequences: Sequence[Tokens], *, collapse: bool = True) -> Batch:
    """One batch of at least one sequence, ordered as given.

    All padding rows of a picture are the same vector and stay so in every block, because attention sees the rows as a
    set: one of them with a bias of log k stands for all k exactly. Without `collapse` every padding row is there.
    """
    counts = [_row_counts(tokens, collapse) for tokens in sequences]
    length = max(len(count) for count in counts)
    filled = np.stack([np.pad(count, (0, length - len(count))) for count in counts])
    with np.errstate(divide="ignore"):
        bias = None if (filled == 1).all() else torch.from_numpy(np.log(filled, dtype=np.float32))
    return Batch(
        _stacked([tokens.patches for tokens in sequences], (length - 1, 3, PATCH, PATCH), 0.0),
        _stacked([tokens.positions for tokens in sequences], (length, sequences[0].positions.shape[1]), 0.0),
        _stacked([tokens.scale for tokens in sequences], (length - 1,), PADDING),
        bias,
        _measures(sequences),
    )


def _row_counts(tokens: Tokens, collapse: bool) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many rows of the published sequence each row stands for."""
    padding = [tokens.padding] if collapse and tokens.padding else [1] * tokens.padding
    return np.array([1] * len(tokens.positions) + padding)


def _measures(sequences: Sequence[Tokens]) -> Tensor | None:
    known = [tokens.measures for tokens in sequences if tokens.measures is not None]
    return torch.from_numpy(np.stack(known)) if len(known) == len(sequences) else None


def _stacked(arrays: Sequence[np.ndarray], shape: tuple[int, ...], filling: float) -> Tensor:
    whole = np.full((len(arrays), *shape), filling, arrays[0].dtype)
    for target, array in zip(whole, arrays, strict=True):
        target[: len(array)] = array
    return torch.from_numpy(whole)
