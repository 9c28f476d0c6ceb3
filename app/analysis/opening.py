"""Opens a folder: what is known of it at once, then what is really there, as a stream of events."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from app.analysis.embedder import APPEARANCE, Embedded
from app.cancel import CancelToken
from app.library.hand_made import HandMade
from app.library.identity import Presence
from app.library.keywords import Words
from app.library.patient_stat import PatientStat
from app.library.photo import Marks, Photo, PhotoId, ScannedPhoto, Skipped
from app.library.scan import Listing, list_shots, read_shots
from app.library.store import FolderState, Store

# Small enough that the first photos show at once and a cancel is obeyed, large enough that commits cost little.
_BATCH = 200
_BATCH_SECONDS = 1.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Remembered:
    """Some photos that the database knows of the folder from the last time, and what embeddings made of them."""

    photos: list[tuple[Photo, Marks]]
    vectors: tuple[Embedded, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """All that is remembered has been told; this is how the folder was left, and its series made by hand.

    `keywords` are those that other programs gave its photos.
    """

    state: FolderState
    made: HandMade = field(default_factory=HandMade)
    keywords: Mapping[PhotoId, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """How many shots the folder holds."""

    total: int


@dataclass(frozen=True, slots=True)
class Read:
    """Some photos were read: those new or changed, with vectors already known by content, and the unreadable ones.

    `made` is what was said of them by hand, `heirs` are those whose file was one of another photo before, and that;
    `keywords` are those known of them.
    """

    count: int
    photos: list[tuple[Photo, Marks]]
    vectors: tuple[Embedded, ...]
    skipped: list[Skipped]
    made: HandMade = field(default_factory=HandMade)
    heirs: Mapping[PhotoId, PhotoId] = field(default_factory=dict)
    keywords: Mapping[PhotoId, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vanished:
    """Photos the database knew that are not in the folder any more."""

    photos: list[PhotoId]


@dataclass(frozen=True, slots=True)
class Remarked:
    """Photos whose marks in the database are other ones than those at hand, as another program gave them.

    `keywords` are all that are known of the folder.
    """

    marks: Mapping[PhotoId, Marks]
    keywords: Mapping[PhotoId, Words] = field(default_factory=dict)


Event = Remembered | Restored | Listed | Read | Vanished | Remarked


def open_folder(
    token: CancelToken,
    *,
    folder: Path,
    database: Path,
    recursive: bool,
    embedders: Sequence[str] = (APPEARANCE.id,),
    library: int | None = None,
) -> Iterator[Event]:
    """The events of opening `folder`, first what is remembered, then what is found; raises AppError if it is gone.

    `embedders` name the embeddings whose vectors are wanted. With the number of a `library`, no other is opened.
    """
    with Store(database, library) as store:
        vectors = partial(_vectors, store, embedders)
        known = store.photos_under(folder, recursive=recursive)
        # In one go, as the window stands still less while nothing has been told to it yet.
        remembered = vectors(known)
        for batch in _batched(known, _BATCH):
            yield Remembered(batch, tuple(_of(embedded, batch) for embedded in remembered))
        ids = [photo.id for photo, _ in known]
        yield Restored(store.folder_state(folder), store.hand_made(ids), store.keywords(ids))
        listing = list_shots(folder, recursive=recursive, token=token)
        yield from _found(store, vectors, listing, known, token)


def look_again(
    token: CancelToken,
    *,
    folder: Path,
    database: Path,
    recursive: bool,
    embedders: Sequence[str],
    at_hand: Mapping[PhotoId, Marks],
    lost: Collection[PhotoId] = (),
    library: int | None = None,
) -> Iterator[Event]:
    """The events of an open folder that others may have changed: what is new or other, what is gone.

    `at_hand` are the photos shown and their marks, `lost` those that are not as their files could not be decoded.
    Raises AppError if the folder is gone.
    """
    with Store(database, library) as store:
        vectors = partial(_vectors, store, embedders)
        known = store.photos_under(folder, recursive=recursive)
        listing = list_shots(folder, recursive=recursive, token=token)
        marked = {photo.id: marks for photo, marks in known if at_hand.get(photo.id, marks) != marks}
        yield Remarked(marked, store.keywords(photo.id for photo, _ in known))
        here = [pair for pair in known if pair[0].id in at_hand or pair[0].id in lost]
        yield from _found(store, vectors, listing, here, token)


def _found(
    store: Store,
    vectors: Callable[[list[tuple[Photo, Marks]]], tuple[Embedded, ...]],
    listing: Listing,
    known: list[tuple[Photo, Marks]],
    token: CancelToken,
) -> Iterator[Event]:
    yield Listed(len(listing.shots))
    presence = Presence(_holds(listing))
    yield from _read(store, vectors, listing, known, presence, token)
    yield Vanished([photo.id for photo, _ in known if photo.id not in presence.claimed])


def _batched(items: Sequence[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def _in_time(items: Iterable[T]) -> Iterator[list[T]]:
    """Batches that nobody waits long for, be they small: from a slow drive each photo takes its time."""
    batch: list[T] = []
    began = time.monotonic()
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH or time.monotonic() - began > _BATCH_SECONDS:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def _read(
    store: Store,
    vectors: Callable[[list[tuple[Photo, Marks]]], tuple[Embedded, ...]],
    listing: Listing,
    known: list[tuple[Photo, Marks]],
    presence: Presence,
    token: CancelToken,
) -> Iterator[Read]:
    remembered = {photo.path: ScannedPhoto(photo.files, photo.stamps, photo.capture) for photo, _ in known}
    ids = {photo.path: photo.id for photo, _ in known}
    yield Read(0, [], (), list(listing.skipped))
    results = read_shots(listing, remembered, token)
    for batch in _in_time(results):
        scanned = [one for one in batch if isinstance(one, ScannedPhoto)]
        unchanged = [one for one in scanned if remembered.get(one.files[0]) is one]
        presence.claimed.update(ids[one.files[0]] for one in unchanged)
        photos = store.adopt([one for one in scanned if remembered.get(one.files[0]) is not one], presence)
        skipped = [one for one in batch if isinstance(one, Skipped)]
        yield Read(len(batch), photos, vectors(photos), skipped, *_said(store, photos, presence))
    photos = store.adopt_rest(presence)
    yield Read(0, photos, vectors(photos), [], *_said(store, photos, presence))


def _said(
    store: Store, photos: list[tuple[Photo, Marks]], presence: Presence
) -> tuple[HandMade, Mapping[PhotoId, PhotoId], Mapping[PhotoId, Words]]:
    ids = [photo.id for photo, _ in photos]
    heirs = {photo: presence.heirs[photo] for photo in ids if photo in presence.heirs}
    return store.hand_made([*ids, *heirs.values()]), heirs, store.keywords(ids)


def _vectors(store: Store, embedders: Sequence[str], photos: list[tuple[Photo, Marks]]) -> tuple[Embedded, ...]:
    found = []
    for embedder in embedders if photos else ():
        stored = store.vectors(embedder, [photo.digest for photo, _ in photos])
        vectors = {photo.id: stored[photo.digest] for photo, _ in photos if photo.digest in stored}
        found.append(Embedded(embedder, vectors))
    return tuple(found)


def _of(embedded: Embedded, photos: list[tuple[Photo, Marks]]) -> Embedded:
    vectors = {photo.id: embedded.vectors[photo.id] for photo, _ in photos if photo.id in embedded.vectors}
    return Embedded(embedded.embedder, vectors)


def _holds(listing: Listing) -> Callable[[Path, int, int], bool]:
    listed = {file.path: (file.size, file.mtime_ns) for shot in listing.shots for file in shot.files}

    # The library is being written meanwhile: marks must not wait for a drive on which photos were once.
    patient_stat = PatientStat()

    def holds(path: Path, size: int, mtime_ns: int) -> bool:
        if path in listed:
            return listed[path] == (size, mtime_ns)
        try:
            found = patient_stat(path)
        except TimeoutError:
            # Nobody can tell; a photo is taken away from nowhere it may still be.
            return True
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (size, mtime_ns)

    return holds
