"""Small networks in files as the program keeps them: of random weights, and with an eye for where colours are."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

_SEEN = 8


def small_weights(path: Path, seed: int = 1) -> Path:
    """Write the weights of a network of some hundred kilobytes; returns the path."""
    import torch

    from fgaesq_core.config import NetworkConfig
    from fgaesq_core.weights import save, shapes

    config = NetworkConfig(width=32, layers=1, heads=2, features=16, rows=64, grid=4)
    random = torch.Generator().manual_seed(seed)
    tensors = {name: 0.1 * torch.randn(shape, generator=random) for name, shape in shapes(config).items()}
    save(config, tensors, path)
    return path


def blind_weights(path: Path) -> Path:
    """Write the weights of a network to which all pictures are nothing at all; returns the path."""
    import torch

    from fgaesq_core.config import NetworkConfig
    from fgaesq_core.weights import save, shapes

    config = NetworkConfig(width=32, layers=1, heads=2, features=16, rows=64, grid=4)
    save(config, {name: torch.zeros(shape) for name, shape in shapes(config).items()}, path)
    return path


def seeing_weights(path: Path, side: int = 3) -> Path:
    """Write the weights of a network whose features are the colours in each cell of a picture; returns the path.

    Of `side` by `side` cells, each head of its one layer attends to one, by a position that outweighs everything else.
    """
    import torch

    from fgaesq_core.config import NetworkConfig
    from fgaesq_core.weights import save, shapes

    cells = side**2
    width = cells * _SEEN
    config = NetworkConfig(width=width, layers=1, heads=cells, features=width, rows=64, grid=side)
    tensors = {name: torch.zeros(shape) for name, shape in shapes(config).items()}
    for name in tensors:
        if ".ln_" in name and name.endswith("weight"):
            tensors[name] += 1
    tensors["visual.conv1.weight"][:_SEEN] = _colour_patterns()[:_SEEN]
    tensors["visual.positional_embedding"][1:, -cells:] = 30 * torch.eye(cells)
    tensors["visual.proj"] = torch.eye(width)
    attention = "visual.transformer.resblocks.0.attn."
    _attend(tensors[f"{attention}in_proj_weight"], tensors[f"{attention}in_proj_bias"], cells)
    tensors[f"{attention}out_proj.weight"] = 100 * torch.eye(width)
    save(config, tensors, path)
    return path


def _attend(products: "Tensor", biases: "Tensor", cells: int) -> None:
    """Queries, keys and values, below each other: the query is a constant, the key a place, the value the colours."""
    width = cells * _SEEN
    for cell in range(cells):
        biases[cell * _SEEN] = 30
        products[width + cell * _SEEN, width - cells + cell] = 30
        for seen in range(_SEEN):
            products[2 * width + cell * _SEEN + seen, seen] = 1


def _colour_patterns() -> "Tensor":
    """Mean and slopes over a patch of its lightness and two colour differences, shape (9, 3, 16, 16)."""
    import torch

    slope = torch.linspace(-2, 2, 16)
    down, right = torch.meshgrid(slope, slope, indexing="ij")
    shapes = torch.stack([torch.ones(16, 16), right, down]) / 256
    colours = torch.tensor([[1.0, 1.0, 1.0], [2.0, -2.0, 0.0], [1.0, 1.0, -2.0]])
    return torch.einsum("syx,cr->scryx", shapes, colours).flatten(0, 1)
