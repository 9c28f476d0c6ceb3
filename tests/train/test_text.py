from pathlib import Path

import open_clip  # type: ignore[import-untyped]
import pytest
import torch
from open_clip.transformer import QuickGELU, TextTransformer  # type: ignore[import-untyped]
from safetensors.torch import save_file

from train.errors import TrainingError
from train.text import read_tensors, text_tower

SENTENCES = ["the subject is sharp", "there is less noise"]


def tiny_clip(features: int = 16) -> open_clip.CLIP:
    torch.manual_seed(3)
    vision = {"image_size": 32, "layers": 1, "width": 64, "patch_size": 16, "head_width": 32}
    words = {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 1, "layers": 2}
    return open_clip.CLIP(features, vision, words, quick_gelu=True).eval()


@pytest.fixture(scope="module")
def clip() -> open_clip.CLIP:
    return tiny_clip()


@pytest.fixture(scope="module", params=["of open_clip", "as published", "as safetensors"])
def checkpoint(request: pytest.FixtureRequest, clip: open_clip.CLIP, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clip")
    if request.param == "as safetensors":
        save_file(clip.state_dict(), folder / "clip.safetensors")
        return folder / "clip.safetensors"
    prefix = "clip_model." if request.param == "as published" else ""
    tensors = {prefix + name: tensor for name, tensor in clip.state_dict().items()}
    # What the published file holds beside: its image tower a second time.
    copies = {name: tensor for name, tensor in clip.visual.state_dict().items() if prefix}
    torch.save(tensors | copies, folder / "clip.pt")
    return folder / "clip.pt"


def test_sentences_are_embedded_as_clip_does(checkpoint: Path, clip: open_clip.CLIP) -> None:
    tower = text_tower(checkpoint)
    with torch.no_grad():
        wanted = clip.encode_text(open_clip.tokenize(SENTENCES), normalize=True)
    assert tower.features == 16
    assert torch.allclose(tower.embedded(SENTENCES), wanted, atol=1e-5)
    assert torch.allclose(tower.embedded(SENTENCES[::-1]), wanted.flip(0), atol=1e-5)


def test_no_sentences_have_no_embeddings(tmp_path: Path) -> None:
    tower = TextTransformer(width=32, heads=1, layers=1, output_dim=8, act_layer=QuickGELU)
    torch.save(tower.state_dict(), tmp_path / "text.pt")
    assert text_tower(tmp_path / "text.pt").embedded([]).shape == (0, 8)


def test_a_file_without_a_text_tower_is_refused(tmp_path: Path) -> None:
    torch.save({"visual.proj": torch.zeros(2, 2)}, tmp_path / "image.pt")
    with pytest.raises(TrainingError, match=r"“image\.pt” holds no text tower of CLIP"):
        text_tower(tmp_path / "image.pt")


@pytest.mark.parametrize("name", ["absent.pt", "absent.safetensors"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(TrainingError, match=f"“{name}” cannot be read: No such file"):
        read_tensors(tmp_path / name)


@pytest.mark.parametrize("name", ["damaged.pt", "damaged.safetensors"])
def test_a_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x80\x04nonsense")
    with pytest.raises(TrainingError, match=f"“{name}” is damaged"):
        read_tensors(tmp_path / name)


def test_a_pickle_of_something_else_is_refused(tmp_path: Path) -> None:
    torch.save([1, 2], tmp_path / "list.pt")
    with pytest.raises(TrainingError, match=r"“list\.pt” holds no table of tensors"):
        read_tensors(tmp_path / "list.pt")
