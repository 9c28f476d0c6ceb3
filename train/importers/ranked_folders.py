"""Folders that hold one series each, ranked by hand.

Every folder with a file `ranking.csv` is a series. Its first line names the columns, of which `file` and `rank` are
read: the file's name, and a number of which 1 is the best; frames of the same number are not told apart. Frames that
are not listed do not belong to the series. Where there is no such file, the names of pictures tell: `rank1.jpg`,
`rank2-IMG_0007.jpg`, `rank2_b.png`; other pictures beside them are left out.

Ranks tell which frame is better and not by how much. Neighbouring ranks are taken to be told apart three times in four,
and each further step to treble the odds (0.9, 0.964, ...), as Bradley and Terry's model has it for even steps.
"""

import csv
import os
import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import isfinite
from pathlib import Path

from train.importers import Imported, ImporterError, LeftOut
from train.manifest import SeriesRecord
from train.samples import Pair

RANKING = "ranking.csv"

_RANKED_NAME = re.compile(r"rank[ _-]?(\d{1,6})(?!\d).*\.(?:jpe?g|png|webp|tiff?|hei[cf]|avif)", re.IGNORECASE)
_ODDS = 3.0


def imported(root: Path) -> Imported:
    """The series of all folders below `root` and of itself, by name; raises ImporterError if it cannot be read."""
    if not root.is_dir():
        raise ImporterError(f"There is no folder {root}.")
    records: list[SeriesRecord] = []
    left_out: list[LeftOut] = []
    unread: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=unread.append):
        folders.sort()
        series = Path(folder)
        try:
            record = _record(series, sorted(names), _id(series, root), left_out)
        except (ValueError, OSError, csv.Error) as error:
            left_out.append(LeftOut(str(series), _reason(error)))
        else:
            records += [record] if record is not None else []
    left_out += [LeftOut(str(error.filename), _reason(error)) for error in unread]
    return Imported(tuple(records), tuple(left_out))


def pairs_by_rank(ranks: Sequence[float]) -> tuple[Pair, ...]:
    """All pairs of frames of different rank, 1 being the best, with probabilities by how many ranks lie between."""
    step = {rank: index for index, rank in enumerate(sorted(set(ranks)))}
    pairs = []
    for one, other in combinations(range(len(ranks)), 2):
        better, worse = sorted((one, other), key=lambda frame: ranks[frame])
        if gap := step[ranks[worse]] - step[ranks[better]]:
            pairs.append(Pair(better, worse, 1 / (1 + _ODDS**-gap)))
    return tuple(pairs)


def _id(folder: Path, root: Path) -> str:
    return folder.relative_to(root).as_posix() if folder != root else folder.absolute().name or "series"


def _record(folder: Path, names: Sequence[str], name: str, left_out: list[LeftOut]) -> SeriesRecord | None:
    """The series of a folder; None for one that has no ranks."""
    ranks = _listed(folder / RANKING) if RANKING in names else _named(names)
    if not ranks:
        return None
    missing = sorted(set(ranks) - set(names))
    left_out += [LeftOut(str(folder / one), "there is no such file") for one in missing]
    there = [one for one in ranks if one not in missing]
    if len(there) < 2:
        raise ValueError("fewer than two frames are left of the series")
    pairs = pairs_by_rank([ranks[one] for one in there])
    if not pairs:
        raise ValueError("all frames have the same rank")
    return SeriesRecord(name, tuple(folder / one for one in there), pairs)


def _listed(ranking: Path) -> Mapping[str, float]:
    with ranking.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"file", "rank"} <= set(rows.fieldnames or ()):
            raise ValueError(f"the first line of {RANKING} names no columns “file” and “rank”")
        ranks: dict[str, float] = {}
        for row in rows:
            if row["file"] in ranks:
                raise ValueError(f"{RANKING} lists {row['file']} twice")
            ranks[row["file"]] = _rank(row["rank"], rows.line_num)
    return dict(sorted(ranks.items()))


def _rank(text: str | None, line: int) -> float:
    try:
        rank = float(text or "")
    except ValueError:
        rank = float("nan")
    if not isfinite(rank):
        raise ValueError(f"line {line} of {RANKING} has no number as rank")
    return rank


def _named(names: Sequence[str]) -> Mapping[str, float]:
    return {name: float(found[1]) for name in names if (found := _RANKED_NAME.fullmatch(name))}


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{RANKING} is not in UTF-8"
    return str(error.strerror or error) if isinstance(error, OSError) else str(error)
