"""Group the photos of a folder into series and name the best shot of each, without opening a window."""

import argparse
import sys
from pathlib import Path
from typing import Never

from tqdm import tqdm

from app.analysis.culling import cull
from app.analysis.grouping import GroupingSettings
from app.analysis.model_shelf import ModelShelf
from app.analysis.models import DEVICES, Scorer
from app.cancel import CancelToken
from app.cli import output
from app.cli.arguments import BadArgumentError, existing_folder, in_range
from app.cli.report import Report
from app.errors import AppError
from app.paths import user_places

_DEFAULTS = GroupingSettings()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.epilog = (
        "Prints one line per series: how many photos, what kind of series, when it began and how long it lasted, the "
        "best shot, and how likely that one is to beat the runner-up. Nothing is written unless --json names a file."
    )
    parser.add_argument("folder", type=existing_folder, metavar="FOLDER", help="the folder of photos")
    parser.add_argument("--recursive", action="store_true", help="include subfolders")
    parser.add_argument(
        "--gap",
        type=in_range(0.0, 86400.0),
        default=_DEFAULTS.gap,
        metavar="SECONDS",
        help="photos taken within this many seconds of each other are one series, unless they look clearly different "
        "(default %(default)s)",
    )
    parser.add_argument(
        "--likeness",
        type=in_range(0.0, 1.0),
        default=_DEFAULTS.likeness,
        metavar="0..1",
        help="how alike photos further apart in time must look to be one series; 1 is the strictest "
        "(default %(default)s)",
    )
    parser.add_argument(
        "--model",
        metavar="NAME|FILE",
        help="the model that judges the photos, by name, else as a file (default: the one in use, which "
        "burstpick model use NAME chooses)",
    )
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where the model runs (default %(default)s)")
    parser.add_argument(
        "--json", metavar="FILE|-", help="write the full result to a file as JSON; - prints it instead of the lines"
    )
    parser.add_argument("--quiet", action="store_true", help="print neither lines nor progress")


def run(arguments: argparse.Namespace) -> int:
    """Cull the folder; 0 if photos were read, 1 if none could be."""
    target = _target(arguments.json, arguments.folder)
    scorer = _scorer(arguments.model, arguments.device)
    settings = GroupingSettings(arguments.gap, arguments.likeness)
    bar = _Bar(hidden=arguments.quiet or sys.stderr is None or not sys.stderr.isatty())
    try:
        result = cull(
            arguments.folder,
            recursive=arguments.recursive,
            settings=settings,
            scorer=scorer,
            report=bar.show,
            token=CancelToken(),
        )
    finally:
        bar.close()
    report = Report(arguments.folder, scorer.name, scorer.id, settings, result)
    if arguments.json == "-":
        output.lines([report.as_json()])
    elif not arguments.quiet:
        output.lines(report.lines())
    if target is not None:
        output.document(target, report.as_json())
    if not result.series:
        output.problem(f"no photo in {arguments.folder} could be read")
        return 1
    return 0


def _scorer(model: str | None, device: str) -> Scorer:
    places = user_places()
    shelf = ModelShelf(places.models, places.settings)
    if model is None and shelf.warning:
        output.problem(shelf.warning)
    try:
        return shelf.load(model, device)
    except AppError as error:
        raise BadArgumentError(error.sentence, error.detail) from error


def _target(json_to: str | None, folder: Path) -> Path | None:
    """The file to write; whether it can be is asked before the work, so that an hour of it is not lost."""
    if json_to is None or json_to == "-":
        return None
    return output.writable(Path(json_to), folder, replaceable=".json")


class _Bar:
    """A progress bar that starts anew with each stage."""

    def __init__(self, *, hidden: bool) -> None:
        self._hidden = hidden
        self._stage = ""
        self._bar: tqdm[Never] | None = None

    def show(self, stage: str, done: int, total: int) -> None:
        if self._hidden:
            return
        bar = self._bar
        if bar is None or stage != self._stage:
            self.close()
            bar = tqdm(total=total, desc=stage, leave=False, file=sys.stderr)
            self._stage, self._bar = stage, bar
        bar.update(done - bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
