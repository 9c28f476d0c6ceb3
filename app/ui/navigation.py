"""Where a step leads from a photo, among the series shown."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from app.analysis.filters import place_among
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import PhotoId


def nothing_folded(_: PhotoSeries) -> bool:
    """Every frame of every series can be gone to."""
    return False


@dataclass(frozen=True, slots=True)
class Course:
    """The series shown, as places in the shoot, in the order in which they are gone through.

    Of a folded series only its cover is gone to.
    """

    shoot: Shoot
    shown: Sequence[int]
    folded: Callable[[PhotoSeries], bool] = nothing_folded

    def place(self, photo: PhotoId | None) -> int | None:
        """Where the series of a photo stands among those shown."""
        return None if photo is None else place_among(self.shown, self.shoot.series_of(photo))

    def entry(self, place: int) -> PhotoId:
        """The frame on which a series shown is entered: its best shot, if there is one; folded, its cover."""
        series = self.shoot.series[self.shown[place]]
        if self.folded(series):
            return self.shoot.cover(series)
        return series.frames[self.shoot.best(series).frame or 0]

    def frame(self, photo: PhotoId, step: int) -> PhotoId | None:
        """The next (1) or previous (-1) frame, over the ends of a series into its neighbour."""
        series = self.shoot.series_of(photo)
        if series is None:
            return None
        frames = self.shoot.series[series].frames
        at = frames.index(photo) + step
        if 0 <= at < len(frames) and not self.folded(self.shoot.series[series]):
            return frames[at]
        place = self.place(photo)
        if place is None or not 0 <= place + step < len(self.shown):
            return None
        neighbour = self.shoot.series[self.shown[place + step]]
        if self.folded(neighbour):
            return self.shoot.cover(neighbour)
        return neighbour.frames[0 if step > 0 else -1]

    def survivor(self, photo: PhotoId, gone: Collection[PhotoId]) -> PhotoId | None:
        """The frame to stand at when that of `photo` and others go: the next that stays, else the one before."""
        for step in (1, -1):
            at: PhotoId | None = photo
            while at is not None and at in gone:
                at = self.frame(at, step)
            if at is not None:
                return at
        return None

    def series(self, photo: PhotoId | None, step: int) -> PhotoId | None:
        """Into the series some places on or back, at most into the last or first; None from there."""
        place = self.place(photo)
        if place is None or (target := max(0, min(len(self.shown) - 1, place + step))) == place:
            return None
        return self.entry(target)

    def undecided(self, photo: PhotoId | None) -> PhotoId | None:
        """Into the next series without a decision, if there is one; else into the next."""
        place = self.place(photo)
        if place is None:
            return None
        for target in range(place + 1, len(self.shown)):
            if not self.shoot.decided(self.shoot.series[self.shown[target]]):
                return self.entry(target)
        return self.series(photo, 1)
