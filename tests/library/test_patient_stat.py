import os
import threading
from pathlib import Path

import pytest

from app.library import patient_stat
from app.library.patient_stat import PatientStat


def test_it_tells_what_the_system_tells(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"12")
    ask = PatientStat()
    for _ in range(2):
        assert ask(tmp_path / "there").st_size == 2
        with pytest.raises(FileNotFoundError):
            ask(tmp_path / "gone")


def test_a_folder_that_does_not_answer_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers, asked = threading.Event(), []

    def stat(path: Path) -> os.stat_result:
        asked.append(path.name)
        if path.parent.name == "dead":
            assert answers.wait(30)
        return os.lstat(path)

    monkeypatch.setattr(patient_stat.os, "stat", stat)
    (tmp_path / "alive").mkdir()
    (tmp_path / "alive" / "c").touch()
    ask = PatientStat(0.05)
    for name in ("a", "b"):
        with pytest.raises(TimeoutError):
            ask(tmp_path / "dead" / name)
    assert ask(tmp_path / "alive" / "c").st_size == 0
    assert asked == ["a", "c"]
    answers.set()
