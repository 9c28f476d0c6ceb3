"""Scores folders, each as one series, and single pictures by a protocol of choice; nothing is kept."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.analysis.folder_pictures import FolderPictures, pictures_of
from app.analysis.models import Scorer
from app.analysis.picture_rating import SEEDED, SINGLE, PictureRater, Rated
from app.cancel import CancelToken
from app.errors import AppError
from app.library.photo import Skipped
from fgaesq_core import ModelError, Ranking

__all__ = ["SEEDED", "ProtocolError", "ScoredPaths", "ScoredSeries", "ScoredSingle", "check_protocol", "score_paths"]

Report = Callable[[str, int, int], None]


class ProtocolError(AppError):
    """The model does not have the protocol that was asked for."""


@dataclass(frozen=True, slots=True)
class ScoredSeries:
    """A folder: the names of its pictures in order, and in that order what each collected and how they rank.

    The scores of the ranking are the adjusted ones.
    """

    folder: Path
    files: tuple[str, ...]
    raw: tuple[tuple[float, ...], ...]
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class ScoredSingle:
    """A picture that was compared with none."""

    path: Path
    score: float


@dataclass(frozen=True, slots=True)
class ScoredPaths:
    """What was scored, in the order given, and what could not be."""

    series: tuple[ScoredSeries, ...]
    singles: tuple[ScoredSingle, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Work:
    """What there is to score; each single picture is a file and those that may stand in for it."""

    folders: tuple[FolderPictures, ...]
    singles: tuple[tuple[Path, ...], ...]
    skipped: tuple[Skipped, ...]


def check_protocol(scorer: Scorer, protocol: str) -> None:
    """Raise ProtocolError if the model does not have the protocol."""
    if protocol not in scorer.protocols:
        try:
            list(scorer.rank_all((), protocol))
        except ModelError as error:
            raise ProtocolError(str(error)) from error


def score_paths(
    paths: Sequence[Path], *, scorer: Scorer, protocol: str, seed: int, report: Report, token: CancelToken
) -> ScoredPaths:
    """Score the pictures of each folder as one series and every file on its own, all of them so by "single".

    `seed` is that of every draw for a single picture of the published protocols. `report(stage, done, total)` is called
    often and from several threads, one at a time; each picture counts twice, when it is decoded and when it is scored.
    Raises ProtocolError, Cancelled, and AppError where there is no room for the work.
    """
    check_protocol(scorer, protocol)
    work = _work(paths, protocol, token)
    progress = _Progress(report, len(work.singles) + sum(len(one.pictures) for one in work.folders))
    rater = PictureRater(scorer, seed, token, progress.decoded)
    series: list[ScoredSeries] = []
    skipped = list(work.skipped)
    for folder in work.folders:
        rated = rater.rate(folder.pictures, protocol, folder.folder.name)
        skipped += rated.skipped
        series += _series(folder.folder, rated, scorer)
        progress.scored(len(folder.pictures))
    alone = rater.rate_alone(work.singles, protocol)
    progress.scored(len(work.singles))
    return ScoredPaths(tuple(series), tuple(_singles(alone)), (*skipped, *alone.skipped))


def _work(paths: Sequence[Path], protocol: str, token: CancelToken) -> _Work:
    folders: list[FolderPictures] = []
    singles: list[tuple[Path, ...]] = []
    skipped: list[Skipped] = []
    for path in dict.fromkeys(paths):
        if not path.is_dir():
            singles.append((path,))
            continue
        found = pictures_of(path, token)
        skipped += found.skipped
        if protocol == SINGLE:
            singles += found.pictures
        else:
            folders.append(found)
    return _Work(tuple(folders), tuple(singles), tuple(skipped))


def _series(folder: Path, rated: Rated, scorer: Scorer) -> Iterable[ScoredSeries]:
    if rated.scores is not None:
        names = tuple(path.name for path in rated.files)
        yield ScoredSeries(folder, names, rated.scores.raw, scorer.ranking(rated.scores))


def _singles(rated: Rated) -> Iterable[ScoredSingle]:
    if rated.scores is not None:
        for path, score in zip(rated.files, rated.scores.adjusted, strict=True):
            yield ScoredSingle(path, score)


class _Progress:
    """Counts the pictures that are decoded and those that are scored, from whatever thread."""

    def __init__(self, report: Report, pictures: int) -> None:
        self._report = report
        self._total = 2 * pictures
        self._scored = 0
        self._decoded: set[Path] = set()
        self._lock = threading.Lock()

    def decoded(self, path: Path) -> None:
        """A picture was decoded; a second time counts no more."""
        with self._lock:
            self._decoded.add(path)
            self._tell()

    def scored(self, pictures: int) -> None:
        """So many pictures are done with, the decoded ones among them."""
        with self._lock:
            self._scored += pictures
            self._decoded.clear()
            self._tell()

    def _tell(self) -> None:
        # A file that stands in for another counts as one more.
        self._report("Scoring", min(2 * self._scored + len(self._decoded), self._total), self._total)
