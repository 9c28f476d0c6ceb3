"""The converted file: what it keeps, and that no other file passes for it."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgaesq_core.config import NetworkConfig
from fgaesq_core.network import Network
from fgaesq_core.weights import CheckpointError, load, save, source

SMALL = NetworkConfig(width=32, layers=2, heads=4, features=16, rows=64, grid=4)


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    import torch

    torch.manual_seed(3)
    path = tmp_path / "w.safetensors"
    save(SMALL, Network(SMALL).state_dict(), path)
    return path


def forge(path: Path) -> None:
    """Make the hash fit the file, as somebody might who changed it."""
    import hashlib

    path.with_name(f"{path.name}.sha256").write_text(hashlib.sha256(path.read_bytes()).hexdigest())


def test_a_small_network_survives_its_file(tmp_path: Path) -> None:
    import torch

    network = Network(SMALL)
    save(SMALL, network.state_dict(), tmp_path / "w.safetensors")
    loaded = load(tmp_path / "w.safetensors").network
    assert loaded.config == SMALL
    assert not loaded.training
    again = loaded.state_dict()
    assert all(torch.equal(tensor, again[name]) for name, tensor in network.state_dict().items())
    assert sorted(file.name for file in tmp_path.iterdir()) == ["w.safetensors", "w.safetensors.sha256"]


def test_the_shapes_of_a_network_cost_no_heavy_import() -> None:
    code = "import sys; from fgaesq_core import weights, config; weights.shapes(config.NetworkConfig())"
    code += "; sys.exit('sympy' in sys.modules or 'open_clip' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_hash_names_the_numbers(stored: Path) -> None:
    first = load(stored).sha256
    assert stored.with_name(f"{stored.name}.sha256").read_text() == f"{first}  {stored.name}\n"
    save(SMALL, Network(SMALL).state_dict(), stored)
    assert load(stored).sha256 != first


def test_training_a_loaded_network_leaves_its_file_alone(stored: Path) -> None:
    import torch

    network = load(stored).network
    before = stored.read_bytes()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(1)
    assert stored.read_bytes() == before


def test_saving_over_a_loaded_file_leaves_the_network_alone(stored: Path) -> None:
    network = load(stored).network
    before = network.mask_token.clone()
    save(SMALL, Network(SMALL).state_dict(), stored)
    assert (network.mask_token == before).all()


def test_tensors_of_another_size_are_not_saved(tmp_path: Path) -> None:
    other = NetworkConfig(width=64, layers=2, heads=4, features=16, rows=64, grid=4)
    with pytest.raises(CheckpointError, match="has the shape"):
        save(other, Network(SMALL).state_dict(), tmp_path / "w.safetensors")
    assert list(tmp_path.iterdir()) == []


def test_a_changed_file_is_refused(stored: Path) -> None:
    content = bytearray(stored.read_bytes())
    content[-1] ^= 1
    stored.write_bytes(content)
    with pytest.raises(CheckpointError, match="not the file that was written"):
        load(stored)


def test_a_file_without_its_hash_is_refused(stored: Path) -> None:
    stored.with_name(f"{stored.name}.sha256").unlink()
    with pytest.raises(CheckpointError, match="not the file that was written"):
        load(stored)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="cannot be read"):
        load(tmp_path / "w.safetensors")


def test_every_tensor_at_fault_is_named(stored: Path) -> None:
    from safetensors.torch import load_file, save_file

    tensors = load_file(stored)
    tensors["more"] = tensors.pop("mask_token")
    tensors["head.6.bias"] = tensors["head.6.bias"][:3].clone()
    save_file(tensors, stored, {"fgaesq.config": SMALL.to_json()})
    forge(stored)
    with pytest.raises(CheckpointError) as caught:
        load(stored)
    assert caught.value.faults == (
        "mask_token is missing",
        "'more' is unknown",
        "head.6.bias has the shape (3,) instead of (10,)",
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999))
def test_a_truncated_file_with_a_fitting_hash_is_refused(share: float, stored: Path) -> None:
    whole = stored.read_bytes()
    cut = stored.with_name("cut.safetensors")
    cut.write_bytes(whole[: int(len(whole) * share)])
    forge(cut)
    with pytest.raises(CheckpointError, match="holds no weights of this program"):
        load(cut)


def test_a_file_of_another_program_is_refused(stored: Path) -> None:
    import torch
    from safetensors.torch import save_file

    save_file({"weight": torch.zeros(3)}, stored)
    forge(stored)
    with pytest.raises(CheckpointError, match="holds no weights of this program"):
        load(stored)


def test_scale_and_source_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    save(SMALL, Network(SMALL).state_dict(), path, scale=0.125, source="a.pt 5 7")
    assert load(path).scale == 0.125
    assert source(path) == "a.pt 5 7"


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "inf", "much"])
def test_a_scale_that_is_none_is_refused(scale: str, stored: Path) -> None:
    from safetensors.torch import load_file, save_file

    save_file(load_file(stored), stored, {"fgaesq.config": SMALL.to_json(), "fgaesq.scale": scale})
    forge(stored)
    with pytest.raises(CheckpointError, match="holds no weights of this program"):
        load(stored)


@pytest.mark.parametrize("hash_file", [None, "", "abc", "ä" * 64])
def test_weights_without_a_whole_hash_have_no_source(hash_file: str | None, stored: Path) -> None:
    assert source(stored) == ""
    beside = stored.with_name(f"{stored.name}.sha256")
    beside.unlink()
    if hash_file is not None:
        beside.write_text(hash_file, encoding="utf-8")
    assert source(stored) is None


def test_what_is_no_weights_has_no_source(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    assert source(path) is None
    path.write_bytes(b"no weights")
    forge(path)
    assert source(path) is None
    assert source(tmp_path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_full_disk_is_an_error_of_files_and_leaves_the_old_weights(stored: Path) -> None:
    before = load(stored).sha256
    program = (
        "import resource, signal, sys; from pathlib import Path;"
        "from fgaesq_core.config import NetworkConfig; from fgaesq_core.network import Network;"
        "from fgaesq_core.weights import save;"
        f"config = NetworkConfig.from_json('{SMALL.to_json()}');"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        f"try: save(config, Network(config).state_dict(), Path({str(stored)!r}))\n"
        "except OSError as error: sys.exit(0 if error.strerror else 3)\n"
        "sys.exit(4)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
    assert load(stored).sha256 == before
    assert sorted(file.name for file in stored.parent.iterdir()) == ["w.safetensors", "w.safetensors.sha256"]
