"""Questions and progress at a terminal; standard output is a pipe."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.library.model_folder import ModelFolder
from app.paths import Places
from tests.commands import ROOT, command, surroundings
from tests.hub import Hub, open_hub, stalls
from tests.networks import small_weights

termios = pytest.importorskip("termios", reason="needs the terminals of POSIX")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    weights = small_weights(tmp_path / "Mine.safetensors")
    with open_hub({"best.safetensors": weights.read_bytes()}) as hub:
        yield hub


class Person:
    """Somebody at a terminal, who reads what is shown and types answers."""

    def __init__(self, hub: Hub, home: Path, *arguments: str) -> None:
        self._ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        self.models = ModelFolder(Places(home / "data", home / "cache", home / "logs").models)
        self._program = subprocess.Popen(
            command("model", *arguments),
            cwd=ROOT,
            env=surroundings(home, BURSTPICK_HOME=str(home), HF_ENDPOINT=hub.address),
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
        )
        os.close(theirs)
        self.shown = ""

    def wait_for(self, text: str) -> "Person":
        while text not in self.shown and (piece := self._read()):
            self.shown += piece
        assert text in self.shown
        return self

    def type(self, text: str) -> "Person":
        os.write(self._ours, text.encode())
        return self

    def interrupt(self) -> "Person":
        self._program.send_signal(signal.SIGINT)
        return self

    def finish(self) -> tuple[int, str]:
        """Exit code and standard output."""
        while piece := self._read():
            self.shown += piece
        out, _ = self._program.communicate(timeout=100)
        return self._program.returncode, os.fsdecode(out)

    def leave(self) -> None:
        self._program.kill()
        self._program.communicate()
        os.close(self._ours)

    def _read(self) -> str:
        try:
            return os.fsdecode(os.read(self._ours, 65_536))
        except OSError:
            # Linux reports the end of a terminal so.
            return ""


Sit = Callable[..., Person]


@pytest.fixture
def sit(hub: Hub, tmp_path: Path) -> Iterator[Sit]:
    there: list[Person] = []

    def sit_down(*arguments: str) -> Person:
        there.append(Person(hub, tmp_path / "own", *arguments))
        return there[-1]

    yield sit_down
    for person in there:
        person.leave()


def test_a_yes_downloads(sit: Sit, hub: Hub) -> None:
    person = sit("download", "fgaesq").wait_for("[y/N]")
    assert "state no licence" in person.shown
    assert hub.listed == [], "nothing is fetched before the answer"
    code, out = person.type("y\n").finish()
    assert code == 0
    assert "best.safetensors" in out
    assert person.models.has("fgaesq")


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x04", "yeah no\n"])
def test_anything_else_is_a_no(sit: Sit, hub: Hub, answer: str) -> None:
    person = sit("download", "fgaesq").wait_for("[y/N]").type(answer)
    assert person.finish() == (1, "")
    assert "Nothing was done." in person.shown
    assert hub.listed == []


def test_removing_asks_too(sit: Sit, tmp_path: Path) -> None:
    assert sit("add", str(tmp_path / "Mine.safetensors")).finish()[0] == 0
    assert sit("remove", "mine").wait_for("[y/N]").type("n\n").finish()[0] == 1
    person = sit("remove", "mine").wait_for("[y/N]").type("yes\n")
    assert person.models.has("mine")
    assert person.finish() == (0, "")
    assert not person.models.has("mine")


def test_progress_is_shown_and_ctrl_c_ends_it_quietly(sit: Sit, hub: Hub) -> None:
    hub.faults[:] = [stalls(50_000)]
    person = sit("download", "fgaesq", "--yes").wait_for("50.0k/")
    assert person.interrupt().finish() == (130, "")
    assert "Traceback" not in person.shown
    assert not person.models.has("fgaesq")
    assert sit("download", "fgaesq", "--yes").finish()[0] == 0
    assert hub.asked[-1].range == "bytes=50000-"
