"""The published checkpoint file, and every way in which it can be another one."""

import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgaesq_core import weights
from fgaesq_core.checkpoint import PUBLISHED, convert, layout, read
from fgaesq_core.errors import CoreError
from fgaesq_core.weights import CheckpointError
from tests.fgaesq_core.checkpoints import zeros

TOWER_NAME = "clip_model.visual.ln_post.bias"
TEXT_NAME = "clip_model.transformer.resblocks.11.ln_1.weight"


def saved(state: Any, path: Path) -> Path:
    import torch

    torch.save(state, path)
    return path


def refused(path: Path) -> CheckpointError:
    with pytest.raises(CheckpointError) as caught:
        convert(path, path.with_name("out.safetensors"))
    assert sorted(file.name for file in path.parent.iterdir()) == sorted({path.name} if path.exists() else set())
    assert isinstance(caught.value, CoreError)
    assert f"“{path.name}”" in str(caught.value)
    return caught.value


def test_the_layout_has_459_tensors() -> None:
    assert len(layout()) == 459
    assert layout()["scale_embedding"] == (1, 2, 768)
    assert layout()["transformer.resblocks.3.mlp.c_fc.weight"] == (3072, 768)
    assert layout()["clip_model.logit_scale"] == ()


@pytest.mark.parametrize("legacy", [False, True])
def test_a_whole_checkpoint_is_read_by_the_networks_names(legacy: bool, tmp_path: Path) -> None:
    import torch

    state = zeros() | {"mask_token": torch.ones(1, 1, 768, dtype=torch.float16)}
    torch.save(OrderedDict(state), tmp_path / "a.pt", _use_new_zipfile_serialization=not legacy)
    tensors = read(tmp_path / "a.pt")
    assert {name: tuple(tensor.shape) for name, tensor in tensors.items()} == weights.shapes(PUBLISHED)
    assert all(tensor.dtype == torch.float32 for tensor in tensors.values())
    assert (tensors["mask_token"] == 1).all()


def test_a_checkpoint_keeps_its_numbers_when_converted(published_weights: Path) -> None:
    loaded = weights.load(published_weights)
    state = loaded.network.state_dict()
    assert state["visual.ln_pre.weight"].mean().item() == pytest.approx(1, abs=0.02)
    assert state["head.6.bias"].std().item() == pytest.approx(0.05, abs=0.04)
    assert loaded.network.config == PUBLISHED


def drop(state: dict[str, Any]) -> None:
    del state[TOWER_NAME], state[TEXT_NAME]


def add(state: dict[str, Any]) -> None:
    state["extra\n"] = state.pop(TOWER_NAME)


def reshape(state: dict[str, Any]) -> None:
    state[TOWER_NAME] = state[TOWER_NAME][:5]
    state[TEXT_NAME] = state[TEXT_NAME].reshape(2, 256)


def no_tensor(state: dict[str, Any]) -> None:
    state[TOWER_NAME] = 3.0
    state[TEXT_NAME] = "x"


def whole_numbers(state: dict[str, Any]) -> None:
    state[TOWER_NAME] = state[TOWER_NAME].long()


def not_finite(state: dict[str, Any]) -> None:
    state[TOWER_NAME] = state[TOWER_NAME] + float("nan")


def differing(state: dict[str, Any]) -> None:
    state["ln_post.bias"] = state["ln_post.bias"] + 1


@pytest.mark.parametrize(
    ("spoil", "faults"),
    [
        (drop, (f"{TOWER_NAME} is missing", f"{TEXT_NAME} is missing")),
        (add, (f"{TOWER_NAME} is missing", "'extra\\n' is unknown")),
        (
            reshape,
            (
                f"{TOWER_NAME} has the shape (5,) instead of (768,)",
                f"{TEXT_NAME} has the shape (2, 256) instead of (512,)",
            ),
        ),
        (no_tensor, (f"{TOWER_NAME} is no plain tensor", f"{TEXT_NAME} is no plain tensor")),
        (whole_numbers, (f"{TOWER_NAME} holds torch.int64 instead of floating-point numbers",)),
        (not_finite, (f"{TOWER_NAME} holds numbers that are not finite", f"ln_post.bias differs from {TOWER_NAME}")),
        (differing, (f"ln_post.bias differs from {TOWER_NAME}",)),
    ],
)
def test_every_tensor_at_fault_is_named(
    spoil: Callable[[dict[str, Any]], None], faults: tuple[str, ...], tmp_path: Path
) -> None:
    state: dict[str, Any] = zeros()
    spoil(state)
    error = refused(saved(state, tmp_path / "a.pt"))
    assert error.faults == faults
    assert all(fault in str(error) for fault in faults)


def test_a_long_list_of_faults_is_cut_in_the_sentence_only(tmp_path: Path) -> None:
    error = refused(saved({}, tmp_path / "a.pt"))
    assert len(error.faults) == 459
    assert "and 456 more" in str(error)


@pytest.mark.parametrize("content", [[1, 2], 5, {"state_dict": {}}, {3: "x"}])
def test_other_saved_values_are_refused(content: Any, tmp_path: Path) -> None:
    refused(saved(content, tmp_path / "a.pt"))


class Hostile:
    """Writes a file when it is unpickled without care."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (self.marker, "ran")


@pytest.mark.parametrize("plain", [False, True])
def test_code_in_a_checkpoint_never_runs(plain: bool, tmp_path: Path) -> None:
    marker = tmp_path.parent / f"{tmp_path.name}-ran"
    state = {**zeros(), "mask_token": Hostile(marker)}
    path = tmp_path / "a.pt"
    if plain:
        path.write_bytes(pickle.dumps({"mask_token": Hostile(marker)}))
    else:
        saved(state, path)
    assert "damaged or no FGAesQ checkpoint" in str(refused(path))
    assert not marker.exists()


@pytest.mark.parametrize("content", [b"", b"no checkpoint", b"PK\x03\x04", b"\x80\x02", bytes(1000)])
def test_files_that_are_no_checkpoint_are_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pt").write_bytes(content)
    refused(tmp_path / "a.pt")


def test_another_zip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.pt", "w") as file:
        file.writestr("readme.txt", "hello")
    refused(tmp_path / "a.pt")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in str(refused(tmp_path / "a.pt"))


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return saved(zeros(), tmp_path_factory.mktemp("whole") / "a.pt").read_bytes()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999))
def test_a_truncated_checkpoint_is_refused(share: float, small_file: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pt"
    path.write_bytes(small_file[: int(len(small_file) * share)])
    refused(path)
