"""Real processes: killed and started again, two at once, and workers that make samples ahead."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from tests.train.sources import TINY, curve, one_thread, write_manifest
from train.__main__ import main

# Each process is to compute with one thread, so that all of them round alike.
_ENVIRONMENT = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_STEPS = 12


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_manifest(tmp_path_factory.mktemp("pictures"))


def arguments(manifest: Path, out: Path, *more: str) -> list[str]:
    given = f"--part all --steps {_STEPS} --batch-series 4 --batch-pictures 4 --lr 1e-3 --scale learnt --no-ctalign"
    sizes = ["--config", TINY.to_json(), "--device", "cpu", "--precision", "float32"]
    return ["fit", "--manifest", str(manifest), "--out", str(out), *sizes, *given.split(), *more]


@pytest.fixture(scope="module")
def unbroken(manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unbroken")
    with one_thread():
        assert main(arguments(manifest, folder)) == 0
    return folder


def started(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", *command], env=_ENVIRONMENT, stdout=subprocess.PIPE, text=True)


def test_a_killed_run_goes_on_with_the_same_curve(manifest: Path, unbroken: Path, tmp_path: Path) -> None:
    run = arguments(manifest, tmp_path, "--checkpoint-every", "3")
    with started(["train", *run]) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["step"] == 4:
                break
        process.kill()
    assert process.wait() < 0
    assert torch.load(tmp_path / "state.pt", weights_only=True)["step"] < _STEPS
    with started(["train", *run, "--resume", "--workers", "1"]) as process:
        assert process.stdout is not None
        told = [json.loads(line)["step"] for line in process.stdout]
    assert process.wait() == 0
    assert 3 <= told[0] <= _STEPS - 3
    assert curve(tmp_path) == curve(unbroken)


def test_two_processes_learn_in_portions_what_one_does_at_once(manifest: Path, unbroken: Path, tmp_path: Path) -> None:
    together = ["torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "train"]
    with started([*together, *arguments(manifest, tmp_path, "--accumulate", "2")]) as process:
        assert process.stdout is not None
        told = [json.loads(line) for line in process.stdout if line.startswith("{")]
    assert process.wait() == 0
    assert len(told) == _STEPS
    for line, alone in zip(curve(tmp_path), curve(unbroken), strict=True):
        ours, theirs = json.loads(line), json.loads(alone)
        assert ours.keys() == theirs.keys()
        assert ours["kind"] == theirs["kind"]
        for name in ours.keys() - {"kind"}:
            assert ours[name] == pytest.approx(theirs[name], rel=1e-3, abs=1e-5), name
    for name, tensor in load_file(unbroken / "weights.safetensors").items():
        assert torch.allclose(load_file(tmp_path / "weights.safetensors")[name], tensor, atol=1e-4), name
