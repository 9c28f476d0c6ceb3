"""A network's weights in one safetensors file that says its own sizes, with its SHA-256 in a file beside it."""

import hashlib
import math
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from fgaesq_core import craft
from fgaesq_core.config import NetworkConfig
from fgaesq_core.errors import CoreError
from fgaesq_core.network import Network

_CONFIG = "fgaesq.config"
_SCALE = "fgaesq.scale"
_SOURCE = "fgaesq.source"
_NAMED = 3
_HASH_LENGTH = 64


class CheckpointError(CoreError):
    """A file holds no weights that could be used; `faults` names every tensor at fault with its fault."""

    def __init__(self, sentence: str, faults: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A network ready to score, and the SHA-256 of the file it came from, which names its numbers.

    `scale` is the difference in score that `fgaesq_core.choice` takes as odds of e to 1.
    """

    network: Network
    sha256: str
    scale: float


def save(
    config: NetworkConfig, tensors: Mapping[str, Tensor], path: Path, *, scale: float = 1.0, source: str = ""
) -> None:
    """Write the tensors of a network of such a config; the file at `path` is the old one or all of the new one.

    `source` says what they were made from. The scale of 1 is that of RankReg's own pairwise model (paper: arXiv
    2603.03907), in which the difference of two scores is the logarithm of the odds; a calibrated one is better.

    Raises CheckpointError for tensors that do not fit the config, OSError where the file cannot be written.
    """
    check(tensors, shapes(config), path)
    # Tensors that share memory cannot be written as they are.
    separate = {name: tensor.detach().clone(memory_format=torch.contiguous_format) for name, tensor in tensors.items()}
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    os.close(handle)
    try:
        save_file(separate, temporary, {_CONFIG: config.to_json(), _SCALE: repr(scale), _SOURCE: source})
        _replace(Path(temporary), path)
    except SafetensorError as error:
        # A full disk is told in words only.
        raise OSError(None, str(error), str(path)) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def load(path: Path) -> Weights:
    """Map the weights at `path` into memory, once their hash is the one beside them.

    Raises CheckpointError, naming every tensor at fault, for a file that is not whole or not of this kind.
    """
    sha256 = _checked_hash(path)
    try:
        with safe_open(path, framework="pt") as file:
            notes = file.metadata() or {}
            config = NetworkConfig.from_json(notes.get(_CONFIG, ""))
            scale = _positive(notes.get(_SCALE, "1"))
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118 - no mapping
    except (SafetensorError, ValueError, OSError) as error:
        raise CheckpointError(f"“{path.name}” holds no weights of this program; import them again.") from error
    if config.measures not in (0, craft.COUNT):
        raise CheckpointError(f"“{path.name}” was trained for another version of Burstpick; use it with that one.")
    check(tensors, shapes(config), path)
    network = _empty(config)
    network.load_state_dict(tensors, assign=True)
    return Weights(network.eval().requires_grad_(False), sha256, scale)


def source(path: Path) -> str | None:
    """What the weights at `path` were made from, as `save` was told; None where there are none that were finished."""
    if not _noted_hash(path):
        return None
    try:
        with safe_open(path, framework="pt") as file:
            return (file.metadata() or {}).get(_SOURCE)
    except (SafetensorError, OSError):
        return None


def shapes(config: NetworkConfig) -> dict[str, tuple[int, ...]]:
    """Names and shapes of the tensors of a network with these sizes."""
    return {name: tuple(tensor.shape) for name, tensor in _empty(config).state_dict().items()}


def check(tensors: Mapping[str, Tensor], wanted: Mapping[str, tuple[int, ...]], path: Path) -> None:
    """Raise CheckpointError unless the names, shapes and kinds of numbers are all as wanted."""
    faults = [f"{name} is missing" for name in wanted if name not in tensors]
    faults += [f"{_printable(name)} is unknown" for name in tensors if name not in wanted]
    for name in wanted:
        if name in tensors:
            faults += [f"{name} {fault}" for fault in _faults(tensors[name], wanted[name])]
    refuse(faults, path)


def refuse(faults: Sequence[str], path: Path) -> None:
    """Raise CheckpointError if there are faults; its sentence names the first few."""
    if faults:
        more = f" and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
        named = "; ".join(faults[:_NAMED])
        raise CheckpointError(f"“{path.name}” does not fit the network: {named}{more}. Get the file again.", faults)


def _empty(config: NetworkConfig) -> Network:
    """A network whose tensors have shapes but no numbers."""
    with torch.device("meta"):
        return Network(config)


def _faults(tensor: object, shape: tuple[int, ...]) -> list[str]:
    if not isinstance(tensor, Tensor) or tensor.layout != torch.strided or tensor.device.type == "meta":
        return ["is no plain tensor"]
    if tuple(tensor.shape) != shape:
        return [f"has the shape {tuple(tensor.shape)} instead of {shape}"]
    return [] if tensor.is_floating_point() else [f"holds {tensor.dtype} instead of floating-point numbers"]


def _positive(text: str) -> float:
    number = float(text)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"{text} is no scale")
    return number


def _printable(name: object) -> str:
    return ascii(name)[:100]


def _replace(temporary: Path, path: Path) -> None:
    sha256 = _sha256(temporary)
    # Between the two steps the hash is missing, never that of other weights.
    _beside(path).unlink(missing_ok=True)
    os.replace(temporary, path)
    _beside(path).write_text(f"{sha256}  {path.name}\n", encoding="ascii")


def _checked_hash(path: Path) -> str:
    try:
        sha256 = _sha256(path)
    except OSError as error:
        raise CheckpointError(f"The weights “{path.name}” cannot be read: {error.strerror}.") from error
    if _noted_hash(path) != sha256:
        raise CheckpointError(f"“{path.name}” is not the file that was written; import the weights again.")
    return sha256


def _noted_hash(path: Path) -> str:
    """The hash beside the weights; empty where none was written to its end."""
    with suppress(OSError, ValueError):
        sha256 = _beside(path).read_text(encoding="ascii").partition(" ")[0]
        return sha256 if len(sha256) == _HASH_LENGTH else ""
    return ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")
