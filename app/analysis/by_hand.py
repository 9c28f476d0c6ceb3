"""Series by hand: what a person joined stays together and what was parted stays apart, whatever grouping says.

To belong together is passed on: where a, b were joined and b, c are alike, all three are one series. To be parted is
not: where only a and c were parted, b goes with the one of its computed series that was taken last before it. A hand
outranks grouping, and the last word of a hand the ones before.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import combinations

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries
from app.library.hand_made import HandMade, Parted, Photos
from app.library.photo import PhotoId


def regrouped_by_hand(
    series: Sequence[PhotoSeries], made: HandMade, rank: Mapping[PhotoId, int]
) -> tuple[PhotoSeries, ...]:
    """Computed series, changed as little as what was said by hand demands; again in order of first capture.

    `rank` is the place of each photo by time among all. Frames keep the order of capture they have in their series;
    doing it again changes nothing. Of photos that are not there nothing is asked.
    """
    held = made.photos
    touched = [place for place, one in enumerate(series) if not held.isdisjoint(one.frames)]
    if not touched:
        return tuple(series)
    pieces = _Pieces([series[place] for place in touched], made)
    gone = set(touched)
    rest = [one for place, one in enumerate(series) if place not in gone]
    return tuple(sorted((*rest, *pieces.series(rank)), key=lambda one: rank[one.frames[0]]))


@dataclass(slots=True, eq=False)
class _Piece:
    """Frames that are together, and the parted sets they are of, as bits."""

    frames: list[PhotoId]
    left: int = 0
    right: int = 0
    sources: set[int] = field(default_factory=set)

    def meets(self, other: "_Piece") -> bool:
        return not (self.left & other.right or self.right & other.left)


class _Pieces:
    """The frames of some series, put together anew."""

    def __init__(self, series: Sequence[PhotoSeries], made: HandMade) -> None:
        self._series = series
        self._of = {photo: _Piece([photo], sources={place}) for place, one in enumerate(series) for photo in one.frames}
        for number, parted in enumerate(made.parted):
            for photo in self._present(parted.left):
                self._of[photo].left |= 1 << number
            for photo in self._present(parted.right):
                self._of[photo].right |= 1 << number
        for joined in made.joined:
            self._join(joined)
        for one in series:
            self._join_computed(one.frames)

    def _present(self, photos: Iterable[PhotoId]) -> Iterator[PhotoId]:
        return (photo for photo in photos if photo in self._of)

    def _join(self, photos: Photos) -> None:
        first, *others = [self._of[photo] for photo in self._present(photos)] or [_Piece([])]
        for other in others:
            self._absorb(first, other)
        # Joined and parted at once, as two programs may have written: joined it is.
        both = first.left & first.right
        first.left, first.right = first.left & ~both, first.right & ~both

    def _join_computed(self, frames: Iterable[PhotoId]) -> None:
        """Each frame to the nearest before it that it may be with; all in `earlier` are parted from each other."""
        earlier: list[_Piece] = []
        for frame in frames:
            piece = self._of[frame]
            if piece in earlier:
                home = piece
            elif (home := next((one for one in reversed(earlier) if one.meets(piece)), piece)) is not piece:
                self._absorb(home, piece)
            if home in earlier:
                earlier.remove(home)
            earlier.append(home)

    def _absorb(self, home: _Piece, other: _Piece) -> None:
        if other is home:
            return
        home.frames += other.frames
        home.left |= other.left
        home.right |= other.right
        home.sources |= other.sources
        for photo in other.frames:
            self._of[photo] = home

    def series(self, rank: Mapping[PhotoId, int]) -> Iterator[PhotoSeries]:
        for piece in {id(piece): piece for piece in self._of.values()}.values():
            yield self._described(piece, rank)

    def _described(self, piece: _Piece, rank: Mapping[PhotoId, int]) -> PhotoSeries:
        inside = set(piece.frames)
        sources = [self._series[place] for place in sorted(piece.sources)]
        in_order = ([photo for photo in one.frames if photo in inside] for one in sources)
        frames = tuple(merge(*in_order, key=rank.__getitem__))
        if len(frames) == 1:
            return PhotoSeries(SeriesKind.SINGLE, frames)
        brackets = all(one.kind is SeriesKind.BRACKET for one in sources)
        kind = SeriesKind.BRACKET if brackets else SeriesKind.BURST
        if len(sources) > 1:
            return PhotoSeries(kind, frames, "joined by hand")
        whole = len(frames) == len(sources[0].frames)
        return sources[0] if whole else PhotoSeries(kind, frames, f"{sources[0].reason}, parted by hand")


def settled(
    made: HandMade, series: Sequence[PhotoSeries], rank: Mapping[PhotoId, int], wanted: Collection[Photos]
) -> HandMade:
    """What has to be said beyond `made` so that regrouping these computed series gives the `wanted` ones.

    Nearly always nothing. But where a series hung together by what was said before, saying the contrary of one photo
    could let others drift; so that a person gets what was asked for, the series concerned are then spelt out.
    """
    present = frozenset[PhotoId]().union(*wanted)
    while True:
        found = {present.intersection(one.frames) for one in regrouped_by_hand(series, made, rank)}
        wrong = [one for one in found if one and one not in wanted]
        if not wrong:
            return made
        astray = frozenset[PhotoId]().union(*wrong)
        for one in (one for one in wanted if len(one) > 1 and not one.isdisjoint(astray)):
            made = joined(made, one)
        for whole in wrong:
            inside = [one & whole for one in wanted if not one.isdisjoint(whole)]
            for left, right in combinations(inside, 2):
                made = parted(made, left, right)


def joined(made: HandMade, frames: Collection[PhotoId]) -> HandMade:
    """After a person said that these photos are one series."""
    whole = frozenset(frames).union(*(one for one in made.joined if not one.isdisjoint(frames)))
    others = {one for one in made.joined if whole.isdisjoint(one)}
    parted = {left for one in made.parted for left in _loosened(one, whole)}
    return HandMade(frozenset(others | {whole}), frozenset(parted), made.covers)


def _loosened(parted: Parted, whole: Photos) -> Iterator[Parted]:
    """What is still parted once `whole` belongs together."""
    if whole.isdisjoint(parted.left) or whole.isdisjoint(parted.right):
        yield parted
        return
    for left, right in ((parted.left - whole, parted.right), (parted.left & whole, parted.right - whole)):
        if left and right:
            yield Parted(left, right)


def parted(made: HandMade, left: Collection[PhotoId], right: Collection[PhotoId]) -> HandMade:
    """After a person said that the one photos and the others are two series."""
    cut = Parted(frozenset(left), frozenset(right))
    pieces = {piece for one in made.joined for piece in _cut(one, cut)}
    return HandMade(frozenset(pieces), made.parted | {cut}, made.covers)


def _cut(whole: Photos, cut: Parted) -> Iterator[Photos]:
    if whole.isdisjoint(cut.left) or whole.isdisjoint(cut.right):
        yield whole
        return
    yield from (side for side in (whole & cut.left, whole & cut.right) if len(side) > 1)


def moved(made: HandMade, photo: PhotoId, leaving: Collection[PhotoId], entering: Collection[PhotoId]) -> HandMade:
    """After a person took a photo out of one series into another; `leaving` are the other frames of the former."""
    left_alone = frozenset(one - {photo} for one in made.joined)
    without = HandMade(frozenset(one for one in left_alone if len(one) > 1), made.parted, made.covers)
    there = joined(without, {photo, *entering})
    return parted(there, leaving, {photo, *entering}) if leaving else there


def covered(made: HandMade, photo: PhotoId, frames: Collection[PhotoId]) -> HandMade:
    """After a person chose the cover of a series with these frames."""
    return HandMade(made.joined, made.parted, made.covers - set(frames) | {photo})


def released(made: HandMade, frames: Collection[PhotoId]) -> HandMade:
    """After a person left these photos to grouping again."""
    free = frozenset(frames)
    pieces = (one - free for one in made.joined)
    cuts = (Parted(one.left - free, one.right - free) for one in made.parted)
    return HandMade(
        frozenset(one for one in pieces if len(one) > 1),
        frozenset(one for one in cuts if one.left and one.right),
        made.covers - free,
    )


def inherited(made: HandMade, heirs: Mapping[PhotoId, PhotoId]) -> HandMade:
    """After photos, the keys, came from others, as a RAW file that was parted from its JPEG: said of both."""

    def with_heirs(photos: Photos) -> Photos:
        return photos.union(heir for heir, former in heirs.items() if former in photos)

    return HandMade(
        frozenset(map(with_heirs, made.joined)),
        frozenset(Parted(with_heirs(one.left), with_heirs(one.right)) for one in made.parted),
        made.covers,
    )
