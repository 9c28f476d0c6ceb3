"""Checks of single arguments, shared by the commands."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from app.errors import AppError


class BadArgumentError(AppError):
    """An argument that proves useless only after all have been read; shown below the usage line."""


def add_folder_arguments(parser: argparse.ArgumentParser) -> None:
    """Which photos a command is for: `folder` and `recursive`."""
    parser.add_argument("folder", type=existing_folder, metavar="FOLDER", help="the folder of photos")
    parser.add_argument("--recursive", action="store_true", help="include subfolders")


def existing_path(text: str) -> Path:
    """A folder or a file that is there, as an absolute path without `..`; a leading `~` is the home folder."""
    given = text if os.path.lexists(text) else os.path.expanduser(text)
    if not os.path.exists(given):
        raise argparse.ArgumentTypeError(f"{text} is not there")
    return Path(os.path.abspath(given))


def existing_folder(text: str) -> Path:
    """A folder that is there, as an absolute path without `..`, as its photos are named.

    A leading `~` is the home folder, as not every shell says so for `make run FOLDER=~/photos`.
    """
    given = text if os.path.isdir(text) else os.path.expanduser(text)
    if not os.path.isdir(given):
        problem = "is not a folder but a file" if os.path.isfile(given) else "is not there"
        raise argparse.ArgumentTypeError(f"the folder {text} {problem}")
    return Path(os.path.abspath(given))


def in_range(low: float, high: float) -> Callable[[str], float]:
    """A converter to a number from `low` to `high`."""

    def number(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {low:g} to {high:g}")
        return value

    return number
