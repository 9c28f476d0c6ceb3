"""What stays of a retraining: the weights if they are offered, the figures, and a model card in plain words."""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from torch import Tensor

from fgaesq_core import weights
from fgaesq_core.weights import Weights
from train.errors import TrainingError
from train.personal.adaptation import Recipe
from train.personal.card import card
from train.personal.events import Result
from train.personal.retraining import Verdict

WEIGHTS, FIGURES, CARD = "personal.safetensors", "report.json", "personal.md"
_HASH = f"{WEIGHTS}.sha256"


@dataclass(frozen=True, slots=True)
class Origin:
    """What was retrained: the name and the SHA-256 of its file, and with which recipe and seed."""

    name: str
    sha256: str
    recipe: Recipe
    seed: int


def place(folder: Path) -> Path:
    """A folder to keep a retraining in, made if need be.

    Raises TrainingError if it holds a model already, which may be in use, OSError if it cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / WEIGHTS).exists():
        raise TrainingError(f"{folder} holds a personal model already, which stays; name another folder with --to.")
    return folder


def result(verdict: Verdict, folder: Path) -> Result:
    """What is said of a verdict."""
    gain, offered = verdict.gain, verdict.is_offered
    interval = f"{100 * gain.low:+.1f} to {100 * gain.high:+.1f} points"
    if offered:
        why = f"On series it had not seen, the new model agrees with you more often than the old one ({interval})."
    elif gain.low > 0:
        why = "Learning from all series at once did not help with those that were watched; the old model stays."
    elif gain.high < 0:
        why = f"The new model agrees with you less often than the old one ({interval}); the old one stays."
    else:
        why = f"It is not sure that the new model agrees with you more often ({interval}); the old one stays."
    path = str(folder / WEIGHTS) if offered else ""
    return Result(offered, verdict.before, verdict.after, gain, verdict.baselines, path, why)


def keep(
    verdict: Verdict, found: Result, old: Weights, origin: Origin, folder: Path, proceed: Callable[[], None]
) -> None:
    """Write figures, and weights and card if they are offered; until all are written, none is in its place.

    The hash, without which weights are no weights, comes last. `proceed` is asked before the first file takes its
    place and raises where none is to. Raises OSError.
    """
    with TemporaryDirectory(prefix=".personal-", dir=folder) as made:
        names = [FIGURES]
        (Path(made) / FIGURES).write_text(_figures(verdict, found, origin), encoding="utf-8")
        if found.offered:
            (Path(made) / CARD).write_text(card(verdict, found, origin.name), encoding="utf-8")
            _weights(verdict, old, origin, Path(made) / WEIGHTS)
            names += [CARD, WEIGHTS, _HASH]
        proceed()
        _take_their_places(Path(made), folder, names)


def _take_their_places(made: Path, folder: Path, names: list[str]) -> None:
    done: list[Path] = []
    try:
        for name in names:
            os.replace(made / name, folder / name)
            done.append(folder / name)
    except BaseException:
        for path in done:
            with suppress(OSError):
                path.unlink()
        raise


def _weights(verdict: Verdict, old: Weights, origin: Origin, path: Path) -> None:
    tensors: Mapping[str, Tensor] = old.network.state_dict() | verdict.tensors
    data = verdict.data
    source = (
        f"{origin.name} ({origin.sha256[:12]}), retrained on one photographer's marks: {data.series} series, "
        f"{data.photos} photos, seed {origin.seed}"
    )
    weights.save(old.network.config, tensors, path, scale=verdict.scale, source=source)


def _figures(verdict: Verdict, found: Result, origin: Origin) -> str:
    document = {
        "model": {"name": origin.name, "sha256": origin.sha256},
        "data": asdict(verdict.data),
        "result": asdict(found),
        "held_out": {"by": "folder" if verdict.folds.by_folder else "series", "parts": len(verdict.folds.parts)},
        "recipe": asdict(origin.recipe),
        "seed": origin.seed,
        "passes": verdict.passes,
        "scale": verdict.scale,
    }
    return json.dumps(document, indent=2) + "\n"
