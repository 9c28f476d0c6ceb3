"""Judge scorers on series and pictures whose order is known, beside judges that need no training.

Scorers are named as Burstpick names them, or by their files of weights. The table goes to standard output.
"""

import argparse
import sys
from pathlib import Path

from fgaesq_core.models import DEVICES, load
from train.bootstrap import ROUNDS
from train.commands.arguments import existing_file, whole
from train.data import Part, part_of
from train.evaluation import evaluate, with_baselines
from train.evaluation_report import as_json, as_markdown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("manifest", type=existing_file, metavar="MANIFEST", help="series and pictures, as JSON lines")
    parser.add_argument("models", nargs="*", metavar="MODEL", help="files of weights")
    parser.add_argument(
        "--part", type=Part, choices=list(Part), default=Part.TEST, help="of the manifest's split, test unless told"
    )
    parser.add_argument("--split-seed", type=whole(0), default=0, metavar="N", help="one seed is one split")
    parser.add_argument("--seed", type=whole(0), default=0, metavar="N", help="of the intervals")
    parser.add_argument("--rounds", type=whole(1), default=ROUNDS, metavar="N", help="of the bootstrap")
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")


def run(arguments: argparse.Namespace) -> int:
    """Print a table of figures with their intervals."""
    records = part_of(arguments.manifest, arguments.part, arguments.split_seed)
    judges = with_baselines(load(model, arguments.device) for model in arguments.models)
    found = evaluate(judges, records, arguments.seed, arguments.rounds, told)
    if arguments.json:
        arguments.json.write_text(as_json(found), encoding="utf-8")
    sys.stdout.write(as_markdown(found))
    return 0


def told(judge: str, done: int, total: int) -> None:
    """Say on standard error how far a judge is."""
    print(f"\r{judge}: {done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
