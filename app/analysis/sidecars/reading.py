"""From sidecars and the packets inside photos to marks and keywords."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.analysis.sidecars.folder import MarkedFolder, marked_folders
from app.analysis.sidecars.heard import by_photo, heard
from app.cancel import CancelToken
from app.library.keywords import SaidKeywords, Words, newest, tidy
from app.library.photo import Marks, Photo, PhotoId, Skipped, picture_files
from app.library.sidecar_memory import MarkTimes, RememberedSidecar, TakenMark
from app.library.source import UnreadableError
from app.library.store import Store
from app.library.xmp.dialects import said_by, said_since, voices_of, words_beyond_usual
from app.library.xmp.embedded import embedded_packet
from app.library.xmp.label_texts import USUAL_TEXTS, LabelTexts
from app.library.xmp.merge import Conflict, Merged, Source, merge
from app.library.xmp.packet import BadPacketError, Packet, read_packet
from app.library.xmp.replacing import RefusedError, State, read_file, state_of
from app.library.xmp.sidecar_names import embedded_ending
from app.library.xmp.text import MOST_BYTES

# Photos whose marks are taken in one transaction.
_AT_ONCE = 200

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SidecarReading:
    """What reading a folder's sidecars came to.

    `changed` are all marks of the photos that got new ones, `conflicts` where a file and the library, or two files,
    said different things (the newest was taken), `skipped` what could not be read; `read` counts the photos looked at.
    `keywords` are those of the photos that have other ones now, the levels of a hierarchy with `|` between them.
    """

    read: int = 0
    changed: Mapping[PhotoId, Marks] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    keywords: Mapping[PhotoId, Words] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """What was found for some photos, on its way into the library."""

    taken: list[TakenMark] = field(default_factory=list)
    seen: list[RememberedSidecar] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    said: list[SaidKeywords] = field(default_factory=list)
    keywords: dict[PhotoId, Words] = field(default_factory=dict)


def read_sidecars(
    store: Store,
    folder: Path,
    *,
    recursive: bool,
    token: CancelToken,
    photos: Collection[PhotoId] | None = None,
    texts: LabelTexts = USUAL_TEXTS,
    keep: bool = True,
    report: Report = lambda done, total: None,
) -> SidecarReading:
    """Take the marks and keywords of a folder's sidecars and embedded packets into the library, of each the newest.

    Files that have not changed since the last look are not opened, unless they said no label and `texts` are new.
    `photos` are those to look at, all if None; without `keep` the library stays as it is. Raises AppError if the marks
    cannot be kept, and Cancelled; what was taken before stays.
    """
    if keep:
        store.understand(words_beyond_usual(texts))
    looked: list[MarkedFolder] = []
    skipped: list[Skipped] = []
    for one in marked_folders(store, folder, recursive=recursive):
        token.check()
        if isinstance(one, Skipped):
            skipped.append(one)
        else:
            looked.append(one)
    total = sum(len(one.photos) for one in looked)
    changed: dict[PhotoId, Marks] = {}
    conflicts: list[Conflict] = []
    keywords: dict[PhotoId, Words] = {}
    done = 0
    for one in looked:
        for at in range(0, len(one.photos), _AT_ONCE):
            some = [pair for pair in one.photos[at : at + _AT_ONCE] if photos is None or pair[0].id in photos]
            found = _look(store, one, some, texts, token)
            changed |= _kept(store, found) if keep else _would_change(some, found.taken)
            conflicts += found.conflicts
            skipped += found.skipped
            keywords |= found.keywords
            done += len(some)
            report(done, total)
    return SidecarReading(done, changed, tuple(conflicts), tuple(skipped), keywords)


def _kept(store: Store, found: _Found) -> dict[PhotoId, Marks]:
    return store.take_marks(found.taken, found.seen, found.said)


def _look(
    store: Store,
    folder: MarkedFolder,
    photos: list[tuple[Photo, Marks]],
    texts: LabelTexts,
    token: CancelToken,
) -> _Found:
    ids = [photo.id for photo, _ in photos]
    times = store.mark_times(ids)
    known = _known(store, ids, texts)
    said = by_photo(store.said_keywords(ids))
    found = _Found()
    now = time.time()
    for photo, marks in photos:
        token.check()
        looks = list(_sources(folder, photo, known, texts, found.skipped))
        if all(look.is_old for look in looks):
            continue
        sources = [look.source for look in looks]
        merged = merge(photo.id, marks, times.get(photo.id, MarkTimes()), sources, now)
        fresh = [look for look in looks if not look.is_old]
        _add(found, merged, (look.seen for look in fresh))
        _hear(found, photo.id, fresh, said.get(photo.id, {}), now)
    return found


def _known(store: Store, photos: list[PhotoId], texts: LabelTexts) -> dict[tuple[PhotoId, str], RememberedSidecar]:
    remembered = store.sidecars(photos)
    if not store.understands(words_beyond_usual(texts)):
        remembered = [one if one.said.label is not None else replace(one, size=-1) for one in remembered]
    return {(one.photo, one.ending): one for one in remembered}


def _add(found: _Found, merged: Merged, seen: Iterable[RememberedSidecar]) -> None:
    found.taken += merged.taken
    found.conflicts += merged.conflicts
    found.seen += seen


def _hear(
    found: _Found, photo: PhotoId, looks: Iterable["_Look"], said: Mapping[str, SaidKeywords], now: float
) -> None:
    news = [one for look in looks if (one := heard(look.source, look.seen, look.words, said, now)) is not None]
    if not news:
        return
    found.said += news
    before, after = newest(said.values()), newest({**said, **{one.ending: one for one in news}}.values())
    if after != before:
        found.keywords[photo] = after


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a file; an old one repeats what is remembered, and of keywords nothing."""

    source: Source
    seen: RememberedSidecar
    is_old: bool
    words: Words = ()


def _sources(
    folder: MarkedFolder,
    photo: Photo,
    known: Mapping[tuple[PhotoId, str], RememberedSidecar],
    texts: LabelTexts,
    skipped: list[Skipped],
) -> Iterator[_Look]:
    """The sidecars of a photo that are there, then the packets inside its files."""
    files = [(place.path, place.ending, _sidecar) for place in folder.names.places(photo) if place.is_there]
    files += [(file, embedded_ending(file), embedded_packet) for file in picture_files(photo.files)]
    for path, ending, read in files:
        before = known.get((photo.id, ending))
        state = state_of(path)
        if state is None:
            continue
        if before is not None and (before.size, before.mtime_ns) == (state.size, state.mtime_ns):
            yield _Look(Source(path, before.said, before.dated, state.mtime_ns / 1e9, before), before, True)
            continue
        try:
            packet = read(path)
        except (BadPacketError, UnreadableError, RefusedError) as error:
            skipped.append(Skipped(path, f"its marks cannot be read: {error.reason}"))
            continue
        yield _seen(photo.id, path, ending, state, packet or Packet(), before, texts)


def _seen(
    photo: PhotoId,
    path: Path,
    ending: str,
    state: State,
    packet: Packet,
    before: RememberedSidecar | None,
    texts: LabelTexts,
) -> _Look:
    if before is None or before.voices is None:
        said = said_by(packet, texts)
    else:
        said = said_since(packet, texts, before.said, before.voices)
    seen = RememberedSidecar(photo, ending, said, packet.dated, state.size, state.mtime_ns, voices_of(packet, texts))
    source = Source(path, said, packet.dated, state.mtime_ns / 1e9, before)
    return _Look(source, seen, False, tidy(packet.keywords))


def _sidecar(path: Path) -> Packet | None:
    content = read_file(path, MOST_BYTES)
    return None if content is None else read_packet(content.data)


def _would_change(photos: list[tuple[Photo, Marks]], taken: list[TakenMark]) -> dict[PhotoId, Marks]:
    """The marks as they would be, without any being kept."""
    marks = {photo.id: one for photo, one in photos}
    changed: dict[PhotoId, Marks] = {}
    for one in taken:
        changed[one.photo] = one.on(changed.get(one.photo, marks[one.photo]))
    return changed
