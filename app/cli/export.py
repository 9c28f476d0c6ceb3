"""Copy, move or link photos by their marks to another folder, each copy proven by reading it back, and write lists."""

import argparse
import os
from pathlib import Path

from app.analysis.exporting.choice import Kind, What, what_from
from app.analysis.exporting.found_shoot import Judge, find_shoot
from app.analysis.exporting.lists import ListKind
from app.analysis.exporting.plan import Plan, Request, plan
from app.analysis.exporting.run import run as carry_out
from app.analysis.exporting.selection import select
from app.analysis.exporting.tally import Tally
from app.analysis.exporting.template import FIELDS, USUAL, template_from
from app.analysis.exporting.thumbnails import thumbnails_from
from app.cancel import CancelToken
from app.cli import output
from app.cli.arguments import BadArgumentError, add_folder_arguments
from app.cli.export_report import ExportReport
from app.cli.interruption import cancelled_by_ctrl_c
from app.cli.model_choice import add_model_arguments, chosen_embedder, chosen_model
from app.cli.progress_bar import ProgressBar
from app.errors import AppError
from app.library.transfer.parcel import Mode
from app.paths import user_places

# What cannot be told without knowing which photos form a series.
_OF_SERIES = frozenset((ListKind.CSV, ListKind.JSON, ListKind.PDF))
_MEGABYTE = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.epilog = (
        "RAW, JPEG and sidecars of a photo travel together and keep one name. What is there already, byte for byte, is "
        "not copied again, so that an export that was stopped goes on where it was; another file of the same name is "
        "never replaced, the photo then gets a number. A move takes originals away only when every copy has been "
        "read back. Exit code 1 if any file did not arrive."
    )
    add_folder_arguments(parser)
    parser.add_argument(
        "--what",
        required=True,
        metavar="WHAT",
        help="picks, best (of each series the picks, else its best shot), rejects, all, 'stars>=N' or colour=red,green",
    )
    parser.add_argument("--to", required=True, type=Path, metavar="DIR", help="the folder to bring them to")
    parser.add_argument(
        "--mode",
        choices=[mode.value for mode in Mode],
        default=Mode.COPY.value,
        help="how they get there (default %(default)s); links take no room, but need the same disk",
    )
    fields = " ".join(f"{{{field}}}" for field in FIELDS)
    parser.add_argument(
        "--template",
        default=USUAL,
        metavar="NAME",
        help=f"their names there, without endings, of text and {fields}; a slash makes folders (default %(default)s)",
    )
    parser.add_argument(
        "--lists",
        type=_lists,
        default=frozenset(),
        metavar="csv,json,pdf,names",
        help="write lists there: scores, ranks and marks as csv or json, a contact sheet as pdf, plain names for the "
        "search of other programs",
    )
    parser.add_argument("--lists-only", action="store_true", help="bring no photos, only write the lists")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    add_model_arguments(parser)
    output.add_output_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Export; 0 if all has arrived, 1 if not, or if there was nothing to bring."""
    what = _checked(arguments)
    target = output.json_target(arguments, [arguments.folder])
    token = CancelToken()
    with ProgressBar(hidden=arguments.quiet) as bar, cancelled_by_ctrl_c(token):
        planned, skipped = _planned(arguments, what, bar, token)
        tally = Tally()
        if planned.frames and not arguments.dry_run:
            tally = _carried_out(planned, arguments.lists, bar, token)
    report = ExportReport(planned, tally, skipped, is_dry=arguments.dry_run)
    output.give(report, arguments, target)
    for sentence in report.problems():
        output.problem(sentence)
    return int(bool(tally.failed or tally.halted or not planned.frames))


def _checked(arguments: argparse.Namespace) -> What:
    """What is meant; raises BadArgumentError for all that can be known to be wrong before the folder is read."""
    if arguments.lists_only and not arguments.lists:
        raise BadArgumentError("--lists-only needs --lists.")
    arguments.to = Path(os.path.abspath(os.path.expanduser(arguments.to)))
    try:
        template_from(arguments.template)
        return what_from(arguments.what)
    except AppError as error:
        raise BadArgumentError(error.sentence) from error


def _planned(arguments: argparse.Namespace, what: What, bar: ProgressBar, token: CancelToken) -> tuple[Plan, int]:
    judge = _judge(arguments, token) if what.kind is Kind.BEST or arguments.lists & _OF_SERIES else None
    found = find_shoot(
        arguments.folder,
        recursive=arguments.recursive,
        database=user_places().library,
        judge=judge,
        report=bar.show,
        token=token,
        apart_from=arguments.to,
    )
    name, id_ = ("", "") if judge is None else (judge.scorer.name, judge.scorer.id)
    selection = select(found.shoot, what, found.covers, name, id_)
    mode = None if arguments.lists_only else Mode(arguments.mode)
    return plan(Request(selection, arguments.folder, arguments.to, mode, arguments.template)), len(set(found.skipped))


def _judge(arguments: argparse.Namespace, token: CancelToken) -> Judge:
    scorer = chosen_model(arguments)
    return Judge(scorer, chosen_embedder(arguments, scorer, token))


def _carried_out(planned: Plan, lists: frozenset[ListKind], bar: ProgressBar, token: CancelToken) -> Tally:
    tally = Tally()
    thumbnails = thumbnails_from(user_places().thumbnails)
    for event in carry_out(planned, lists, thumbnails, token):
        tally = tally.after(event)
        if tally.stage:
            stage, done, total = tally.stage
            unit = _MEGABYTE if stage == "Copying" else 1
            bar.show(stage, done // unit, total // unit)
    return tally


def _lists(text: str) -> frozenset[ListKind]:
    try:
        return frozenset(ListKind(one.strip().casefold()) for one in text.split(",") if one.strip())
    except ValueError:
        known = ",".join(kind.value for kind in ListKind)
        raise argparse.ArgumentTypeError(f"{text!r} names no lists; there are {known}") from None
