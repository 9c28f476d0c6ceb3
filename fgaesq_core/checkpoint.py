"""The published FGAesQ weights: one pickle of tensors, read without running anything in it, converted once."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from fgaesq_core.config import NetworkConfig
from fgaesq_core.weights import CheckpointError, check, refuse, save, shapes, source

PUBLISHED = NetworkConfig()

_TOWER = "clip_model.visual."
_TWICE = ("ln_pre.", "transformer.", "ln_post.", "proj")
_TEXT_WIDTH, _TEXT_LAYERS, _TEXT_LENGTH, _TEXT_VOCABULARY = 512, 12, 77, 49408


def convert(path: Path, target: Path) -> None:
    """Write the weights in the published checkpoint `path` to the safetensors file `target`.

    Raises CheckpointError, naming every tensor at fault, for a file that is no such checkpoint, and OSError where
    `target` cannot be written; then no file is left or changed.
    """
    save(PUBLISHED, read(path), target, source=_stamp(path))


def converted(path: Path) -> Path:
    """The safetensors file beside the published checkpoint `path`, converted now unless it was before.

    Raises CheckpointError as `convert` does, and where no file can be written there.
    """
    target = path.with_name(f"{path.name}.safetensors")
    try:
        if source(target) != _stamp(path):
            convert(path, target)
    except OSError as error:
        raise CheckpointError(
            f"“{path.name}” cannot be converted in its folder ({error.strerror}); move it to where you may write."
        ) from error
    return target


def read(path: Path) -> dict[str, Tensor]:
    """The network's tensors, single precision and by the network's names; raises as `convert` does."""
    published = _unpickled(path)
    check(published, layout(), path)
    refuse([*_not_finite(published), *_not_repeated(published)], path)
    return {ours: published[theirs].float() for theirs, ours in _names().items()}


def layout() -> dict[str, tuple[int, ...]]:
    """Names and shapes of the 459 tensors of the published checkpoint."""
    sizes = shapes(PUBLISHED)
    network = {theirs: sizes[ours] for theirs, ours in _names().items()}
    return network | {copy: network[original] for copy, original in _copies().items()} | _text_tower()


def _stamp(path: Path) -> str:
    """What tells a file from the one that was there before, without reading it; OSError where there is none."""
    state = path.stat()
    return f"{path.name} {state.st_size} {state.st_mtime_ns}"


def _names() -> dict[str, str]:
    """The published names of the network's tensors, with the network's own."""
    return {_published(name): name for name in shapes(PUBLISHED)}


def _published(name: str) -> str:
    for ours, theirs in (("visual.", _TOWER), ("head.", "iqa_head.")):
        if name.startswith(ours):
            return theirs + name.removeprefix(ours)
    return name


def _copies() -> dict[str, str]:
    """The names under which parts of the image tower are there a second time, with the first ones."""
    inside = {name.removeprefix(_TOWER): name for name in _names() if name.startswith(_TOWER)}
    return {name: original for name, original in inside.items() if name.startswith(_TWICE)}


def _text_tower() -> dict[str, tuple[int, ...]]:
    """CLIP's text tower, which scores need not; it has to be there because a file without it is another file."""
    width, inner = _TEXT_WIDTH, 4 * _TEXT_WIDTH
    vector = (width,)
    block = {
        "attn.in_proj_weight": (3 * width, width),
        "attn.in_proj_bias": (3 * width,),
        "attn.out_proj.weight": (width, width),
        "attn.out_proj.bias": vector,
        "mlp.c_fc.weight": (inner, width),
        "mlp.c_fc.bias": (inner,),
        "mlp.c_proj.weight": (width, inner),
        "mlp.c_proj.bias": vector,
    }
    block |= {f"ln_{number}.{leaf}": vector for number in (1, 2) for leaf in ("weight", "bias")}
    names = {f"transformer.resblocks.{layer}.{name}": block[name] for layer in range(_TEXT_LAYERS) for name in block}
    names |= {
        "token_embedding.weight": (_TEXT_VOCABULARY, width),
        "positional_embedding": (_TEXT_LENGTH, width),
        "ln_final.weight": vector,
        "ln_final.bias": vector,
        "text_projection": (width, width),
        "logit_scale": (),
    }
    return {f"clip_model.{name}": shape for name, shape in names.items()}


def _unpickled(path: Path) -> dict[str, Tensor]:
    try:
        # Mapping works for the zip that torch writes, and keeps the text tower out of memory.
        state = torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    except OSError as error:
        raise CheckpointError(f"The checkpoint “{path.name}” cannot be read: {error.strerror or error}.") from error
    except Exception as error:  # the unpickler meets hostile bytes with any error there is
        raise CheckpointError(f"“{path.name}” is damaged or no FGAesQ checkpoint; get the file again.") from error
    if not isinstance(state, dict):
        raise CheckpointError(f"“{path.name}” holds no table of tensors; get the published FGAesQ checkpoint.")
    return dict(state)


def _not_finite(tensors: Mapping[str, Tensor]) -> list[str]:
    return [f"{name} holds numbers that are not finite" for name in _names() if not tensors[name].isfinite().all()]


def _not_repeated(tensors: Mapping[str, Tensor]) -> list[str]:
    """The copies that differ, of which nobody could say which one counts."""
    return [
        f"{copy} differs from {original}"
        for copy, original in _copies().items()
        if not torch.equal(tensors[copy], tensors[original])
    ]
