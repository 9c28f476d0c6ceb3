from pathlib import Path

import pytest
import torch

from fgaesq_core import weights
from tests.pictures import scene
from tests.train.sources import tiny_network
from train.__main__ import main
from train.held_out import is_held_out


def folder(path: Path) -> Path:
    """Two photos that no training sees, and one that it does."""
    path.mkdir()
    names = [f"{number}.png" for number in range(60)]
    for number, name in enumerate([*filter(lambda name: is_held_out(Path(name)), names)][:2]):
        scene(number, (300, 200)).save(path / name)
    return path


def test_only_the_scale_of_weights_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    network, before, after = tiny_network(), tmp_path / "before.safetensors", tmp_path / "after.safetensors"
    weights.save(network.config, network.state_dict(), before, scale=1.0, source="a test")
    photos = folder(tmp_path / "photos")
    assert main(["calibrate", str(before), "--photos", str(photos), "--out", str(after), "--series", "3"]) == 0
    old, new = weights.load(before), weights.load(after)
    assert new.scale != old.scale
    assert f"{new.scale:.4f} points" in capsys.readouterr().out
    assert weights.source(after) == "a test"
    for name, tensor in old.network.state_dict().items():
        assert torch.equal(tensor, new.network.state_dict()[name])


def test_photos_that_training_saw_do_not_serve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen = next(name for number in range(60) if not is_held_out(Path(name := f"{number}.png")))
    scene(1, (300, 200)).save(tmp_path / seen)
    file = tmp_path / "weights.safetensors"
    weights.save(tiny_network().config, tiny_network().state_dict(), file)
    assert main(["calibrate", str(file), "--photos", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "held out of training" in capsys.readouterr().err


def test_photos_of_which_none_can_be_used_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos, file = folder(tmp_path / "photos"), tmp_path / "weights.safetensors"
    for photo in photos.iterdir():
        photo.write_bytes(b"no picture")
    weights.save(tiny_network().config, tiny_network().state_dict(), file)
    assert main(["calibrate", str(file), "--photos", str(photos), "--out", str(tmp_path / "out")]) == 1
    assert "None of these photos can be used" in capsys.readouterr().err
