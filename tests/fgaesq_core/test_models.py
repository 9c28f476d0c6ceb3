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
