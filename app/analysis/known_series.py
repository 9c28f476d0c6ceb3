"""The series the library knows, from the database alone: those whose photos somebody has marked.

The database keeps no series, for they follow from settings and from what was said by hand; they are formed as the
window forms them.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.analysis.embedder import Embedder
from app.analysis.grouping import GroupingSettings
from app.analysis.regrouping import Computed, evidence, regroup
from app.analysis.series import SeriesKind
from app.analysis.shoot import Seen
from app.cancel import CancelToken
from app.library.photo import Marks, Photo, PhotoId
from app.library.store import FolderState, Store

_VERSION = 1
_UNMARKED = Marks()

Series = tuple[Path, ...]


def marked_series(database: Path, embedders: Sequence[Embedder], token: CancelToken) -> Iterator[Series]:
    """The files of each burst with a mark in it, in order of capture, from every folder that was opened.

    A folder inside another goes by its own settings. Raises Cancelled, AppError if the database cannot be opened.
    """
    with Store(database) as store:
        taken: set[PhotoId] = set()
        for folder, state in sorted(store.folders(), key=lambda one: -len(one[0].parts)):
            token.check()
            known = [one for one in store.photos_under(folder, recursive=True) if one[0].id not in taken]
            taken.update(photo.id for photo, _ in known)
            if any(marks != _UNMARKED for _, marks in known):
                yield from _bursts(store, known, state, embedders)


def _bursts(
    store: Store, known: Sequence[tuple[Photo, Marks]], state: FolderState, embedders: Sequence[Embedder]
) -> Iterator[Series]:
    photos = [photo for photo, _ in known]
    paths = {photo.id: photo.path for photo in photos}
    marked = {photo.id for photo, marks in known if marks != _UNMARKED}
    settings = GroupingSettings()
    if state.gap is not None and state.likeness is not None:
        settings = GroupingSettings(state.gap, state.likeness)
    known_of = evidence(photos, [_seen(store, photos, one) for one in embedders])
    computed = Computed(regroup(known_of, settings), known_of.rank)
    for series in computed.by_hand(store.hand_made(paths)):
        if series.kind is SeriesKind.BURST and not marked.isdisjoint(series.frames):
            yield tuple(paths[frame] for frame in series.frames)


def _seen(store: Store, photos: Sequence[Photo], embedder: Embedder) -> Seen:
    vectors = store.vectors(embedder.id, [photo.digest for photo in photos])
    return Seen(embedder, tuple(vectors.get(photo.digest) for photo in photos))


def write_series(series: Sequence[Series], target: Path) -> None:
    """Write series in the form in which `burstpick cull --json` answers, as far as the trainer reads it."""
    rows = [{"kind": SeriesKind.BURST.value, "photos": [str(path) for path in one]} for one in series]
    target.write_text(json.dumps({"version": _VERSION, "folder": "", "series": rows}), encoding="utf-8")
