"""The process is killed while a model arrives or is converted: half a model is never taken for one."""

import io
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.analysis.model_shelf import ModelShelf
from app.cancel import CancelToken
from app.library.remote import Patience
from tests.commands import ROOT, command, run, surroundings
from tests.fgaesq_core.checkpoints import zeros
from tests.hub import Hub, open_hub, stalls
from tests.networks import small_weights

PATIENCE = Patience(silence=5, pauses=(0.01,))


class Victim:
    """A home, a hub, and programs that are killed while they work with both."""

    def __init__(self, home: Path, hub: Hub) -> None:
        self.hub = hub
        self.models = home / "data" / "models"
        self.shelf = ModelShelf(self.models, home / "data" / "settings.toml", PATIENCE)
        self._home = home
        self._environment = {"BURSTPICK_HOME": str(home), "HF_ENDPOINT": hub.address}

    def download_and_kill(self, when: Callable[[], bool], linger: float = 0.0) -> None:
        """Start a download, kill it some seconds after the condition holds."""
        with subprocess.Popen(
            command("model", "download", "fgaesq", "--yes"),
            cwd=ROOT,
            env=surroundings(self._home, **self._environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as program:
            while program.poll() is None and not when():
                time.sleep(0.002)
            time.sleep(linger)
            program.kill()

    def download(self) -> None:
        self.shelf.download("fgaesq", lambda done, total: None, CancelToken())

    def listed(self) -> str:
        return run(["model", "list"], self._home, self._environment).out

    def files(self) -> set[str]:
        """What is in the folder of models, by its path there."""
        found = (path for path in self.models.rglob("*") if path.is_file() and path.suffix != ".lock")
        return {path.relative_to(self.models).as_posix() for path in found}


WHOLE = {
    ".fgaesq.first.json",
    "fgaesq/fgaesq.safetensors",
    "fgaesq/fgaesq.safetensors.sha256",
    "fgaesq/origin.json",
}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with open_hub({}) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        yield hub


@pytest.fixture
def victim(tmp_path: Path, hub: Hub) -> Iterator[Victim]:
    victim = Victim(tmp_path / "own", hub)
    yield victim
    # Pytest keeps its folders for three runs.
    victim.shelf.remove("fgaesq")


def test_killed_while_it_arrives(victim: Victim, hub: Hub, tmp_path: Path) -> None:
    hub.files["best.safetensors"] = small_weights(tmp_path / "a.safetensors").read_bytes()
    arriving = victim.models / ".fgaesq.download" / "best.safetensors"
    for end in (20_000, 50_000):
        hub.faults[:] = [stalls(end - (arriving.stat().st_size if arriving.exists() else 0))]
        victim.download_and_kill(lambda end=end: arriving.exists() and arriving.stat().st_size == end)
        entry = victim.shelf.entry("fgaesq")
        assert (entry.installed, entry.downloadable, entry.removable) == (False, True, True)
    assert "in part here" in victim.listed()
    victim.download()
    assert [one.range for one in hub.asked] == ["", "bytes=20000-", "bytes=50000-"]
    assert victim.files() == WHOLE


def test_killed_while_it_is_converted(victim: Victim, hub: Hub) -> None:
    import torch

    published = io.BytesIO()
    torch.save(zeros(), published)
    hub.files["best.pt"] = published.getvalue()
    converting = victim.models / ".fgaesq.new"
    for linger in (0.0, 0.2, 0.4):
        victim.download_and_kill(lambda: any(converting.glob("*.part")), linger)
        if linger == 0.0:
            assert victim.shelf.entry("fgaesq").downloadable
        if victim.shelf.entry("fgaesq").installed:
            assert victim.files() >= WHOLE - {".fgaesq.first.json"}
            victim.shelf.remove("fgaesq")
    victim.download()
    assert victim.files() == WHOLE
    assert victim.shelf.load("fgaesq", "cpu").name == "fgaesq"


def test_what_a_killed_program_prepared_is_cleared_away_by_the_next(victim: Victim, hub: Hub, tmp_path: Path) -> None:
    left = victim.models / ".another.new"
    left.mkdir(parents=True)
    (left / "another.safetensors").write_bytes(b"half")
    hub.files["best.safetensors"] = small_weights(tmp_path / "a.safetensors").read_bytes()
    victim.download()
    assert victim.files() == WHOLE
