"""Group the photos of a folder into series and name the best shot of each, without opening a window."""

import argparse

from app.analysis.culling import cull
from app.analysis.grouping import GroupingSettings
from app.cancel import CancelToken
from app.cli import output
from app.cli.arguments import add_folder_arguments, in_range
from app.cli.interruption import cancelled_by_ctrl_c
from app.cli.model_choice import add_model_arguments, chosen_embedder, chosen_model
from app.cli.progress_bar import ProgressBar
from app.cli.report import Report

_DEFAULTS = GroupingSettings()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.epilog = (
        "Prints one line per series: how many photos, what kind of series, when it began and how long it lasted, the "
        "best shot, and how sure the model is of it: the chance that it is the best of all. "
        "Nothing is written unless --json names a file."
    )
    add_folder_arguments(parser)
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
    add_model_arguments(parser)
    output.add_output_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Cull the folder; 0 if photos were read, 1 if none could be."""
    target = output.json_target(arguments, [arguments.folder])
    scorer = chosen_model(arguments)
    settings = GroupingSettings(arguments.gap, arguments.likeness)
    token = CancelToken()
    with ProgressBar(hidden=arguments.quiet) as bar, cancelled_by_ctrl_c(token):
        result = cull(
            arguments.folder,
            recursive=arguments.recursive,
            settings=settings,
            scorer=scorer,
            report=bar.show,
            token=token,
            embedder=chosen_embedder(arguments, scorer, token),
        )
    report = Report(arguments.folder, scorer.name, scorer.id, settings, result)
    output.give(report, arguments, target)
    if not result.series:
        output.problem(f"no photo in {arguments.folder} could be read")
        return 1
    return 0
