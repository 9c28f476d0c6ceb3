"""`burstpick cull`: group and rank a folder without a window."""

import argparse
import sys
from pathlib import Path
from typing import Never

from tqdm import tqdm

from app.analysis.culling import cull
from app.analysis.grouping import GroupingSettings
from app.analysis.models import DEFAULT_MODEL, DEVICES, load_model
from app.cancel import CancelToken
from app.cli.arguments import existing_folder, in_range
from app.cli.report import Report

_DEFAULTS = GroupingSettings()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", type=existing_folder, metavar="FOLDER", help="the folder of photos")
    parser.add_argument("--recursive", action="store_true", help="include subfolders")
    parser.add_argument(
        "--gap",
        type=in_range(0.0, 86400.0),
        default=_DEFAULTS.gap,
        metavar="SECONDS",
        help="frames closer in time than this may be one series (default %(default)s)",
    )
    parser.add_argument(
        "--likeness",
        type=in_range(0.0, 1.0),
        default=_DEFAULTS.likeness,
        metavar="0..1",
        help="how alike frames of a series must look (default %(default)s)",
    )
    parser.add_argument("--model", default=DEFAULT_MODEL, metavar="NAME|FILE", help="default %(default)s")
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where the model runs (default %(default)s)")
    parser.add_argument("--json", metavar="FILE|-", help="write the full result as JSON, - for standard output")
    parser.add_argument("--quiet", action="store_true", help="print no lines and no progress")


def run(arguments: argparse.Namespace) -> int:
    """Cull the folder; 0 if photos were read, 1 if none could be."""
    scorer = load_model(arguments.model, arguments.device)
    settings = GroupingSettings(arguments.gap, arguments.likeness)
    bar = _Bar(hidden=arguments.quiet or not sys.stderr.isatty())
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
    _write(report, arguments.json, quiet=arguments.quiet)
    if not result.series:
        print(f"burstpick: no photo in {arguments.folder} could be read", file=sys.stderr)
        return 1
    return 0


def _write(report: Report, json_to: str | None, *, quiet: bool) -> None:
    if not quiet and json_to != "-":
        for line in report.lines():
            # A file name need not be valid Unicode; it must not stop the list.
            print(
                line.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8")
            )
    if json_to == "-":
        print(report.as_json())
    elif json_to is not None:
        Path(json_to).write_text(report.as_json() + "\n", encoding="utf-8")


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
