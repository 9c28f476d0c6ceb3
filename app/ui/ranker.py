"""Has the model rank the series that are ready, those near the current photo first."""

from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.analysis.models import Scorer
from app.analysis.scoring import Ranked, Unranked, rank_series
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.cancel import CancelToken
from app.library.photo import PhotoId
from app.ui.jobs import Jobs, Lane

# A job ranks this many new series before the order is reconsidered: the photographer may have moved on.
_AT_MOST = 6
# And it asks the database for this many that may have been ranked before; finding more would hold up the window.
_AT_ONCE = 200


class Ranker(QObject):
    """Runs ranking jobs one after another until every ready series has been ranked."""

    ranked = Signal()
    unranked = Signal(object)
    failed = Signal(object)

    def __init__(
        self, shoot: Shoot, jobs: Jobs, load: Callable[[], Scorer], database: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shoot = shoot
        self._jobs = jobs
        self._load = load
        self._database = database
        self._near: PhotoId | None = None
        self._token: CancelToken | None = None
        self._hopeless: set[tuple[PhotoId, ...]] = set()

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._token is not None

    def counts(self) -> tuple[int, int]:
        """How many series have been ranked, and how many there are to rank."""
        wanted = [series for series in self._shoot.series if series.kind is SeriesKind.BURST]
        return sum(map(self._shoot.is_ranked, wanted)), len(wanted)

    def set_near(self, photo: PhotoId | None) -> None:
        """Prefer series from this photo on."""
        self._near = photo

    def look_for_work(self) -> None:
        """Start ranking if something is ready and nothing is running."""
        if self._token is None and (ready := self._ready()):
            photos = [tuple(self._shoot.photo(photo) for photo in series.frames) for series in ready]
            work = partial(rank_series, series=photos, load=self._load, database=self._database, at_most=_AT_MOST)
            self._token = self._jobs.start(Lane.MODEL, work, self._on_result, self._on_done, self._on_failed)

    def use(self, load: Callable[[], Scorer]) -> None:
        """Rank with another model from now on; what the former has said is not touched here."""
        self.stop()
        self._load = load

    def stop(self) -> None:
        """Give up the running job and forget what could not be ranked."""
        if self._token is not None:
            self._token.cancel()
            self._token = None
        self._hopeless.clear()

    def _ready(self) -> list[PhotoSeries]:
        ready = (one for one in self._shoot.series_from(self._near) if self._is_ready(one))
        return list(islice(ready, _AT_ONCE))

    def _is_ready(self, series: PhotoSeries) -> bool:
        if series.kind is not SeriesKind.BURST or self._shoot.is_ranked(series):
            return False
        if series.frames in self._hopeless:
            return False
        return all(self._shoot.vector(photo) is not None for photo in series.frames)

    def _on_result(self, result: Ranked | Unranked) -> None:
        if isinstance(result, Unranked):
            self._hopeless.add(result.frames)
            self.unranked.emit(result)
        else:
            self._shoot.set_ranking(result.frames, result.ranking)
            self.ranked.emit()

    def _on_done(self, _: object) -> None:
        self._token = None
        self.ranked.emit()
        self.look_for_work()

    def _on_failed(self, error: object) -> None:
        self._token = None
        self.failed.emit(error)
