import subprocess
import sys
from pathlib import Path

import pytest

import fgaesq_core
from fgaesq_core import CoreError, ModelError, Scorer
from tests.networks import small_weights
from tests.pictures import scene


@pytest.mark.parametrize("device", ["auto", "cpu", "cuda", "mps"])
def test_the_technical_scorer_needs_no_device(device: str) -> None:
    scorer: Scorer = fgaesq_core.load("technical", device)
    assert (scorer.name, scorer.id) == ("technical", "technical-1")


@pytest.mark.parametrize("name", ["beauty", Path("weights") / "fgaesq.safetensors"])
def test_an_unknown_scorer_is_named(name: str | Path) -> None:
    with pytest.raises(ModelError) as caught:
        fgaesq_core.load(name)
    assert str(name) in str(caught.value)
    assert isinstance(caught.value, CoreError)


def test_an_unknown_device_is_named() -> None:
    with pytest.raises(ModelError, match="tpu"):
        fgaesq_core.load("technical", device="tpu")


def test_ranking_imports_neither_torch_nor_qt() -> None:
    program = (
        "import sys, fgaesq_core; from PIL import Image;"
        "fgaesq_core.load('technical').score(Image.new('RGB', (80, 60)));"
        "sys.exit(any(name in sys.modules for name in ('torch', 'PySide6', 'app')))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


def test_the_numbers_of_a_protocol_do_not_hang_on_those_asked_before(tmp_path: Path) -> None:
    weights = small_weights(tmp_path / "small.safetensors")
    pictures = [scene(seed, (320, 240)) for seed in (1, 2)]
    protocols = ("series", "published", "single", "pairs")
    fresh = {protocol: fgaesq_core.load(weights, "cpu").rate(pictures, protocol) for protocol in protocols}
    for order in (protocols, protocols[::-1]):
        used = fgaesq_core.load(weights, "cpu")
        assert {protocol: used.rate(pictures, protocol) for protocol in order} == fresh


def test_a_checkpoint_is_loaded_by_way_of_its_conversion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from fgaesq_core import checkpoint
    from fgaesq_core.config import NetworkConfig
    from tests.fgaesq_core.checkpoints import zeros

    small = NetworkConfig(width=32, layers=1, heads=2, features=16, rows=64, grid=4)
    monkeypatch.setattr(checkpoint, "PUBLISHED", small)
    torch.save(zeros(), tmp_path / "published.pt")
    scorer = fgaesq_core.load(tmp_path / "published.pt", "cpu")
    assert scorer.name == "published"
    # All numbers are zero, so that every score is as likely as any other.
    assert scorer.score(scene(1, (320, 240))) == pytest.approx(5.5)
    assert fgaesq_core.load(tmp_path / "published.pt.safetensors", "cpu").id == scorer.id


def test_a_file_that_is_no_checkpoint_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"no checkpoint")
    with pytest.raises(CoreError, match=r"“holiday\.jpg” is damaged or no FGAesQ checkpoint"):
        fgaesq_core.load(tmp_path / "holiday.jpg")
    assert [file.name for file in tmp_path.iterdir()] == ["holiday.jpg"]
