"""The start: reads the command line and hands over to the window or to a command without one."""

import argparse
import logging
import sys
from collections.abc import Mapping, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Protocol

from app import __version__
from app.cli import cull, export, model, score, xmp
from app.cli.arguments import BadArgumentError, existing_folder
from app.cli.output import problem, writable
from app.errors import AppError
from app.paths import Places, user_places


class Command(Protocol):
    """A module that is one command without a window."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it and return the exit code."""


_COMMANDS: Mapping[str, Command] = {"cull": cull, "export": export, "model": model, "score": score, "xmp": xmp}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Burstpick; returns the exit code.

    2 for bad arguments or a folder that is not there, 1 if no photo could be read, not all be exported or nothing be
    done about a model, and as shells have it 130 after Ctrl+C and 141 when whoever reads the output has left. Raises
    SystemExit where argparse does.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and given[0] in _COMMANDS:
            return _run_command(given[0], given[1:])
        return _run_window(given)
    except AppError as error:
        problem(error.sentence)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141


def _run_command(name: str, given: Sequence[str]) -> int:
    command = _COMMANDS[name]
    parser = argparse.ArgumentParser(prog=f"burstpick {name}", description=command.__doc__)
    command.add_arguments(parser)
    arguments = parser.parse_args(given)
    # A command leaves no files behind, a log neither; what matters it says in its result.
    logging.basicConfig(handlers=[logging.NullHandler()])
    try:
        return command.run(arguments)
    except BadArgumentError as error:
        parser.error(error.sentence)


def _run_window(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="burstpick",
        description="Open a folder of photos, see its series and the best shot of each, and mark them by key.",
        epilog=(
            "Without a window: burstpick cull FOLDER names the best shots, burstpick score PATH gives every score, "
            "burstpick export FOLDER brings photos elsewhere by their marks, burstpick xmp FOLDER writes marks to "
            "sidecars, burstpick model list shows the models that judge; --help after each says more."
        ),
    )
    parser.add_argument(
        "folder", nargs="?", type=existing_folder, metavar="FOLDER", help="the folder of photos to open"
    )
    parser.add_argument("--recursive", action="store_true", help="include subfolders")
    parser.add_argument(
        "--screenshot", type=Path, metavar="OUT.png", help="save the window when all is scored, and quit"
    )
    parser.add_argument("--version", action="version", version=f"burstpick {__version__}")
    arguments = parser.parse_args(given)
    screenshot = _screenshot(parser, arguments)
    places = user_places()
    _log_to(places)
    from app.ui.application import run_window

    return run_window(arguments.folder, recursive=arguments.recursive, screenshot=screenshot, places=places)


def _screenshot(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> Path | None:
    if arguments.screenshot is None:
        return None
    if arguments.folder is None:
        parser.error("--screenshot needs a FOLDER")
    try:
        return writable(arguments.screenshot, arguments.folder)
    except BadArgumentError as error:
        parser.error(error.sentence)


def _log_to(places: Places) -> None:
    try:
        places.logs.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            places.logs / "burstpick.log",
            maxBytes=1 << 20,
            backupCount=1,
            delay=True,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        handler = logging.NullHandler()
    logging.basicConfig(level=logging.WARNING, handlers=[handler], format="%(asctime)s %(name)s %(message)s")


if __name__ == "__main__":
    sys.exit(main())
