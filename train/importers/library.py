"""The marks a photographer made in Burstpick, from its own database, which is only read.

The database keeps no series, for they follow from settings. What belongs together is taken, in this order, from

1. a list of series, where one is given, such as the answer of `burstpick cull FOLDER --json FILE`, made with the
   settings under which the marks were given (`train.importers.cull_answer` reads it);
2. decisions: photos that one stroke marked, one as pick and all others as rejects, were on the screen as one series;
3. the rankings that were kept, for these are of series that were on the screen: those first that most models gave, then
   the longest; one that shares a photo with a series taken before is passed over;
4. the bursts that cameras wrote into the files;
5. comparisons: frames that were preferred to each other.

Within a series, comparisons of two frames count as well as marks, and before them.

Exposure brackets are no series to choose from. The database does not tell whether a pick was the photographer's own or
the model's that was accepted, only whether scores were shown then; databases of earlier programs do not even tell that,
and their marks are taken as given beside scores.
"""

import hashlib
import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from train.importers import Imported, ImporterError, LeftOut
from train.importers.marks import Mark, Preference, is_decision, pairs_of, with_preferences
from train.manifest import SeriesRecord
from train.samples import Pair

UNDECIDED = "no mark tells its frames apart"
"""Why a series is left out that was not marked, or not so that anything could be learnt."""

_DIGEST_BYTES = 16
_PHOTOS = (
    "SELECT photo.id, path, digest, stars, flag, marked_at, {shown}, wall, burst_key, bracketed "
    "FROM file JOIN photo ON photo.id = file.photo_id WHERE role >= 0 ORDER BY photo.id, role"
)
_SHOWN = "scores_shown"
_TELLS_SHOWN = f"SELECT 1 FROM pragma_table_info('photo') WHERE name = '{_SHOWN}'"
_RANKINGS = "SELECT frames FROM ranking"
_TELLS_COMPARISONS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'comparison'"
_COMPARISONS = "SELECT winner, loser, scores_shown FROM comparison ORDER BY at, winner, loser"


@dataclass(frozen=True, slots=True)
class _Photo:
    id: int
    path: Path
    digests: tuple[bytes, ...]
    mark: Mark
    wall: float
    burst: str
    bracketed: bool


@dataclass(frozen=True, slots=True)
class _Comparison:
    winner: int
    loser: int
    shown: bool


@dataclass(frozen=True, slots=True)
class _Library:
    photos: list[_Photo]
    rankings: list[bytes]
    comparisons: list[_Comparison]


_Series = tuple[_Photo, ...]
_Row = tuple[int, bytes, bytes, int, int, float | None, int, float, str, int]


@dataclass(frozen=True, slots=True)
class MarkedSeries:
    """A series with pairs, how many of its marks and comparisons were given blind, and how many maybe beside scores."""

    record: SeriesRecord
    blind: int
    shown: int


@dataclass(frozen=True, slots=True)
class MarkedLibrary:
    """The series whose marks tell frames apart, what was left out, and how many marked photos are in no series."""

    series: tuple[MarkedSeries, ...]
    left_out: tuple[LeftOut, ...]
    alone: int


def imported(database: Path, series: Iterable[Collection[Path]] | None = None, trust: float = 1.0) -> Imported:
    """Records of all series whose marks tell frames apart; arguments and errors are those of `marked`."""
    found = marked(database, series, trust)
    return Imported(tuple(one.record for one in found.series), found.left_out)


def marked(
    database: Path,
    series: Iterable[Collection[Path]] | None = None,
    trust: float = 1.0,
    folders: Sequence[Path] = (),
) -> MarkedLibrary:
    """All series whose marks tell frames apart; `series` lists their files where that is known.

    `trust`, 0 to 1, is for marks that were given beside scores. With `folders`, which are absolute, only photos in and
    below them count. What lies in the database but not on the disk is left out. Raises ImporterError if the database
    cannot be read.
    """
    library = _read(database)
    photos = library.photos
    if folders:
        photos = [photo for photo in photos if any(photo.path.is_relative_to(folder) for folder in folders)]
    found = _own_series(photos, library) if series is None else _listed(photos, series)
    known: list[MarkedSeries] = []
    left_out: list[LeftOut] = []
    for one in found:
        there = tuple(photo for photo in one if photo.path.is_file())
        left_out += [LeftOut(str(photo.path), "there is no such file") for photo in one if photo not in there]
        preferences = _preferences(there, library.comparisons)
        pairs = with_preferences(pairs_of([photo.mark for photo in there], trust), preferences, trust)
        if pairs:
            known.append(_marked(there, pairs, preferences))
        elif len(there) > 1:
            left_out.append(LeftOut(_span(there), UNDECIDED))
    grouped = {photo for one in found if len(one) > 1 for photo in one}
    brackets = {photo for photo in photos if photo.bracketed}
    alone = sum(bool(photo.mark.stars or photo.mark.flag) for photo in photos if photo not in grouped | brackets)
    return MarkedLibrary(tuple(known), tuple(left_out), alone)


def _marked(photos: _Series, pairs: tuple[Pair, ...], preferences: Sequence[Preference]) -> MarkedSeries:
    given = [photo.mark.shown for photo in photos if photo.mark.is_given] + [one.shown for one in preferences]
    record = SeriesRecord(_id(photos), tuple(photo.path for photo in photos), pairs)
    return MarkedSeries(record, given.count(False), given.count(True))


def _preferences(photos: _Series, comparisons: Iterable[_Comparison]) -> list[Preference]:
    """The comparisons between frames of one series, by their index, the oldest first."""
    place = {photo.id: at for at, photo in enumerate(photos)}
    return [
        Preference(place[one.winner], place[one.loser], one.shown)
        for one in comparisons
        if one.winner in place and one.loser in place
    ]


def _read(database: Path) -> _Library:
    try:
        address = f"{database.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:
            shown = _SHOWN if connection.execute(_TELLS_SHOWN).fetchone() else "1"
            photos = list(_photos(connection.execute(_PHOTOS.format(shown=shown))))
            rankings = [frames for (frames,) in connection.execute(_RANKINGS)]
            compared = connection.execute(_COMPARISONS) if connection.execute(_TELLS_COMPARISONS).fetchone() else ()
            return _Library(photos, rankings, [_Comparison(one, other, bool(seen)) for one, other, seen in compared])
    except (sqlite3.Error, OSError) as error:
        raise ImporterError(f"{database} cannot be read as a database of Burstpick: {error}.") from error


def _photos(rows: Iterable[_Row]) -> Iterator[_Photo]:
    """A photo is shown by the first of its files, but known by the content of any."""
    for number, group in groupby(rows, key=lambda row: row[0]):
        files = list(group)
        _, path, _, stars, flag, at, shown, wall, burst, bracketed = files[0]
        digests = tuple(row[2] for row in files)
        mark = Mark(stars, flag, at, bool(shown))
        yield _Photo(number, Path(os.fsdecode(path)), digests, mark, wall, burst, bool(bracketed))


def _listed(photos: Sequence[_Photo], series: Iterable[Collection[Path]]) -> list[_Series]:
    known = {photo.path: photo for photo in photos}
    return [tuple(known[path] for path in dict.fromkeys(paths) if path in known) for paths in series]


def _own_series(photos: Sequence[_Photo], library: _Library) -> list[_Series]:
    everything = photos
    photos = [photo for photo in photos if not photo.bracketed]
    taken: set[_Photo] = set()
    found: list[_Series] = []
    for one in (*_decisions(photos), *_ranked(photos, library.rankings), *_bursts(photos)):
        if len(one) > 1 and taken.isdisjoint(one):
            taken.update(one)
            found.append(_in_order(one))
    found += map(_in_order, _compared((photo for photo in everything if photo not in taken), library.comparisons))
    return sorted(found, key=lambda one: (one[0].wall, str(one[0].path)))


def _decisions(photos: Iterable[_Photo]) -> Iterator[_Series]:
    at_once: dict[float, list[_Photo]] = defaultdict(list)
    for photo in photos:
        if photo.mark.at is not None:
            at_once[photo.mark.at].append(photo)
    return (tuple(one) for one in at_once.values() if is_decision([photo.mark for photo in one]))


def _ranked(photos: Iterable[_Photo], rankings: Iterable[bytes]) -> Iterator[_Series]:
    """The series of kept rankings all of whose frames are still there."""
    known = {digest: photo for photo in photos for digest in photo.digests}
    by_models = Counter(rankings)
    for frames in sorted(by_models, key=lambda frames: (-by_models[frames], -len(frames), frames)):
        digests = [frames[at : at + _DIGEST_BYTES] for at in range(0, len(frames), _DIGEST_BYTES)]
        if all(digest in known for digest in digests):
            yield tuple({known[digest]: None for digest in digests})


def _bursts(photos: Iterable[_Photo]) -> Iterator[_Series]:
    """The bursts of cameras, whose names mean nothing beyond their folder."""
    bursts: dict[tuple[Path, str], list[_Photo]] = defaultdict(list)
    for photo in photos:
        if photo.burst:
            bursts[photo.path.parent, photo.burst].append(photo)
    return (tuple(one) for one in bursts.values())


def _compared(photos: Iterable[_Photo], comparisons: Iterable[_Comparison]) -> Iterator[_Series]:
    """Frames that comparisons link, directly or through others."""
    known = {photo.id: photo for photo in photos}
    linked: dict[int, set[int]] = {}
    for one in comparisons:
        if one.winner in known and one.loser in known:
            both = linked.get(one.winner, {one.winner}) | linked.get(one.loser, {one.loser})
            linked.update(dict.fromkeys(both, both))
    return (tuple(known[number] for number in both) for both in {id(both): both for both in linked.values()}.values())


def _in_order(photos: Iterable[_Photo]) -> _Series:
    return tuple(sorted(photos, key=lambda photo: (photo.wall, str(photo.path))))


def _id(photos: Iterable[_Photo]) -> str:
    """A name that follows from the photos' content, wherever they lie."""
    digests = sorted(photo.digests[0] for photo in photos)
    return f"library-{hashlib.blake2b(b''.join(digests), digest_size=8).hexdigest()}"


def _span(photos: _Series) -> str:
    return f"{photos[0].path} and {len(photos) - 1} more"
