"""Find the series on which two scorers disagree most, and write them as a page of pictures to judge by eye."""

import argparse
from pathlib import Path

from fgaesq_core.models import DEVICES, load
from train.commands.arguments import existing_file, whole
from train.commands.evaluate import told
from train.comparison import compare
from train.comparison_page import page
from train.errors import TrainingError
from train.manifest import SeriesRecord, read


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("first", metavar="A", help="a file of weights, or technical")
    parser.add_argument("second", metavar="B", help="the other one")
    parser.add_argument(
        "--manifest", type=existing_file, required=True, metavar="FILE", help="series, with pairs or without"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="PAGE.html", help="the page to write")
    parser.add_argument("--most", type=whole(1), default=20, metavar="N", help="series on it")
    parser.add_argument("--device", choices=DEVICES, default="auto")


def run(arguments: argparse.Namespace) -> int:
    """Write the page."""
    series = [record for record in read(arguments.manifest) if isinstance(record, SeriesRecord)]
    if not series:
        raise TrainingError(f"There are no series in {arguments.manifest}; name a manifest that holds some.")
    first, second = (load(model, arguments.device) for model in (arguments.first, arguments.second))
    found = compare(first, second, series, arguments.most, told)
    # Names of files may hold bytes that are no text, which HTML cannot say.
    arguments.out.write_text(page(found), encoding="utf-8", errors="replace")
    print(f"{found.different} of {found.series} series differ; the greatest differences are in {arguments.out}.")
    return 0
