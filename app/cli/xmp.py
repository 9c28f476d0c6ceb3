"""Write the marks of a folder's photos to sidecars for other programs, or read theirs."""

import argparse
from functools import partial

from app.analysis.opening import Read, open_folder
from app.analysis.sidecars import SidecarReading, SidecarWriting, WriteOptions, read_sidecars, write_sidecars
from app.cancel import CancelToken
from app.cli import output
from app.cli.arguments import BadArgumentError, add_folder_arguments
from app.cli.interruption import cancelled_by_ctrl_c
from app.cli.progress_bar import ProgressBar
from app.cli.question import ask
from app.cli.xmp_choice import add_choice_arguments, chosen, remember_words
from app.cli.xmp_report import XmpReport
from app.errors import AppError
from app.library.photo import Skipped
from app.library.settings import SettingsFile
from app.library.sidecar_choice import SidecarChoice
from app.library.store import Store
from app.paths import user_places

_MATTER = (
    "This changes the XMP inside the JPEGs of the folder. Their pictures stay as they are, byte for byte, and each "
    "file is replaced only when the new one has been checked."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.epilog = (
        "Sidecars that are there are changed in place: only stars, colour label and flag, everything else stays as it "
        "is. What another program said in them since is read first, and of each mark the newest counts. lightroom "
        "writes Lightroom's own flags; darktable, also for Bridge, writes a reject in the place of the stars; digikam "
        "writes its own labels; all does all of it, under both names. Lightroom reads JPEGs themselves and never their "
        "sidecars: for these there is --embed."
    )
    add_folder_arguments(parser)
    add_choice_arguments(parser)
    parser.add_argument("--yes", action="store_true", help="agree beforehand to what would be asked")
    parser.add_argument("--read", action="store_true", help="only read the sidecars into the library, and write none")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    output.add_output_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it; 0 if anything came of it, 1 if there is no photo or every file was refused."""
    target = output.json_target(arguments, [arguments.folder])
    if arguments.read and arguments.embed:
        raise BadArgumentError("--read writes nothing; leave out --embed.")
    token, file = CancelToken(), SettingsFile(user_places().settings)
    settings = file.read()
    if settings.warning:
        output.problem(settings.warning)
    choice = chosen(arguments, settings.sidecars)
    try:
        if arguments.embed and not arguments.dry_run and not settings.sidecars.into_jpegs:
            ask(_MATTER, "Change the JPEGs?", yes=arguments.yes)
        if not arguments.dry_run and not settings.warning:
            remember_words(file, settings.sidecars, choice)
        with ProgressBar(hidden=arguments.quiet) as bar, cancelled_by_ctrl_c(token):
            report = _done(arguments, choice, bar, token)
    except BadArgumentError:
        raise
    except AppError as error:
        output.problem(error.sentence)
        return 1
    output.give(report, arguments, target)
    for problem in report.problems():
        output.problem(output.visible(problem))
    if not report.reading.read:
        output.problem(f"no photo in {arguments.folder} could be read")
        return 1
    return 1 if report.is_all_refused else 0


def _done(arguments: argparse.Namespace, choice: SidecarChoice, bar: ProgressBar, token: CancelToken) -> XmpReport:
    database = user_places().library
    skipped: list[Skipped] = []
    opened = open_folder(token, folder=arguments.folder, database=database, recursive=arguments.recursive, embedders=())
    for event in opened:
        if isinstance(event, Read):
            skipped += event.skipped
    with Store(database) as store:
        do = _read if arguments.read else _write
        done: SidecarReading | SidecarWriting = do(store, arguments, choice, bar, token)
        photos = store.photos_under(arguments.folder, recursive=arguments.recursive)
    names = {photo.id: photo.path for photo, _ in photos}
    if isinstance(done, SidecarReading):
        return XmpReport(arguments.folder, names, done, None, arguments.dry_run, tuple(skipped))
    return XmpReport(arguments.folder, names, done.reading, done.files, arguments.dry_run, tuple(skipped))


def _read(
    store: Store, arguments: argparse.Namespace, choice: SidecarChoice, bar: ProgressBar, token: CancelToken
) -> SidecarReading:
    return read_sidecars(
        store,
        arguments.folder,
        recursive=arguments.recursive,
        token=token,
        texts=choice.texts,
        keep=not arguments.dry_run,
        report=partial(bar.show, "Reading"),
    )


def _write(
    store: Store, arguments: argparse.Namespace, choice: SidecarChoice, bar: ProgressBar, token: CancelToken
) -> SidecarWriting:
    return write_sidecars(
        store,
        arguments.folder,
        recursive=arguments.recursive,
        options=WriteOptions.of(choice, is_rehearsal=arguments.dry_run),
        token=token,
        report=partial(bar.show, "Writing"),
    )
