"""The whole job without a window: a folder in, its series with their rankings out.

Nothing is remembered and no marks are read: the same folder gives the same answer.
"""

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from app.analysis.embedder import APPEARANCE, Embedder, Vector, vector_of, vectors_by
from app.analysis.grouping import GroupingSettings, Look, group, timeline
from app.analysis.models import Scorer
from app.analysis.scoring import UnreadableFrameError, out_of_room_named, rankings
from app.analysis.series import SeriesKind
from app.cancel import CancelToken
from app.library.decode import UnreadableError
from app.library.photo import ScannedPhoto, Skipped, without_shown
from app.library.scan import list_shots, read_shots
from app.library.thumbnails import encode_thumbnail, make_thumbnail
from fgaesq_core import Ranking
from fgaesq_core.ahead import in_threads

# Photos a model looks at between two reports.
_AT_ONCE = 32

Report = Callable[[str, int, int], None]
Looks = Callable[[Sequence[Path]], Generator[Vector | str]]
_Group = tuple[SeriesKind, tuple[ScannedPhoto, ...]]


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
    folder: Path,
    *,
    recursive: bool,
    settings: GroupingSettings,
    scorer: Scorer,
    report: Report,
    token: CancelToken,
    embedder: Embedder = APPEARANCE,
) -> CulledFolder:
    """Read, group and rank a folder; raises AppError if it is not there.

    Any `embedder` but `APPEARANCE` is that of the scorer itself.
    `report(stage, done, total)` is called often, from this thread. The result does not depend on threads: each
    photo and each series is computed on its own.
    """
    photos, skipped = _read(folder, recursive, report, token)
    vectors: dict[Path, Vector] = {}
    look = by_pixels if embedder == APPEARANCE else partial(by_model, scorer, token)
    ranked: dict[_Group, Ranking | None] = {}
    while True:
        groups: list[_Group] = []
        failed = _embed(photos, vectors, look, report, token)
        if not failed:
            groups = _group(photos, [vectors[photo.files[0]] for photo in photos], embedder, settings)
            failed = _rank(groups, ranked, scorer, report, token)
        if not failed:
            break
        # Without the photos that failed, those around them may be grouped otherwise.
        skipped += [Skipped(path, reason) for path, reason in failed.items()]
        photos = [left for photo in photos if (left := _left(photo, failed)) is not None]
    series = tuple(CulledSeries(kind, members, ranked[kind, members]) for kind, members in groups)
    return CulledFolder(series, tuple(sorted(skipped, key=lambda one: str(one.path))))


def _left(photo: ScannedPhoto, failed: Mapping[Path, str]) -> ScannedPhoto | None:
    """The photo if its file did not fail, else the RAW of a pair whose JPEG did."""
    return without_shown(photo) if photo.files[0] in failed else photo


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


def _embed(
    photos: Sequence[ScannedPhoto], vectors: dict[Path, Vector], look: Looks, report: Report, token: CancelToken
) -> dict[Path, str]:
    """Add the embeddings that are missing; returns the files that cannot be decoded, with the reason."""
    failed: dict[Path, str] = {}
    missing = [photo.files[0] for photo in photos if photo.files[0] not in vectors]
    with closing(look(missing)) as results:
        for done, (path, result) in enumerate(zip(missing, results, strict=True), len(photos) - len(missing) + 1):
            token.check()
            if isinstance(result, str):
                failed[path] = result
            else:
                vectors[path] = result
            report("Preparing", done, len(photos))
    return failed


def by_pixels(paths: Sequence[Path]) -> Generator[Vector | str]:
    """The vectors of files in order, or why there is none."""
    return in_threads(_vector, paths, os.cpu_count() or 1)


def _vector(path: Path) -> Vector | str:
    jpeg = _thumbnail(path)
    return jpeg if isinstance(jpeg, str) else vector_of(jpeg)


def by_model(scorer: Scorer, token: CancelToken, paths: Sequence[Path]) -> Generator[Vector | str]:
    """The same by the eye of a model; other threads decode while it looks. Raises AppError, Cancelled."""
    with out_of_room_named(), closing(in_threads(_thumbnail, paths, os.cpu_count() or 1)) as thumbnails:
        while some := list(islice(thumbnails, _AT_ONCE)):
            rows = iter(vectors_by(scorer, [one for one in some if isinstance(one, bytes)], token))
            for one in some:
                yield one if isinstance(one, str) else next(rows)


def _thumbnail(path: Path) -> bytes | str:
    try:
        return encode_thumbnail(make_thumbnail(path))
    except UnreadableError as error:
        return error.reason


def _group(
    photos: Sequence[ScannedPhoto], vectors: Sequence[Vector], embedder: Embedder, settings: GroupingSettings
) -> list[_Group]:
    looks = [Look(np.stack(vectors), embedder.scale)] if vectors else []
    known = timeline([photo.capture for photo in photos], [str(photo.files[0]) for photo in photos], looks)
    return [(one.kind, tuple(photos[frame] for frame in one.frames)) for one in group(known, settings)]


def _rank(
    groups: Sequence[_Group],
    known: dict[_Group, Ranking | None],
    scorer: Scorer,
    report: Report,
    token: CancelToken,
) -> dict[Path, str]:
    """Add the rankings that are missing; returns the photos that stand in the way, with the reason."""
    failed: dict[Path, str] = {}
    missing = [one for one in groups if one not in known]
    wanted = [[photo.files[0] for photo in photos] for kind, photos in missing if kind is not SeriesKind.BRACKET]
    with closing(rankings(scorer, wanted, token)) as results, _stopped_by_an_error(token):
        for done, one in enumerate(missing, len(groups) - len(missing) + 1):
            token.check()
            result = None if one[0] is SeriesKind.BRACKET else next(results)
            if isinstance(result, UnreadableFrameError):
                failed[result.path] = result.reason
            else:
                known[one] = result
            report("Scoring", done, len(groups))
    return failed


@contextmanager
def _stopped_by_an_error(token: CancelToken) -> Iterator[None]:
    """Whatever ends the block early, as Ctrl+C does, also ends what works ahead in other threads."""
    try:
        yield
    except BaseException:
        token.cancel()
        raise
