"""CLIP's text tower, frozen: what a sentence means in the space of image features."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from open_clip.tokenizer import SimpleTokenizer  # type: ignore[import-untyped]
from open_clip.transformer import QuickGELU, TextTransformer  # type: ignore[import-untyped]
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from train.errors import TrainingError

_HEAD_WIDTH = 64
_MOST_KEPT = 4096
_PREFIX = "clip_model."
_BLOCK = "transformer.resblocks."


class TextTower:
    """Embeds sentences on a device, each once; nothing here learns."""

    def __init__(self, tower: TextTransformer, tokenise: SimpleTokenizer, features: int, device: str) -> None:
        self.features = features
        self._device = device
        self._tower = tower.eval().requires_grad_(False).to(device)
        self._tokenise = tokenise
        self._known: dict[str, Tensor] = {}

    def embedded(self, sentences: Sequence[str]) -> Tensor:
        """Unit embeddings, shape (n, features)."""
        unknown = sorted(set(sentences) - self._known.keys())
        if len(self._known) + len(unknown) > _MOST_KEPT:
            self._known.clear()
            unknown = sorted(set(sentences))
        if unknown:
            with torch.no_grad():
                rows = functional.normalize(self._tower(self._tokenise(unknown).to(self._device)), dim=-1)
            self._known |= dict(zip(unknown, rows, strict=True))
        found = [self._known[sentence] for sentence in sentences]
        return torch.stack(found) if found else torch.empty(0, self.features, device=self._device)


def text_tower(path: Path, device: str = "cpu") -> TextTower:
    """The text tower in the published FGAesQ checkpoint or in any CLIP of open_clip's names, .pt or .safetensors.

    Raises TrainingError for a file without one.
    """
    tensors = _of_clip(read_tensors(path))
    try:
        tower = _built(tensors)
    except (KeyError, AttributeError, RuntimeError, ValueError) as error:
        raise TrainingError(
            f"“{path.name}” holds no text tower of CLIP; name a checkpoint that does, or switch CTAlign off."
        ) from error
    length, features = tensors["positional_embedding"].shape[0], tensors["text_projection"].shape[1]
    return TextTower(tower, SimpleTokenizer(context_length=length), features, device)


def read_tensors(path: Path) -> Mapping[str, Tensor]:
    """The tensors of a file of weights by name, without running anything in it; raises TrainingError for others."""
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        state = torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    except OSError as error:
        raise TrainingError(f"“{path.name}” cannot be read: {error.strerror or error}.") from error
    except SafetensorError as error:
        raise TrainingError(f"“{path.name}” is damaged or no safetensors file; get it again.") from error
    except Exception as error:  # the unpickler meets hostile bytes with any error there is
        raise TrainingError(f"“{path.name}” is damaged or no checkpoint; get the file again.") from error
    if not isinstance(state, dict) or not all(isinstance(tensor, Tensor) for tensor in state.values()):
        raise TrainingError(f"“{path.name}” holds no table of tensors; name a checkpoint.")
    return state


def _of_clip(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """CLIP's own tensors by its names; the published file repeats parts of the image tower under the text tower's."""
    prefix = _PREFIX if any(name.startswith(_PREFIX) for name in tensors) else ""
    return {name.removeprefix(prefix): tensor.float() for name, tensor in tensors.items() if name.startswith(prefix)}


def _built(tensors: Mapping[str, Tensor]) -> TextTransformer:
    vocabulary, width = tensors["token_embedding.weight"].shape
    layers = {name.removeprefix(_BLOCK).partition(".")[0] for name in tensors if name.startswith(_BLOCK)}
    with torch.device("meta"):
        tower = TextTransformer(
            context_length=len(tensors["positional_embedding"]),
            vocab_size=vocabulary,
            width=width,
            heads=max(1, width // _HEAD_WIDTH),
            layers=len(layers),
            output_dim=tensors["text_projection"].shape[1],
            act_layer=QuickGELU,
        )
    wanted = tower.state_dict().keys()
    tower.load_state_dict({name: tensors[name] for name in wanted}, assign=True)
    return _with_mask(tower)


def _with_mask(tower: TextTransformer) -> TextTransformer:
    """The tower with its causal mask, a buffer that no file holds and the device without numbers left empty."""
    tower.register_buffer("attn_mask", tower.build_causal_mask(), persistent=False)
    return tower
