"""The open folder in memory: its photos, their marks, the series they form and what the model says of each.

Belongs to one thread. Everything that takes time happens elsewhere and is put in here as a result.
"""

import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from app.analysis.best_shot import Best, best_shot, is_decided
from app.analysis.embedder import APPEARANCE, Embedded, Embedder, Vector
from app.analysis.series import SeriesKind
from app.analysis.tally import Tally, tally
from app.library.keywords import Words
from app.library.photo import Marks, Photo, PhotoId
from fgaesq_core import Ranking

_UNMARKED = Marks()


@dataclass(frozen=True, slots=True)
class PhotoSeries:
    """A series by the lasting ids of its photos, in order of capture."""

    kind: SeriesKind
    frames: tuple[PhotoId, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an embedding made of some photos, in their order; None for one it has not seen."""

    embedder: Embedder
    vectors: tuple[Vector | None, ...]


class Shoot:
    """Photos, marks, series and rankings of one folder."""

    def __init__(self) -> None:
        self._photos: dict[PhotoId, Photo] = {}
        self._marks: dict[PhotoId, Marks] = {}
        self._embedder = APPEARANCE
        self._vectors: dict[str, dict[PhotoId, Vector]] = {APPEARANCE.id: {}}
        self._rankings: dict[tuple[PhotoId, ...], Ranking] = {}
        self._judged: set[PhotoId] = set()
        self._unseen: set[tuple[PhotoId, ...]] = set()
        self._blind = False
        self._series: tuple[PhotoSeries, ...] = ()
        self._marked: set[PhotoId] = set()
        self._tally: Tally | None = None
        self._aspects: dict[PhotoId, float] = {}
        self._names: dict[PhotoId, str] = {}
        self._keywords: dict[PhotoId, Words] = {}
        self._spoken: dict[PhotoId, str] = {}
        self._covers: frozenset[PhotoId] = frozenset()
        self._place: dict[PhotoId, int] = {}

    def __len__(self) -> int:
        return len(self._photos)

    def __contains__(self, photo: object) -> bool:
        return photo in self._photos

    @property
    def photos(self) -> tuple[Photo, ...]:
        """All photos, in no order that means anything."""
        return tuple(self._photos.values())

    @property
    def series(self) -> tuple[PhotoSeries, ...]:
        """All series, by first capture."""
        return self._series

    def photo(self, photo: PhotoId) -> Photo:
        """The photo of an id."""
        return self._photos[photo]

    def marks(self, photo: PhotoId) -> Marks:
        """The marks of a photo."""
        return self._marks[photo]

    def marks_of(self, photos: Iterable[PhotoId]) -> Iterator[Marks]:
        """The marks of many photos, in their order; many times as quick as asking one by one."""
        return map(self._marks.__getitem__, photos)

    def present(self, photos: Iterable[PhotoId]) -> list[PhotoId]:
        """Those of many photos that are here, in their order."""
        return list(filter(self._photos.__contains__, photos))

    def aspects(self, series: int) -> list[float]:
        """Width over height of the frames of a series as they are shown."""
        return [self._aspects[photo] for photo in self._series[series].frames]

    def name(self, photo: PhotoId) -> str:
        """The file names of a photo in lower case, one a line, for searching."""
        return self._names[photo]

    def keywords(self, photo: PhotoId) -> Words:
        """The keywords that other programs gave a photo, the levels of a hierarchy with `|` between them."""
        return self._keywords.get(photo, ())

    def set_keywords(self, keywords: Mapping[PhotoId, Words]) -> set[PhotoId]:
        """Put in keywords, also of photos that are not here yet or any more; returns those that have other ones now."""
        changed = {photo for photo, words in keywords.items() if words != self.keywords(photo)}
        for photo in changed:
            self._keywords[photo] = keywords[photo]
            self._spoken[photo] = searchable("\n".join(keywords[photo]))
        return changed

    def mentions(self, photo: PhotoId, words: Iterable[str]) -> bool:
        """Whether each of some `searchable` words is somewhere in a file name or a keyword of a photo."""
        name, spoken = self._names[photo], self._spoken.get(photo, "")
        return all(word in name or word in spoken for word in words)

    @property
    def marked(self) -> frozenset[PhotoId]:
        """The photos with any mark."""
        return frozenset(self._marked)

    def marked_series(self) -> set[int]:
        """The places among `series` of those with any mark; the others need not be looked at to be counted."""
        return {self._place[photo] for photo in self._marked if photo in self._place}

    def tally(self) -> Tally:
        """How far the photographer is with the series; looked at once for all who ask."""
        if self._tally is None:
            marked = zip(self._marked, self.marks_of(self._marked), strict=True)
            self._tally = tally(marked, self._place.get, lambda place: len(self._series[place].frames))
        return self._tally

    def close_series(self) -> set[int]:
        """The places among `series` of those whose best frames the model finds too close to call."""
        close = {self._place.get(frames[0]) for frames, ranking in self._rankings.items() if ranking.too_close}
        # Rejecting the best frame may leave two others that are close.
        candidates = (close | self.tally().rejected) - self.tally().decided
        return {place for place in candidates if place is not None and self.best(self._series[place]).too_close}

    @property
    def embedder(self) -> Embedder:
        """The embedding that tells likeness wherever it knows the photos; elsewhere `APPEARANCE` does."""
        return self._embedder

    @property
    def embedders(self) -> tuple[Embedder, ...]:
        """The embeddings whose vectors are kept, the one in use first."""
        return tuple(dict.fromkeys((self._embedder, APPEARANCE)))

    def vector(self, photo: PhotoId, embedder: Embedder | None = None) -> Vector | None:
        """The vector of a photo by an embedding, the one in use unless another is named, if there is one."""
        return self._vectors[(embedder or self._embedder).id].get(photo)

    def seen(self, photos: Iterable[Photo]) -> tuple[Seen, ...]:
        """What the embeddings made of photos, the one in use first."""
        ids = [photo.id for photo in photos]
        return tuple(Seen(one, tuple(map(self._vectors[one.id].get, ids))) for one in self.embedders)

    def ranking(self, series: PhotoSeries) -> Ranking | None:
        """What the model says of a series, if it has said it and that may be shown."""
        return self._rankings.get(series.frames) if self.revealed(series) else None

    def is_ranked(self, series: PhotoSeries) -> bool:
        """Whether the model has said anything of a series, be it shown or not."""
        return series.frames in self._rankings

    def was_judged(self, photo: PhotoId) -> bool:
        """Whether anything a model said of a photo was shown since the folder was opened; what was seen stays seen."""
        return photo in self._judged

    def unjudged(self, photos: Collection[PhotoId]) -> frozenset[PhotoId]:
        """Those of some photos of which nothing that a model said was shown."""
        return frozenset(photos).difference(self._judged)

    @property
    def blind(self) -> bool:
        """Whether the model's word on a series is kept back until the series is decided."""
        return self._blind

    def set_blind(self, blind: bool) -> None:
        """Keep the model's word back from now on, or no longer."""
        self._blind = blind
        self._note_seen(self._series)

    def revealed(self, series: PhotoSeries) -> bool:
        """Whether the model's word on a series may be shown; always but for undecided series in blind mode."""
        return not self._blind or self.decided(series)

    def cover(self, series: PhotoSeries) -> PhotoId:
        """The frame that stands for a series: the one chosen by hand, else the best shot, else the first."""
        if not self._covers.isdisjoint(series.frames):
            return next(photo for photo in series.frames if photo in self._covers)
        return series.frames[self.best(series).frame or 0]

    def set_covers(self, covers: frozenset[PhotoId]) -> None:
        """Let these frames stand for their series; where a series holds several, the first captured does."""
        self._covers = covers

    def series_from(self, photo: PhotoId | None) -> Iterator[PhotoSeries]:
        """All series, beginning with the one of that photo and, after the last, with the first."""
        start = (None if photo is None else self._place.get(photo)) or 0
        return chain(islice(self._series, start, None), islice(self._series, start))

    def series_of(self, photo: PhotoId) -> int | None:
        """The place among `series` of the one that holds `photo`."""
        return self._place.get(photo)

    def add(self, photos: Iterable[tuple[Photo, Marks]]) -> None:
        """Put in photos, or what is new about them; an edited photo loses what was computed from its old pixels.

        The marks of a photo already here stay as they are: those in memory are the newer ones.
        """
        edited = set()
        for photo, marks in photos:
            known = self._photos.get(photo.id)
            if known is not None and known.digest != photo.digest:
                edited.add(photo.id)
            self._photos[photo.id] = photo
            self._aspects[photo.id] = photo.capture.width / max(1, photo.capture.height)
            self._names[photo.id] = searchable("\n".join(os.path.basename(file) for file in photo.files))
            self._note(photo.id, self._marks.setdefault(photo.id, marks))
        self._forget_pixels_of(edited)

    def remove(self, photos: Iterable[PhotoId]) -> None:
        """Take out photos that are no longer there; their series shrink or vanish."""
        gone = set(photos) & self._photos.keys()
        for photo in gone:
            del self._photos[photo], self._marks[photo], self._aspects[photo], self._names[photo]
            self._marked.discard(photo)
        self._forget_pixels_of(gone)
        if gone:
            self.set_series(self._series)

    def set_marks(self, marks: Mapping[PhotoId, Marks]) -> dict[PhotoId, Marks]:
        """Change marks and return the old ones of those that changed."""
        known = self._marks
        old = {photo: was for photo, new in marks.items() if (was := known[photo]) is not new and _differ(was, new)}
        known.update(marks if len(old) == len(marks) else {photo: marks[photo] for photo in old})
        unmarked = {photo for photo in old if not ((new := marks[photo]).stars or new.flag or new.label)}
        self._marked |= old.keys()
        self._marked -= unmarked
        self._tally = None
        if self._unseen:
            self._note_seen(self._series[place] for place in {self._place[one] for one in old if one in self._place})
        return old

    def use_embedder(self, embedder: Embedder) -> None:
        """Let another embedding tell likeness; vectors of the former are dropped, unless it is `APPEARANCE`."""
        self._embedder = embedder
        self._vectors = {one.id: self._vectors.get(one.id, {}) for one in self.embedders}

    def set_vectors(self, embedded: Embedded) -> None:
        """Put in vectors of photos that are here, by an embedding that is still wanted."""
        known = self._vectors.get(embedded.embedder)
        if known is not None:
            known.update({photo: vector for photo, vector in embedded.vectors.items() if photo in self._photos})

    def set_series(self, series: Iterable[PhotoSeries]) -> None:
        """Replace the grouping; photos that left meanwhile are taken out of it."""
        self._tally = None
        self._series = tuple(series)
        self._place = _places(self._series)
        gone = self._place.keys() - self._photos.keys()
        if gone:
            shrunk = (_without(one, gone) for one in self._series)
            self._series = tuple(one for one in shrunk if one.frames)
            self._place = _places(self._series)
        if self._unseen:
            self._note_seen(self._series)

    def set_ranking(self, frames: tuple[PhotoId, ...], ranking: Ranking) -> None:
        """Put in what the model says of a series with these frames."""
        self._rankings[frames] = ranking
        self._unseen.add(frames)
        if not self._blind:
            self._see(frames)
        elif (place := self._place.get(frames[0])) is not None:
            self._note_seen([self._series[place]])

    def clear(self) -> None:
        """Empty the shoot."""
        self._photos.clear()
        self._marks.clear()
        self._marked.clear()
        self._aspects.clear()
        self._names.clear()
        self._keywords.clear()
        self._spoken.clear()
        self._covers = frozenset()
        for vectors in self._vectors.values():
            vectors.clear()
        self.forget_rankings()
        self._judged.clear()
        self.set_series(())

    def forget_rankings(self) -> None:
        """Drop what a model said, when another takes its place."""
        self._rankings.clear()
        self._unseen.clear()

    def best(self, series: PhotoSeries) -> Best:
        """The best shot of a series as things stand."""
        return best_shot(series.kind, self._marks_of(series), self.ranking(series))

    def decided(self, series: PhotoSeries) -> bool:
        """Whether the photographer is done with a series."""
        return is_decided(self._marks_of(series))

    def _note(self, photo: PhotoId, marks: Marks) -> None:
        self._tally = None
        if marks == _UNMARKED:
            self._marked.discard(photo)
        else:
            self._marked.add(photo)

    def _note_seen(self, series: Iterable[PhotoSeries]) -> None:
        for one in series:
            if one.frames in self._unseen and self.revealed(one):
                self._see(one.frames)

    def _see(self, frames: tuple[PhotoId, ...]) -> None:
        self._unseen.discard(frames)
        self._judged.update(frames)

    def _marks_of(self, series: PhotoSeries) -> Sequence[Marks]:
        return [self._marks[photo] for photo in series.frames]

    def _forget_pixels_of(self, photos: set[PhotoId]) -> None:
        if photos:
            for vectors in self._vectors.values():
                for photo in photos:
                    vectors.pop(photo, None)
            self._rankings = {
                frames: ranking for frames, ranking in self._rankings.items() if photos.isdisjoint(frames)
            }
            self._unseen &= self._rankings.keys()


def searchable(text: str) -> str:
    """Text without the difference of upper and lower case and of the two ways to write an accent."""
    return unicodedata.normalize("NFC", text).casefold()


def _differ(one: Marks, other: Marks) -> bool:
    """As `!=`, in a fraction of the time."""
    return one.stars != other.stars or one.flag is not other.flag or one.label is not other.label


def _places(series: tuple[PhotoSeries, ...]) -> dict[PhotoId, int]:
    return {photo: place for place, one in enumerate(series) for photo in one.frames}


def _without(series: PhotoSeries, gone: set[PhotoId]) -> PhotoSeries:
    if gone.isdisjoint(series.frames):
        return series
    frames = tuple(photo for photo in series.frames if photo not in gone)
    if len(frames) < 2:
        return PhotoSeries(SeriesKind.SINGLE, frames)
    return PhotoSeries(series.kind, frames, series.reason)
