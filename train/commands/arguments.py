"""Checks of single arguments, shared by the commands."""

import argparse
from collections.abc import Callable
from pathlib import Path


def existing_file(text: str) -> Path:
    """A file that is there."""
    path = Path(text).expanduser()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"the file {text} is not there")
    return path


def existing_folder(text: str) -> Path:
    """A folder that is there."""
    path = Path(text).expanduser()
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"the folder {text} is not there")
    return path


def whole(lowest: int) -> Callable[[str], int]:
    """A converter to a whole number of at least so much."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < lowest:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least {lowest}")
        return int(text)

    return number


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


def positive(text: str) -> float:
    """A number above 0."""
    value = in_range(0, 1e12)(text)
    if not value:
        raise argparse.ArgumentTypeError("it has to be more than 0")
    return value
