import subprocess
import sys
from pathlib import Path

import pytest

import fgaesq_core
from fgaesq_core import CoreError, ModelError, Scorer


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
