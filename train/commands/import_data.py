"""Make a manifest of what is there already: AVA's list, folders of ranked series, or marks given in Burstpick."""

import argparse
import sys
from pathlib import Path

from train.commands.arguments import existing_file, existing_folder, in_range
from train.importers import Imported, ava, library, ranked_folders
from train.importers.cull_answer import series_in
from train.manifest import write

_MOST_NAMED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    votes = kinds.add_parser("ava", help="AVA.txt and the folder of its pictures")
    votes.add_argument("votes", type=existing_file, metavar="AVA.txt")
    votes.add_argument("images", type=existing_folder, metavar="FOLDER")
    ranked = kinds.add_parser(
        "ranked", help=f"folders with {ranked_folders.RANKING}, or pictures named rank1, rank2, ..."
    )
    ranked.add_argument("root", type=existing_folder, metavar="FOLDER")
    marks = kinds.add_parser("marks", help="Burstpick's own database; it is only read")
    marks.add_argument("database", type=existing_file, metavar="DATABASE")
    marks.add_argument(
        "--series", type=existing_file, metavar="JSON", help="the answer of “burstpick cull --json”, for its series"
    )
    marks.add_argument(
        "--trust", type=in_range(0, 1), default=1.0, metavar="SHARE", help="in marks that were given beside scores"
    )
    for kind in (votes, ranked, marks):
        kind.add_argument("--out", type=Path, required=True, metavar="MANIFEST", help="the manifest to write")


def run(arguments: argparse.Namespace) -> int:
    """Write the manifest, and say what it does not hold."""
    found = _imported(arguments)
    write(arguments.out, found.records)
    print(f"{arguments.out} holds series and pictures: {len(found.records)}.")
    for one in found.left_out[:_MOST_NAMED]:
        print(f"Left out: {one.what}: {one.reason}.", file=sys.stderr)
    if len(found.left_out) > _MOST_NAMED:
        print(f"Left out: {len(found.left_out) - _MOST_NAMED} more.", file=sys.stderr)
    return 0


def _imported(arguments: argparse.Namespace) -> Imported:
    match arguments.kind:
        case "ava":
            return ava.imported(arguments.votes, arguments.images)
        case "ranked":
            return ranked_folders.imported(arguments.root)
        case _:
            series = series_in(arguments.series) if arguments.series else None
            return library.imported(arguments.database, series, arguments.trust)
