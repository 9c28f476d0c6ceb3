"""Checks of single arguments, shared by the commands."""

import argparse
from collections.abc import Callable
from pathlib import Path


def existing_folder(text: str) -> Path:
    """A folder that is there, as an absolute path."""
    path = Path(text).absolute()
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return path


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
