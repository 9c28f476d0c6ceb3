"""Writes what a command found, to standard output or to a file, whatever the names of photos are made of."""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from app.cli.arguments import BadArgumentError
from app.errors import AppError

# A file name may hold line ends and commands to the terminal.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Answer(Protocol):
    """What a command found."""

    def as_json(self) -> str:
        """All of it, for programs."""

    def lines(self) -> Iterable[str]:
        """What matters of it, for people."""


def add_output_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare --json and --quiet."""
    parser.add_argument(
        "--json", metavar="FILE|-", help="write the full result to a file as JSON; - prints it instead of the lines"
    )
    parser.add_argument("--quiet", action="store_true", help="print neither lines nor progress")


def json_target(arguments: argparse.Namespace, photos: Sequence[Path]) -> Path | None:
    """The file that --json names; raises BadArgumentError if it may not be written, or could be one of the photos.

    To be asked before the work, so that an hour of it is not lost.
    """
    if arguments.json is None or arguments.json == "-":
        return None
    target = Path(arguments.json)
    for place in photos:
        target = writable(target, place, replaceable=".json")
    return target


def give(answer: Answer, arguments: argparse.Namespace, target: Path | None) -> None:
    """Print and write an answer as --json and --quiet have it; raises as `lines` and `document` do."""
    if arguments.json == "-":
        lines([answer.as_json()])
    elif not arguments.quiet:
        lines(answer.lines())
    if target is not None:
        document(target, answer.as_json())


def visible(text: str) -> str:
    """The text with control characters written out, so that it stays one line and does no harm."""
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def counted(number: int, noun: str) -> str:
    """A number with its noun, as `1 file` and `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def lines(texts: Iterable[str]) -> None:
    """Print lines; raises BrokenPipeError when nobody reads them any more, and AppError for any other failure."""
    if sys.stdout is None:
        return
    encoding = sys.stdout.encoding or "utf-8"
    try:
        for text in texts:
            # A file name need not be valid Unicode, nor within what the terminal can show.
            print(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        # What is still buffered would fail once more when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise AppError(f"The result could not be printed: {error.strerror or error}.", str(error)) from error


def problem(sentence: str) -> None:
    """Say on standard error what is wrong."""
    if sys.stderr is not None:
        print(f"burstpick: {sentence}", file=sys.stderr)


def writable(target: Path, photos: Path, *, replaceable: str = "") -> Path:
    """The file `target` as an absolute path if it may be written; raises BadArgumentError.

    `photos` is a folder, or one photo. In the folder nothing is overwritten but files with the ending `replaceable`: a
    slip must not cost a photo.
    """
    place = Path(os.path.abspath(target))
    if os.path.isdir(place):
        raise BadArgumentError(f"{target} is a folder; name a file.")
    if not os.path.isdir(place.parent):
        raise BadArgumentError(f"The folder {place.parent} is not there; name a file elsewhere.")
    is_there = os.path.exists(place)
    if not os.access(place if is_there else place.parent, os.W_OK):
        raise BadArgumentError(f"{target} may not be written; name another file.")
    is_kept = is_there and place.suffix.lower() != replaceable
    if is_kept and place.resolve().is_relative_to(photos.resolve()):
        raise BadArgumentError(f"{target} is among the photos and will not be overwritten; name another file.")
    return place


def document(target: Path, text: str) -> None:
    """Write a file; raises AppError."""
    try:
        target.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise AppError(f"{target} could not be written: {error.strerror or error}.", str(error)) from error
