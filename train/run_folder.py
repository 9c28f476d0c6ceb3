"""The folder of a run: what was asked for, what was measured, where it stands and what came of it."""

import json
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock, Timeout
from torch import Tensor

from fgaesq_core import weights
from fgaesq_core.config import NetworkConfig
from train import state as states
from train.errors import TrainingError
from train.progress import Progress
from train.state import State
from train.writing import whole

_CONFIG, _METRICS, _STATE, _LEFT_OUT = "config.json", "metrics.jsonl", "state.pt", "left_out.txt"
_WEIGHTS, _CARD, _LOCK = "weights.safetensors", "model_card.md", ".lock"
_NOTES = "notes"


class RunFolder:
    """Files of one run. Only the process that began it writes them, all but the list of what was left out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.weights = path / _WEIGHTS
        self._lock = FileLock(path / _LOCK)
        self._left_out: set[str] = set()

    def begin(self, facts: Mapping[str, object], notes: Mapping[str, str], *, resume: bool) -> None:
        """Make the folder for a run that `facts` describe, or with `resume` go on with the one that is there, if any.

        `notes` stand beside, and may change. Raises TrainingError where another run is or goes on there, and
        OSError where the folder cannot be written.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise TrainingError(
                f"Another process trains in {self.path}; wait for it or name another folder."
            ) from error
        for cut_short in self.path.glob("*.part"):
            cut_short.unlink()
        config = self.path / _CONFIG
        if config.exists():
            if not resume:
                raise TrainingError(f"There is a run in {self.path}; name another folder, or go on with --resume.")
            _compare(_noted(config), json.loads(json.dumps(facts)), config)
        else:
            _write(config, json.dumps({**facts, _NOTES: dict(notes)}, indent=2) + "\n")

    def end(self) -> None:
        """Let other processes train here."""
        self._lock.release()

    @property
    def has_state(self) -> bool:
        """Whether the run has saved where it stands."""
        return (self.path / _STATE).exists()

    def latest(self) -> State | None:
        """Where the run stands; None for one that has not saved anything yet."""
        return states.load(self.path / _STATE) if self.has_state else None

    def forget_after(self, step: int) -> None:
        """Drop what was measured from a step on, which is going to be taken again, and a line that was cut short."""
        path = self.path / _METRICS
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            _write(path, "".join(line for line in lines[:step] if line.endswith("\n")))

    def note(self, progress: Progress) -> None:
        """Add what a step measured, as one line of JSON."""
        with (self.path / _METRICS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(progress.facts()) + "\n")

    def measured(self) -> list[dict[str, object]]:
        """What every step so far measured."""
        path = self.path / _METRICS
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def leave_out(self, sentences: tuple[str, ...]) -> None:
        """List what cannot be used, each once a process."""
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in self._left_out]
        if new:
            self._left_out.update(new)
            with (self.path / _LEFT_OUT).open("a", encoding="utf-8") as file:
                file.writelines(f"{sentence}\n" for sentence in new)

    def left_out(self) -> tuple[str, ...]:
        """All that could not be used by any process."""
        path = self.path / _LEFT_OUT
        return tuple(sorted(set(path.read_text(encoding="utf-8").splitlines()))) if path.exists() else ()

    def keep(self, state: State, config: NetworkConfig, tensors: Mapping[str, Tensor], scale: float) -> None:
        """Save where the run stands, and the weights it has come to."""
        states.save(state, self.path / _STATE)
        on_cpu = {name: tensor.cpu() for name, tensor in tensors.items()}
        weights.save(config, on_cpu, self.weights, scale=scale, source=f"step {state.step}")

    def describe(self, card: str) -> None:
        """Write the model card."""
        _write(self.path / _CARD, card)


def _noted(config: Path) -> dict[str, object]:
    try:
        found = json.loads(config.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{config} cannot be read; begin a new run in another folder.") from error
    return found if isinstance(found, dict) else {}


def _compare(noted: dict[str, object], facts: dict[str, object], config: Path) -> None:
    noted.pop(_NOTES, None)
    before, now = _flat(noted), _flat(facts)
    changed = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    if changed:
        raise TrainingError(
            f"The run in {config.parent} was begun with other settings ({', '.join(changed)}); "
            "go on with the same ones, or name another folder."
        )


def _flat(facts: Mapping[str, object], above: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, fact in facts.items():
        found |= _flat(fact, f"{above}{name}.") if isinstance(fact, dict) else {f"{above}{name}": fact}
    return found


def _write(path: Path, text: str) -> None:
    with whole(path) as file:
        file.write(text.encode())
