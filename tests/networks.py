"""Small networks of random weights, in files as the program keeps them."""

from pathlib import Path


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
