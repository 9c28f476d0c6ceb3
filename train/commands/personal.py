"""Retrain a model on your own marks, and find out on series it did not see whether it agrees with you more often.

The new model is written only where that is sure. The library and the photos are only read. What goes on is said line by
line, with --json as one JSON object a line: data, progress, curve, and at the end result or refused.
"""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from train.commands.arguments import existing_file, existing_folder, positive, whole

if TYPE_CHECKING:
    from fgaesq_core.weights import Weights
    from train.personal.events import Event, Refused, Result

_TECHNICAL = "technical"
_UNTRAINABLE = "The model “technical” measures and does not learn; name a file of weights with --model."
_INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--from-library", action="store_true", required=True, help="learn from Burstpick's own marks")
    parser.add_argument(
        "--library", type=existing_file, metavar="DB", help="the database of the marks; this user's own unless told"
    )
    parser.add_argument(
        "--folder",
        type=existing_folder,
        action="append",
        default=[],
        metavar="F",
        help="learn only from photos in and below it; may be repeated",
    )
    parser.add_argument(
        "--series",
        type=existing_file,
        action="append",
        default=[],
        metavar="ANSWER.json",
        help="the answer of “burstpick cull --json”, for its series; may be repeated",
    )
    parser.add_argument("--model", type=_model, required=True, metavar="WEIGHTS", help="the weights to start from")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder of the new model")
    parser.add_argument("--json", action="store_true", help="say what goes on as JSON lines")
    parser.add_argument("--seed", type=whole(0), default=0, metavar="N", help="one seed is one run, on one machine")
    parser.add_argument(
        "--blocks",
        type=whole(0),
        default=0,
        metavar="N",
        help="of the network that learn besides what follows them, none unless told; each takes many times as long",
    )
    parser.add_argument("--minutes", type=positive, metavar="M", help="learn no longer, looking at the photos aside")


def run(arguments: argparse.Namespace) -> int:
    """Retrain; returns 0 whether a model is offered or not, and 130 where a signal ended it before."""
    # Threads that wait for each other without sleeping take the processor from the window and from themselves.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from train.interruption import interruptible
    from train.personal.events import Refused, as_json, as_words

    say = as_json if arguments.json else as_words
    with interruptible() as interruption:

        def proceed() -> None:
            if interruption.number is not None:
                raise KeyboardInterrupt

        try:
            if arguments.model == _TECHNICAL:
                outcome: Event = Refused(_UNTRAINABLE)
            else:
                outcome = _retrained(arguments, lambda event: print(say(event), flush=True), proceed)
        except KeyboardInterrupt:
            return _INTERRUPTED
        print(say(outcome), flush=True)
    return 0


def _retrained(
    arguments: argparse.Namespace, report: "Callable[[Event], None]", proceed: Callable[[], None]
) -> "Result | Refused":
    """What came of it, everything that is to stay being written."""
    from train.errors import TrainingError
    from train.personal import keeping, source
    from train.personal.adaptation import Recipe
    from train.personal.events import Progress, Refused, Stage
    from train.personal.retraining import Retraining

    report(Progress(Stage.READING, 0, 1))
    found = source.gathered(arguments.library, arguments.series, arguments.folder)
    report(Progress(Stage.READING, 1, 1))
    if why := source.missing(found, listed=bool(arguments.series)):
        return Refused(why)
    folder = keeping.place(arguments.to)
    old = _loaded(arguments.model)
    recipe = Recipe(blocks=arguments.blocks)
    if recipe.blocks > old.network.config.layers:
        raise TrainingError(f"The network has {old.network.config.layers} blocks; give --blocks no more of them.")
    retraining = Retraining(old, recipe, report, proceed, arguments.seed, arguments.minutes)
    verdict = retraining.run(found.series, source.skipped(found))
    if isinstance(verdict, Refused):
        return verdict
    result = keeping.result(verdict, folder)
    origin = keeping.Origin(arguments.model.stem, old.sha256, recipe, arguments.seed)
    keeping.keep(verdict, result, old, origin, folder, proceed)
    return result


def _loaded(path: Path) -> "Weights":
    from fgaesq_core import weights
    from fgaesq_core.checkpoint import converted

    return weights.load(path if path.suffix == ".safetensors" else converted(path))


def _model(text: str) -> Path | str:
    return _TECHNICAL if text == _TECHNICAL else existing_file(text)
