"""Standard error is a terminal, standard output is a pipe."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands import ROOT, command, surroundings
from tests.networks import small_weights
from tests.shoots import many_singles, small_shoot

termios = pytest.importorskip("termios", reason="needs the terminals of POSIX")


# The key may fall between the opening of a file and whatever would close it, which no program can guard against.
AS_PEOPLE_RUN_IT = {"PYTHONWARNINGS": ""}


class Terminal:
    """One run of the program at a terminal of the usual size."""

    def __init__(self, started: subprocess.Popen[bytes], ours: int) -> None:
        self.started = started
        self._ours = ours

    def read(self) -> bytes:
        try:
            return os.read(self._ours, 65_536)
        except OSError:
            # Linux reports the end of a terminal so.
            return b""

    def finish(self) -> tuple[int, str, str]:
        """Exit code, standard output, and all else that was shown."""
        shown = b""
        while piece := self.read():
            shown += piece
        out, _ = self.started.communicate(timeout=100)
        return self.started.returncode, os.fsdecode(out), os.fsdecode(shown)


@contextmanager
def terminal(home: Path, *arguments: str | Path, **changes: str) -> Iterator[Terminal]:
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with subprocess.Popen(
        command(*arguments), cwd=ROOT, env=surroundings(home, **changes), stdout=subprocess.PIPE, stderr=theirs
    ) as started:
        os.close(theirs)
        try:
            yield Terminal(started, ours)
        finally:
            started.kill()
            os.close(ours)


def test_progress_is_shown_there_and_only_there(tmp_path: Path) -> None:
    with terminal(tmp_path, "cull", small_shoot(tmp_path / "shoot")) as running:
        code, out, shown = running.finish()
    assert code == 0
    assert len(out.splitlines()) == 5
    assert "\r" not in out
    for stage in ("Reading", "Preparing", "Scoring"):
        assert stage in shown


def test_quiet_shows_no_progress(tmp_path: Path) -> None:
    with terminal(tmp_path, "cull", small_shoot(tmp_path / "shoot"), "--quiet") as running:
        assert running.finish() == (0, "", "")


def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    with terminal(tmp_path, "cull", many_singles(tmp_path / "many", 300), **AS_PEOPLE_RUN_IT) as running:
        assert b"Reading" in running.read()
        running.started.send_signal(signal.SIGINT)
        code, out, shown = running.finish()
    assert (code, out) == (130, "")
    assert "Traceback" not in shown


def test_scoring_shows_progress_there_and_only_there(tmp_path: Path) -> None:
    folder = many_singles(tmp_path / "many", 30)
    with terminal(tmp_path, "score", folder, folder / "P00000.jpg") as running:
        code, out, shown = running.finish()
    assert (code, len(out.splitlines())) == (0, 31)
    assert "Scoring" in shown
    with terminal(tmp_path, "score", folder, "--quiet") as running:
        assert running.finish() == (0, "", "")


# To this network all photos are alike: `cull` scores them as one series, in one breath, after looking at each.
@pytest.mark.parametrize(("command", "at_work"), [("cull", b"Preparing"), ("score", b"Scoring")])
def test_ctrl_c_ends_a_network_at_work(tmp_path: Path, command: str, at_work: bytes) -> None:
    weights = small_weights(tmp_path / "small.safetensors")
    folder = many_singles(tmp_path / "many", 300)
    with terminal(tmp_path, command, folder, "--model", weights, "--device", "cpu", **AS_PEOPLE_RUN_IT) as running:
        shown = b""
        while at_work not in shown:
            shown += running.read()
        running.started.send_signal(signal.SIGINT)
        code, out, rest = running.finish()
    assert (code, out) == (130, "")
    assert "Traceback" not in rest


def test_a_folder_that_vanishes_meanwhile_is_no_crash(tmp_path: Path) -> None:
    folder = many_singles(tmp_path / "many", 300)
    with terminal(tmp_path, "cull", folder) as running:
        assert b"Reading" in running.read()
        shutil.rmtree(folder)
        code, out, shown = running.finish()
    assert "Traceback" not in shown
    assert code == (1 if "could be read" in shown else 0)
    assert "not read" in out
