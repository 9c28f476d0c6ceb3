import resource
from pathlib import Path

import pytest
import torch

from train import state as states
from train.errors import TrainingError
from train.learner import Figures
from train.progress import Progress
from train.run_folder import RunFolder
from train.schedule import Kind
from train.state import State


def noted(folder: RunFolder, *steps: int) -> None:
    for step in steps:
        folder.note(Progress(step, Kind.FINE, 0.1, Figures(1.0, 2.0)))


def test_what_was_measured_after_the_state_is_forgotten(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    noted(folder, 0, 1, 2, 3)
    with (tmp_path / "metrics.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"step": 4, "ki')
    folder.forget_after(2)
    assert [line["step"] for line in folder.measured()] == [0, 1]
    noted(folder, 2)
    folder.forget_after(9)
    assert [line["step"] for line in folder.measured()] == [0, 1, 2]


def test_a_line_that_was_cut_short_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "metrics.jsonl").write_text('{"step": 0}\n{"step": 1', encoding="utf-8")
    RunFolder(tmp_path).forget_after(5)
    assert RunFolder(tmp_path).measured() == [{"step": 0}]


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    first, second = RunFolder(tmp_path), RunFolder(tmp_path)
    first.begin({"a": 1}, {}, resume=False)
    with pytest.raises(TrainingError, match="Another process trains in"):
        second.begin({"a": 1}, {}, resume=True)
    first.end()
    second.begin({"a": 1}, {"torch": "9"}, resume=True)
    second.end()


def test_what_a_kill_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "state.pt.part").write_bytes(b"half")
    folder = RunFolder(tmp_path)
    folder.begin({}, {}, resume=True)
    folder.end()
    assert not list(tmp_path.glob("*.part"))


def test_a_damaged_config_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"config\.json cannot be read"):
        RunFolder(tmp_path).begin({}, {}, resume=True)


def test_a_state_comes_back(tmp_path: Path) -> None:
    states.save(State(7, 1.5, {"a": torch.ones(2)}, {"state": {}, "param_groups": []}, {}), tmp_path / "state.pt")
    found = states.load(tmp_path / "state.pt")
    assert (found.step, found.seconds, found.objective["a"].tolist()) == (7, 1.5, [1, 1])


def test_a_full_disk_leaves_the_state_before(tmp_path: Path) -> None:
    path = tmp_path / "state.pt"
    states.save(State(1, 1.0, {}, {}, {}), path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(OSError, match=r"too large") as error:
            states.save(State(2, 1.0, {"large": torch.ones(100_000)}, {}, {}), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert error.value.filename == str(path)
    assert states.load(path).step == 1
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04half a zip"])
def test_a_damaged_state_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state.pt").write_bytes(content)
    with pytest.raises(TrainingError, match="is no state of a run"):
        states.load(tmp_path / "state.pt")


def test_a_state_of_another_format_is_said(tmp_path: Path) -> None:
    torch.save({"format": 99}, tmp_path / "state.pt")
    with pytest.raises(TrainingError, match="is no state of a run"):
        states.load(tmp_path / "state.pt")
