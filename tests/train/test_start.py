from pathlib import Path

import pytest
import torch

from fgaesq_core import weights
from fgaesq_core.config import NetworkConfig
from tests.train.sources import TINY, tiny_network
from tests.train.test_text import tiny_clip
from train.errors import TrainingError
from train.start import places, started


def test_one_seed_is_one_network() -> None:
    one, same, other = (started(TINY, seed).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(one[name], same[name]) for name in one)
    assert not torch.equal(one["visual.proj"], other["visual.proj"])


@pytest.mark.parametrize("width", [7, 32, 192])
def test_places_differ_and_neighbours_are_most_alike(width: int) -> None:
    grid = 6
    table = places(grid, width)
    assert table.shape == (grid**2 + 1, width)
    assert not table[0].any()
    apart = torch.cdist(table[1:], table[1:]) + torch.eye(grid**2) * 1e9
    assert (apart > 1e-3).all()
    for place, nearest in enumerate(apart.argmin(1).tolist()):
        rows, columns = (
            abs(one - other) for one, other in zip(divmod(place, grid), divmod(nearest, grid), strict=True)
        )
        assert rows + columns == 1


def test_weights_of_this_program_are_learnt_further(tmp_path: Path) -> None:
    before = tiny_network(4).state_dict()
    weights.save(TINY, before, tmp_path / "own.safetensors")
    found = started(TINY, 0, tmp_path / "own.safetensors").state_dict()
    assert all(torch.equal(before[name], found[name]) for name in before)


def test_clip_gives_its_image_tower(tmp_path: Path) -> None:
    clip = tiny_clip(16).state_dict()
    torch.save(clip, tmp_path / "clip.pt")
    config = NetworkConfig(width=64, layers=1, heads=2, features=16, rows=64, grid=2)
    network = started(config, 0, tmp_path / "clip.pt")
    assert all(torch.equal(tensor, clip[f"visual.{name}"]) for name, tensor in network.visual.state_dict().items())
    assert torch.equal(network.state_dict()["head.0.weight"], started(config, 0).state_dict()["head.0.weight"])


def test_weights_of_another_size_are_refused_by_name(tmp_path: Path) -> None:
    weights.save(TINY, tiny_network().state_dict(), tmp_path / "own.safetensors")
    larger = NetworkConfig(width=64, layers=2, heads=2, features=16, rows=64, grid=4)
    with pytest.raises(TrainingError, match=r"“own\.safetensors” does not fit the network"):
        started(larger, 0, tmp_path / "own.safetensors")


def test_a_file_of_other_tensors_is_refused(tmp_path: Path) -> None:
    torch.save({"something": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(TrainingError, match=r"“other\.pt” does not fit the network"):
        started(TINY, 0, tmp_path / "other.pt")
