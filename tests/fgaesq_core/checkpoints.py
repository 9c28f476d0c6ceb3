"""Files in the layout of the published weights, filled with numbers that anybody can make again."""

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.checkpoint import layout

if TYPE_CHECKING:
    from torch import Tensor

_TOWER = "clip_model.visual."
_REPEATED = ("ln_pre.", "transformer.", "ln_post.", "proj")
_EMBEDDINGS = ("class_embedding", "positional_embedding", "scale_embedding", "mask_token")


def write_checkpoint(path: Path) -> Path:
    """Write the image tower, head and embeddings for which `parity/expected.json` was made; the text tower is zeros."""
    import torch

    blank = zeros()
    used = {_original(name): tuple(tensor.shape) for name, tensor in blank.items() if not _is_text(name)}
    filled = {name: torch.from_numpy(_numbers(name, shape)) for name, shape in used.items()}
    torch.save({name: filled.get(_original(name), zero) for name, zero in blank.items()}, path)
    return path


def zeros() -> "dict[str, Tensor]":
    """All tensors of the published layout in a few kilobytes: a zero that repeats itself."""
    import torch

    return {name: torch.zeros(()).expand(shape) for name, shape in layout().items()}


def _is_text(name: str) -> bool:
    return name.startswith("clip_model.") and not name.startswith(_TOWER)


def _original(name: str) -> str:
    return _TOWER + name if name.startswith(_REPEATED) else name


def _numbers(name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Normal noise seeded with the CRC-32 of the name, scaled to keep the features of a deep network alive."""
    generator = np.random.Generator(np.random.PCG64(zlib.crc32(name.encode())))
    mean, deviation = _moments(name, shape)
    return (mean + deviation * generator.standard_normal(shape, dtype=np.float32)).astype(np.float32)


def _moments(name: str, shape: tuple[int, ...]) -> tuple[float, float]:
    if ".ln_" in name and name.endswith("weight"):
        return 1.0, 0.1
    if name.endswith("bias"):
        return 0.0, 0.05
    if name.endswith(_EMBEDDINGS):
        return 0.0, 0.3
    if name.endswith("proj"):
        return 0.0, shape[0] ** -0.5
    gain = 1.5 if name.startswith(("iqa_head", _TOWER + "transformer")) else 1.0
    return 0.0, gain * float(np.prod(shape[1:])) ** -0.5
