"""What is to be seen of the series shown: which are folded, which frame lies on top of them, and what is chosen."""

from collections.abc import Iterator, Sequence

from app.analysis.filters import place_among
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import PhotoId
from app.ui.choosing import NOBODY, Choice
from app.ui.folding import Folding


class Sight:
    """The series of a shoot that are shown, by their place among those; without any geometry."""

    def __init__(self, shoot: Shoot) -> None:
        self._shoot = shoot
        self.folding = Folding()
        self.choice = Choice(NOBODY, None)
        self.shown: Sequence[int] = ()

    @property
    def current(self) -> PhotoId | None:
        """The photo that is current, be its series shown or not."""
        return self.choice.current

    def series(self, place: int) -> PhotoSeries:
        """A series shown."""
        return self._shoot.series[self.shown[place]]

    def place_of(self, photo: PhotoId | None) -> int | None:
        """Where the series of a photo stands among those shown."""
        return None if photo is None else place_among(self.shown, self._shoot.series_of(photo))

    def is_folded(self, place: int) -> bool:
        """Whether one frame is seen of a series."""
        return self.folding.is_folded(self.series(place))

    def folded(self) -> frozenset[int]:
        """The places of the series of which one frame is seen."""
        series, is_folded = self._shoot.series, self.folding.is_folded
        return frozenset(place for place, number in enumerate(self.shown) if is_folded(series[number]))

    def top(self, place: int) -> PhotoId | None:
        """The only frame that is seen of a folded series; None where all are.

        Whatever keys act on is seen: the current frame, else one that is chosen, else the cover.
        """
        one = self.series(place)
        if not self.folding.is_folded(one):
            return None
        if self.current in one.frames:
            return self.current
        held = (photo for photo in one.frames if photo in self.choice.photos) if self.choice.photos else iter(())
        return next(held, None) or self._shoot.cover(one)

    def photos(self, place: int) -> tuple[PhotoId, ...]:
        """The frames that are seen of a series, in the order of their cells."""
        top = self.top(place)
        return self.series(place).frames if top is None else (top,)

    def cell_of(self, photo: PhotoId | None) -> tuple[int, int] | None:
        """The place of a photo's series and the number of the cell in which it is, or would be were it on top."""
        place = self.place_of(photo)
        if place is None or photo is None:
            return None
        return place, 0 if self.is_folded(place) else self.series(place).frames.index(photo)

    def order(self) -> list[PhotoId]:
        """All photos that are seen, in the order in which they stand."""
        folded = self.folded()
        if not folded:
            series = self._shoot.series
            return [photo for number in self.shown for photo in series[number].frames]
        return [photo for frames in self._rows(folded) for photo in frames]

    def _rows(self, folded: frozenset[int]) -> Iterator[tuple[PhotoId, ...]]:
        # Where nothing but a cover can lie on top, nothing else is looked for.
        shoot, plain, current = self._shoot, not self.choice.photos, self.place_of(self.current)
        for place, number in enumerate(self.shown):
            if place not in folded:
                yield shoot.series[number].frames
            elif plain and place != current:
                yield (shoot.cover(shoot.series[number]),)
            else:
                yield self.photos(place)
