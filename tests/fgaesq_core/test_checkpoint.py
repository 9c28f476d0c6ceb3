"""The published checkpoint file, and every way in which it can be another one."""

import os
import pickle
import sys
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgaesq_core import checkpoint, weights
from fgaesq_core.checkpoint import PUBLISHED, convert, converted, layout, read
from fgaesq_core.config import NetworkConfig
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


@pytest.fixture
def small_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkpoint in the published layout of a network that is written in no time."""
    small = NetworkConfig(width=32, layers=1, heads=2, features=16, rows=64, grid=4)
    monkeypatch.setattr(checkpoint, "PUBLISHED", small)
    return saved(filled(1), tmp_path / "a.pt")


def filled(number: float) -> dict[str, Any]:
    import torch

    return zeros() | {"mask_token": torch.full(layout()["mask_token"], float(number))}


def mask(path: Path) -> float:
    return float(weights.load(path).network.mask_token.mean())


def test_a_checkpoint_is_converted_once(small_checkpoint: Path) -> None:
    target = converted(small_checkpoint)
    assert target == small_checkpoint.with_name("a.pt.safetensors")
    made = target.stat()
    assert converted(small_checkpoint) == target
    assert (target.stat().st_ino, target.stat().st_mtime_ns) == (made.st_ino, made.st_mtime_ns)
    assert mask(target) == 1
    assert sorted(os.listdir(target.parent)) == ["a.pt", "a.pt.safetensors", "a.pt.safetensors.sha256"]


@pytest.mark.parametrize("same_size", [True, False])
def test_another_checkpoint_of_that_name_is_converted_again(small_checkpoint: Path, same_size: bool) -> None:
    import torch

    converted(small_checkpoint)
    before = small_checkpoint.stat()
    state = filled(2)
    if not same_size:
        state["clip_model.logit_scale"] = torch.zeros((), dtype=torch.float64)
    saved(state, small_checkpoint)
    os.utime(small_checkpoint, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000))
    assert mask(converted(small_checkpoint)) == 2


def test_a_checkpoint_that_was_spoilt_since_is_not_answered_with_old_weights(small_checkpoint: Path) -> None:
    converted(small_checkpoint)
    small_checkpoint.write_bytes(b"no checkpoint")
    with pytest.raises(CheckpointError, match="damaged or no FGAesQ checkpoint"):
        converted(small_checkpoint)


def cut(target: Path) -> None:
    target.write_bytes(target.read_bytes()[:1000])


def without_hash(target: Path) -> None:
    target.with_name(f"{target.name}.sha256").unlink()


def half_a_hash(target: Path) -> None:
    noted = target.with_name(f"{target.name}.sha256")
    noted.write_bytes(noted.read_bytes()[:20])


def no_hash_yet(target: Path) -> None:
    target.with_name(f"{target.name}.sha256").write_bytes(b"")


def nothing_but_a_part(target: Path) -> None:
    target.rename(target.with_name(f"{target.name}x7k.part"))
    without_hash(target)


@pytest.mark.parametrize("left", [cut, without_hash, half_a_hash, no_hash_yet, nothing_but_a_part])
def test_a_conversion_that_was_killed_is_made_again(left: Callable[[Path], None], small_checkpoint: Path) -> None:
    left(converted(small_checkpoint))
    assert mask(converted(small_checkpoint)) == 1


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder that may be read and not written, as one who is no administrator."""
    if sys.platform == "win32":
        pytest.skip("folders are not locked by their mode on Windows")
    user = os.geteuid()
    # Pytest's own folders are closed to others.
    with TemporaryDirectory() as folder:
        path = Path(folder, "locked")
        path.mkdir()
        Path(folder).chmod(0o755)
        yield path
        os.seteuid(user)
        path.chmod(0o755)


def test_a_folder_that_may_not_be_written_is_said(small_checkpoint: Path, locked_folder: Path) -> None:
    path = locked_folder / "a.pt"
    path.write_bytes(small_checkpoint.read_bytes())
    locked_folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(65534)
    with pytest.raises(CheckpointError, match=r"cannot be converted in its folder .*move it to where you may write"):
        converted(path)
    assert os.listdir(locked_folder) == ["a.pt"]


def test_weights_converted_before_serve_in_a_folder_that_is_locked_since(
    small_checkpoint: Path, locked_folder: Path
) -> None:
    path = locked_folder / "a.pt"
    path.write_bytes(small_checkpoint.read_bytes())
    target = converted(path)
    locked_folder.chmod(0o555)
    for file in locked_folder.iterdir():
        file.chmod(0o444)
    if os.geteuid() == 0:
        os.seteuid(65534)
    assert converted(path) == target
    assert mask(target) == 1


def test_something_else_in_the_place_of_the_weights_is_said(small_checkpoint: Path) -> None:
    small_checkpoint.with_name("a.pt.safetensors").mkdir()
    with pytest.raises(CheckpointError, match="cannot be converted in its folder"):
        converted(small_checkpoint)
    assert sorted(os.listdir(small_checkpoint.parent)) == ["a.pt", "a.pt.safetensors"]
