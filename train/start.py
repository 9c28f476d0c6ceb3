"""The network a run begins with: of random numbers, of CLIP's image tower, or of weights that are learnt further."""

import math
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from fgaesq_core import checkpoint, weights
from fgaesq_core.config import NetworkConfig
from fgaesq_core.errors import CoreError
from fgaesq_core.network import Network
from train.errors import TrainingError
from train.order import seed_of
from train.text import read_tensors

_TOWER = "visual."
_OURS = "head.0.weight"
_PUBLISHED = "iqa_head.0.weight"
_SLOWEST = 10_000


def started(config: NetworkConfig, seed: int, path: Path | None = None) -> Network:
    """A network of such sizes, with the tensors in a file of weights where there is one.

    That may be a file of this program, the published checkpoint, or a CLIP of open_clip's names, of which the image
    tower is taken. Positions, which are not learnt, begin as sines and cosines. Raises TrainingError for others.
    """
    torch.manual_seed(seed_of(seed, 3))
    network = Network(config)
    network.load_state_dict({"visual.positional_embedding": places(config.grid, config.width)}, strict=False)
    if path is not None:
        _fill(network, path)
    return network


def places(grid: int, width: int) -> Tensor:
    """Positions of a square grid after those of the class row, shape (grid * grid + 1, width): smooth, all different.

    Half of the numbers tell the row and half the column by waves of growing length (Vaswani et al., NeurIPS 2017); the
    class row has zeros.
    """
    waves = -(-width // 4)
    lengths = torch.exp(-math.log(_SLOWEST) * torch.arange(waves) / waves)
    angles = torch.arange(grid)[:, None] * lengths
    line = torch.cat([angles.sin(), angles.cos()], 1)
    both = torch.cat([line[:, None].expand(-1, grid, -1), line[None].expand(grid, -1, -1)], 2)
    table = torch.zeros(grid**2 + 1, width)
    table[1:] = both.reshape(grid**2, -1)[:, :width]
    return table


def _fill(network: Network, path: Path) -> None:
    try:
        tensors = _tensors(path)
        wanted = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
        if _OURS not in tensors:
            wanted = {name: shape for name, shape in wanted.items() if name.startswith(_TOWER)}
        weights.check(tensors, wanted, path)
    except CoreError as error:
        raise TrainingError(str(error)) from error
    network.load_state_dict(dict(tensors), strict=False)


def _tensors(path: Path) -> Mapping[str, Tensor]:
    found = read_tensors(path)
    if _OURS in found:
        return found
    if _PUBLISHED in found:
        return checkpoint.read(path)
    return {name: tensor.float() for name, tensor in found.items() if name.startswith(_TOWER)}
