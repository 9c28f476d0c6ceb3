"""The whole job without a window: a folder in, its series with their rankings out.

Nothing is remembered and no marks are read: the same folder gives the same answer.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from app.analysis.grouping import GroupingSettings, group, timeline
from app.analysis.models import Scorer
from app.analysis.preparation import embedding
from app.analysis.scoring import UnreadableFrameError, rank_photos
from app.analysis.series import SeriesKind
from app.analysis.shoot import Vector
from app.cancel import CancelToken
from app.library.decode import UnreadableError
from app.library.photo import ScannedPhoto, Skipped
from app.library.scan import list_shots, read_shots
from app.library.thumbnails import encode_thumbnail, make_thumbnail
from fgaesq_core import Ranking, appearance

Report = Callable[[str, int, int], None]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class CulledSeries:
    """One series: its photos in order of capture and what the model says of them; brackets are not ranked."""

    kind: SeriesKind
    photos: tuple[ScannedPhoto, ...]
    ranking: Ranking | None


@dataclass(frozen=True, slots=True)
class CulledFolder:
    """Everything found in a folder."""

    series: tuple[CulledSeries, ...]
    skipped: tuple[Skipped, ...]


def cull(
    folder: Path, *, recursive: bool, settings: GroupingSettings, scorer: Scorer, report: Report, token: CancelToken
) -> CulledFolder:
    """Read, group and rank a folder; raises AppError if it is not there.

    `report(stage, done, total)` is called often, from this thread. The result does not depend on threads: each
    photo and each series is computed on its own.
    """
    photos, skipped = _read(folder, recursive, report, token)
    while True:
        vectors, unreadable = _embed(photos, report)
        photos = [photo for photo in photos if photo.files[0] not in unreadable]
        groups = _group(photos, [vectors[photo.files[0]] for photo in photos], settings)
        ranked, failed = _rank(groups, scorer, report, token)
        skipped += [Skipped(path, reason) for path, reason in (unreadable | failed).items()]
        if not failed:
            return CulledFolder(tuple(ranked), tuple(sorted(skipped, key=lambda one: str(one.path))))
        photos = [photo for photo in photos if photo.files[0] not in failed]


def _read(
    folder: Path, recursive: bool, report: Report, token: CancelToken
) -> tuple[list[ScannedPhoto], list[Skipped]]:
    listing = list_shots(folder, recursive=recursive, token=token)
    photos: list[ScannedPhoto] = []
    skipped = list(listing.skipped)
    for done, one in enumerate(read_shots(listing, {}, token), 1):
        if isinstance(one, Skipped):
            skipped.append(one)
        else:
            photos.append(one)
        report("Reading", min(done, len(listing.shots)), len(listing.shots))
    return photos, skipped


def _embed(photos: Sequence[ScannedPhoto], report: Report) -> tuple[dict[Path, Vector], dict[Path, str]]:
    vectors: dict[Path, Vector] = {}
    unreadable: dict[Path, str] = {}
    paths = [photo.files[0] for photo in photos]
    for done, (path, result) in enumerate(zip(paths, _in_threads(_vector, paths), strict=True), 1):
        if isinstance(result, str):
            unreadable[path] = result
        else:
            vectors[path] = result
        report("Preparing", done, len(paths))
    return vectors, unreadable


def _vector(path: Path) -> Vector | str:
    try:
        return embedding(encode_thumbnail(make_thumbnail(path)))
    except UnreadableError as error:
        return error.reason


def _group(
    photos: Sequence[ScannedPhoto], vectors: Sequence[Vector], settings: GroupingSettings
) -> list[tuple[SeriesKind, tuple[ScannedPhoto, ...]]]:
    rows = np.stack(vectors) if vectors else None
    known = timeline(
        [photo.capture for photo in photos], [str(photo.files[0]) for photo in photos], rows, appearance.LIKENESS
    )
    return [(one.kind, tuple(photos[frame] for frame in one.frames)) for one in group(known, settings)]


def _rank(
    groups: Sequence[tuple[SeriesKind, tuple[ScannedPhoto, ...]]], scorer: Scorer, report: Report, token: CancelToken
) -> tuple[list[CulledSeries], dict[Path, str]]:
    ranked: list[CulledSeries] = []
    failed: dict[Path, str] = {}
    results = _in_threads(partial(_ranking, scorer, token), groups)
    for done, ((kind, photos), result) in enumerate(zip(groups, results, strict=True), 1):
        if isinstance(result, UnreadableFrameError):
            failed[result.path] = result.reason
        else:
            ranked.append(CulledSeries(kind, photos, result))
        report("Scoring", done, len(groups))
    return ranked, failed


def _ranking(
    scorer: Scorer, token: CancelToken, series: tuple[SeriesKind, tuple[ScannedPhoto, ...]]
) -> Ranking | UnreadableFrameError | None:
    kind, photos = series
    if kind is SeriesKind.BRACKET:
        return None
    try:
        return rank_photos(scorer, [photo.files[0] for photo in photos], token)
    except UnreadableFrameError as error:
        return error


def _in_threads(function: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """Results in order, computed on all cores, with a bounded number under way."""
    threads = os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        ahead = iter(items)
        running = [pool.submit(function, item) for item in islice(ahead, 2 * threads)]
        while running:
            yield running.pop(0).result()
            running += [pool.submit(function, item) for item in islice(ahead, 1)]
