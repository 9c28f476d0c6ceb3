"""Which series are in view: those that fit the filter, and those that stay for another reason."""

from collections.abc import Callable, Collection, Iterable

from app.analysis.filters import Filter, shown
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import PhotoId
from app.ui.navigation import Course, nothing_folded


class Selection:
    """The series of a shoot that are shown, as places, in the order of the filter."""

    def __init__(self, shoot: Shoot) -> None:
        self._shoot = shoot
        self.filter = Filter()
        self.shown: list[int] = []
        self.folded: Callable[[PhotoSeries], bool] = nothing_folded
        self.eyes_closed: Callable[[], Collection[PhotoId]] = tuple
        self._staying: set[PhotoId] = set()
        self._guest: PhotoId | None = None

    @property
    def course(self) -> Course:
        """The way through what is shown."""
        return Course(self._shoot, self.shown, self.folded)

    def choose(self, wanted: Filter) -> None:
        """Show what fits another filter, or the same anew, and nothing else."""
        self.filter = wanted
        self._staying.clear()
        self._guest = None
        self.renew()

    def renew(self) -> None:
        """Look again at what fits, after series have changed."""
        staying = self._staying if self._guest is None else self._staying | {self._guest}
        keep = {place for photo in staying if (place := self._shoot.series_of(photo)) is not None}
        self.shown = shown(self.filter, self._shoot, keep, self._asleep())

    def _asleep(self) -> Collection[PhotoId]:
        # Finding them means looking at every photo, so it is asked for only where it matters.
        return self.eyes_closed() if self.filter.eyes_closed else ()

    def let_stay(self, photos: Iterable[PhotoId]) -> None:
        """Keep in view those of these photos that are, whether they fit later or not."""
        if not self.filter.hides:
            # Everything is in view until a filter is chosen, and then nobody stays.
            return
        in_view = set(self.shown)
        self._staying.update(photo for photo in photos if self._shoot.series_of(photo) in in_view)

    def invite(self, photo: PhotoId) -> bool:
        """Show a photo until it is left, though the filter hides it; whether that was needed."""
        if self.course.place(photo) is not None:
            return False
        self._guest = photo
        self.renew()
        return True

    def leave_guest(self, photo: PhotoId | None) -> bool:
        """Hide what was shown only until somebody goes elsewhere, as to `photo`; whether there was such a thing."""
        if self._guest is None or (photo is not None and self._same_series(photo, self._guest)):
            return False
        self._guest = None
        self.renew()
        return True

    def _same_series(self, photo: PhotoId, other: PhotoId) -> bool:
        return self._shoot.series_of(photo) == self._shoot.series_of(other)
