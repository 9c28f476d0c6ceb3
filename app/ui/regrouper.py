"""Keeps the series up to date with the photos and the settings, away from the window."""

import time
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.grouping import GroupingSettings
from app.analysis.regrouping import Computed, Evidence, evidence, regroup
from app.analysis.shoot import PhotoSeries, Shoot
from app.cancel import CancelToken
from app.library.hand_made import HandMade
from app.library.photo import PhotoId
from app.ui.jobs import Jobs, Lane, once

# While photos stream in, series are renewed after a pause of at least this, and of some times what renewing took:
# more would make the grid restless and take the machine from the reading.
_PAUSE_MS = 400
_PAUSE_FACTOR = 6


class Regrouper(QObject):
    """Regroups once for any number of changes, never two at a time; the latest settings win."""

    regrouped = Signal()

    def __init__(self, shoot: Shoot, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shoot = shoot
        self._jobs = jobs
        self._settings = GroupingSettings()
        self._made = HandMade()
        self._computed = Computed()
        self._evidence: Evidence | None = None
        self._job: CancelToken | None = None
        self._running = False
        self._wanted = False
        self._began = 0.0
        self._took_ms = 0
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._start)

    @property
    def settings(self) -> GroupingSettings:
        """The settings in force."""
        return self._settings

    @property
    def made(self) -> HandMade:
        """What was said by hand of the series."""
        return self._made

    @property
    def computed(self) -> Computed:
        """The series as they were last computed, before any hand."""
        return self._computed

    @property
    def busy(self) -> bool:
        """Whether the series shown are not yet those of the latest photos and settings."""
        return self._running or self._wanted

    def set_settings(self, settings: GroupingSettings) -> None:
        """Group by other settings, at once."""
        self._settings = settings
        self._want(0)

    def clear(self) -> None:
        """Forget everything of a folder that was left."""
        if self._job is not None:
            self._job.cancel()
        self._pause.stop()
        self._running = self._wanted = False
        self._evidence, self._computed, self._made = None, Computed(), HandMade()

    def set_made(self, made: HandMade) -> None:
        """Let series be as a hand made them, from this moment on: only what is computed takes its time."""
        self._made = made
        if self._computed.series:
            self._show(self._computed.by_hand(made))

    def photos_changed(self, *, at_once: bool = False) -> None:
        """Take new or removed photos and new embeddings into account, soon."""
        self._evidence = None
        self._want(0 if at_once else _PAUSE_MS)

    def _want(self, delay_ms: int) -> None:
        self._wanted = True
        if not self._running and (not self._pause.isActive() or delay_ms == 0):
            self._pause.start(delay_ms and max(delay_ms, _PAUSE_FACTOR * self._took_ms))

    def _start(self) -> None:
        if self._running:
            return
        self._running, self._wanted = True, False
        self._began = time.monotonic()
        if self._evidence is None:
            photos = self._shoot.photos
            gather = partial(evidence, photos, self._shoot.seen(photos))
        else:
            gather = partial(_same, self._evidence)
        work = once(partial(_group, gather, self._settings, self._made))
        self._job = self._jobs.start(Lane.GROUP, work, self._on_grouped, failed=self._on_failed)

    def _on_failed(self, _: object) -> None:
        """The series stay as they were; what comes next is grouped anew."""
        self._running, self._evidence = False, None
        if self._wanted:
            self._pause.start(_PAUSE_MS)

    def _on_grouped(self, result: "_Grouped") -> None:
        self._running = False
        self._took_ms = min(1000, round(1000 * (time.monotonic() - self._began)))
        self._computed = result.computed
        if self._wanted:
            self._pause.start(max(_PAUSE_MS, _PAUSE_FACTOR * self._took_ms))
        elif self._holds_the_shoot(result.known.ids):
            self._evidence = result.known
        # A hand may have been quicker than the grouping.
        self._show(result.series if result.made is self._made else result.computed.by_hand(self._made))

    def _show(self, series: tuple[PhotoSeries, ...]) -> None:
        self._shoot.set_covers(self._made.covers)
        self._shoot.set_series(series)
        self.regrouped.emit()

    def _holds_the_shoot(self, ids: tuple[PhotoId, ...]) -> bool:
        return len(ids) == len(self._shoot) and all(photo in self._shoot for photo in ids)


def _same(known: Evidence) -> Evidence:
    return known


@dataclass(frozen=True, slots=True)
class _Grouped:
    known: Evidence
    computed: Computed
    made: HandMade
    series: tuple[PhotoSeries, ...]


def _group(gather: partial[Evidence], settings: GroupingSettings, made: HandMade) -> _Grouped:
    known = gather()
    computed = Computed(regroup(known, settings), known.rank)
    return _Grouped(known, computed, made, computed.by_hand(made))
