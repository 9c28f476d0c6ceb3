"""Examine a scorer with made faults, on photos that no training saw, against bars and simple rules.

The tables go to standard output. About a fifth of all photos, chosen by their names, are kept for it.
"""

import argparse
import os
import sys
from pathlib import Path

from fgaesq_core.models import DEVICES, Scorer, load
from train.bootstrap import ROUNDS
from train.commands.arguments import existing_folder, whole
from train.data import held_out
from train.exam.bars import Effort
from train.exam.marks import Draws
from train.exam.report import as_json, as_text
from train.exam.result import Result, checks, rows
from train.exam.speed import speed
from train.exam.stacks import stack
from train.exam.tasks import tasks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("model", metavar="MODEL", help="a scorer by its name, or a file of weights")
    parser.add_argument(
        "--photos", type=existing_folder, nargs="+", required=True, metavar="FOLDER", help="of which series are made"
    )
    parser.add_argument(
        "--focus",
        type=existing_folder,
        nargs="+",
        default=[],
        metavar="FOLDER",
        help="each one real series, put in order",
    )
    parser.add_argument(
        "--series", type=whole(1), default=150, metavar="N", help="the size: 150 are 2300 series in all"
    )
    parser.add_argument("--seed", type=whole(0), default=0, metavar="N", help="one seed is one examination")
    parser.add_argument("--rounds", type=whole(1), default=ROUNDS, metavar="N", help="of the bootstrap")
    parser.add_argument(
        "--bars", type=Effort, choices=list(Effort), default=Effort.CPU, help="what it was trained with"
    )
    parser.add_argument("--speed", action="store_true", help="measure frames a second, too")
    parser.add_argument("--workers", type=whole(0), default=os.cpu_count() or 1, metavar="N", help="that make series")
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there, too")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    found = _result(load(arguments.model, arguments.device), arguments)
    if arguments.json:
        arguments.json.write_text(as_json(found), encoding="utf-8")
    sys.stdout.write(as_text(found))
    return 0


def _result(scorer: Scorer, given: argparse.Namespace) -> Result:
    from train.exam.sitting import examined

    photos, draws = held_out(given.photos), Draws(given.seed, given.rounds)
    marks = examined(scorer, tasks(given.series), photos, given.seed, given.workers, _told)
    paths = [path for folder in photos for path in folder]
    return Result(
        scorer.name,
        len(paths),
        given.seed,
        given.bars,
        rows(marks, given.bars, draws),
        (*checks(marks, draws), *(speed(scorer, paths) if given.speed else ())),
        tuple(stack(scorer, folder) for folder in given.focus),
    )


def _told(done: int, total: int) -> None:
    if done % 10 == 0 or done == total:
        print(f"\r{done} of {total} series", end="\n" if done == total else "", file=sys.stderr, flush=True)
