"""Has the model in use look at photos it has not seen yet, those near the current photo first."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.analysis.comparing import Compared, compare
from app.analysis.embedder import APPEARANCE
from app.analysis.models import Scorer
from app.analysis.preparation import Unprepared
from app.analysis.shoot import Shoot
from app.cancel import CancelToken
from app.library.photo import Photo, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.jobs import Jobs, Lane

# A job looks at this many new photos, less than a second's work, before series that are ready may be ranked.
_AT_MOST = 16
# And it asks the database for this many that may have been looked at before.
_AT_ONCE = 1000
# Photos that count as near: about two screens.
_NEAR = 60


class Comparer(QObject):
    """Runs looking jobs one after another until the model has seen every prepared photo.

    There is nothing to do while likeness is told from pixels alone.
    """

    compared = Signal(object)
    unprepared = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        shoot: Shoot,
        jobs: Jobs,
        load: Callable[[], Scorer],
        cache: ThumbnailCache,
        database: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shoot, self._jobs, self._load = shoot, jobs, load
        self._cache, self._database = cache, database
        self._near: PhotoId | None = None
        self._only_near = False
        self._token: CancelToken | None = None

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._token is not None

    def counts(self) -> tuple[int, int]:
        """How many photos the model has seen, and how many there are."""
        return sum(self._shoot.vector(photo.id) is not None for photo in self._shoot.photos), len(self._shoot)

    def set_near(self, photo: PhotoId | None) -> None:
        """Prefer photos from the series of this one on."""
        self._near = photo

    def set_only_near(self, only_near: bool) -> None:
        """Look at nothing further on, as long as photos are read or prepared: a network would slow both."""
        self._only_near = only_near

    def look_for_work(self) -> None:
        """Start looking if there is something to look at and nothing is running."""
        if self._token is None and (photos := list(islice(self._unseen(), _AT_ONCE))):
            work = partial(
                compare,
                photos=photos,
                embedder=self._shoot.embedder.id,
                load=self._load,
                cache=self._cache,
                database=self._database,
                at_most=_AT_MOST,
            )
            self._token = self._jobs.start(Lane.MODEL, work, self._on_result, self._on_done, self._on_failed)

    def use(self, load: Callable[[], Scorer]) -> None:
        """Look with another model from now on."""
        self.stop()
        self._load = load

    def stop(self) -> None:
        """Give up the running job."""
        if self._token is not None:
            self._token.cancel()
            self._token = None

    def _unseen(self) -> Iterator[Photo]:
        """Photos without a vector whose thumbnail has been made."""
        if self._shoot.embedder == APPEARANCE:
            return
        frames = (photo for series in self._shoot.series_from(self._near) for photo in series.frames)
        for photo in islice(frames, _NEAR if self._only_near else None):
            if self._shoot.vector(photo) is None and self._shoot.vector(photo, APPEARANCE) is not None:
                yield self._shoot.photo(photo)

    def _on_result(self, result: Compared | Unprepared) -> None:
        (self.unprepared if isinstance(result, Unprepared) else self.compared).emit(result)

    def _on_done(self, _: object) -> None:
        self._token = None
        self.look_for_work()

    def _on_failed(self, error: object) -> None:
        self._token = None
        self.failed.emit(error)
