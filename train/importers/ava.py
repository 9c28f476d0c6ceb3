"""The list of AVA, a large collection of single pictures with the votes of many people.

Each line of `AVA.txt` (Murray, Marchesotti and Perronnin, CVPR 2012) holds 15 whole numbers: a running number, the
picture's number, how many people gave the scores 1 to 10, two numbers of tags and that of a challenge. The file of the
picture 953 is called `953.jpg`.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from train.importers import Imported, ImporterError, LeftOut
from train.manifest import BINS, SingleRecord, shares

_FIRST_COUNT = 2
_FEWEST_NUMBERS = _FIRST_COUNT + BINS


def imported(votes: Path, images: Path) -> Imported:
    """Records of all pictures of the list whose files lie in the folder `images`; raises ImporterError."""
    present = _present(images)
    records: list[SingleRecord] = []
    left_out: list[LeftOut] = []
    for number, line in _lines(votes):
        try:
            name, counts = _parsed(line)
            if name not in present:
                raise ValueError("there is no such file")
            records.append(SingleRecord(images / name, shares(counts)))
        except ValueError as error:
            left_out.append(LeftOut(f"line {number}: {line}", str(error)))
    return Imported(tuple(records), tuple(left_out))


def _present(images: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(images))
    except OSError as error:
        raise ImporterError(f"The folder {images} cannot be read: {error.strerror}.") from error


def _lines(votes: Path) -> Iterator[tuple[int, str]]:
    try:
        text = votes.read_text("ascii")
    except OSError as error:
        raise ImporterError(f"{votes} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ImporterError(f"{votes} is no list of AVA: it holds more than numbers.") from error
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _parsed(line: str) -> tuple[str, list[int]]:
    words = line.split()
    if len(words) < _FEWEST_NUMBERS or not all(word.isdigit() for word in words[:_FEWEST_NUMBERS]):
        raise ValueError("a line starts with two numbers and ten counts of votes")
    return f"{words[1]}.jpg", [int(word) for word in words[_FIRST_COUNT:_FEWEST_NUMBERS]]
