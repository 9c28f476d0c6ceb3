"""`burstpick-train` and `python -m train`: training and judging networks, a command for each."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Protocol

from fgaesq_core.errors import CoreError
from train.commands import calibrate, compare, evaluate, exam, fit, import_data, personal
from train.importers import ImporterError
from train.manifest import ManifestError


class Command(Protocol):
    """A module that is one command."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it and return the exit code."""


_COMMANDS: Mapping[str, Command] = {
    "fit": fit,
    "personal": personal,
    "calibrate": calibrate,
    "evaluate": evaluate,
    "compare": compare,
    "import": import_data,
    "exam": exam,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code.

    2 for bad arguments, 1 for what cannot be done, 130 and 143 after Ctrl+C and SIGTERM, 141 when whoever reads the
    output has left. Raises SystemExit where argparse does.
    """
    parser = argparse.ArgumentParser(prog="burstpick-train", description="Train networks for Burstpick and judge them.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in _COMMANDS.items():
        about = (command.__doc__ or "").strip()
        own = commands.add_parser(
            name,
            help=about.partition("\n")[0],
            description=about,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(own)
    given = parser.parse_args(arguments)
    return _carried_out(_COMMANDS[given.command], given)


def _carried_out(command: Command, given: argparse.Namespace) -> int:
    try:
        return command.run(given)
    except (CoreError, ImporterError, ManifestError) as error:
        return _problem(str(error))
    except BrokenPipeError:
        return 141
    except OSError as error:
        return _problem(f"{error.filename or 'A file'} cannot be read or written: {error.strerror or error}.")
    except KeyboardInterrupt:
        return 130


def _problem(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
