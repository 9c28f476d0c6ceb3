"""Counts the series that other settings would make, away from the window, while a slider is held."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.analysis.grouping import GroupingSettings
from app.analysis.regrouping import Computed, Evidence, evidence, regroup
from app.analysis.shoot import Shoot
from app.library.hand_made import HandMade
from app.ui.jobs import Jobs, Lane, once
from app.ui.regrouper import Regrouper


class SeriesPreview(QObject):
    """Counts for the latest settings asked for, never two at a time; what a hand made of the series is counted in."""

    counted = Signal(int)

    def __init__(self, shoot: Shoot, regrouper: Regrouper, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shoot, self._regrouper, self._jobs = shoot, regrouper, jobs
        self._evidence: Evidence | None = None
        self._wanted: GroupingSettings | None = None
        self._running = self._held = False

    def count(self, settings: GroupingSettings) -> None:
        """Emit soon how many series these settings would make, unless others are asked for meanwhile."""
        self._wanted, self._held = settings, True
        if not self._running:
            self._start()

    def forget(self, *_: object) -> None:
        """Nobody holds a slider any more; the photos may change until the next time."""
        self._evidence = self._wanted = None
        self._held = False

    def _start(self) -> None:
        if self._wanted is None:
            return
        work = once(partial(_counted, self._gather(), self._wanted, self._regrouper.made))
        self._running, self._wanted = True, None
        self._jobs.start(Lane.GROUP, work, self._on_counted, failed=self._on_failed)

    def _gather(self) -> Callable[[], Evidence]:
        if self._evidence is not None:
            return partial(_same, self._evidence)
        photos = self._shoot.photos
        return partial(evidence, photos, self._shoot.seen(photos))

    def _on_counted(self, result: tuple[Evidence, int]) -> None:
        self._running = False
        if self._held:
            self._evidence = result[0]
        self.counted.emit(result[1])
        self._start()

    def _on_failed(self, _: object) -> None:
        """A count that failed is none; the regrouping itself will tell."""
        self._running, self._evidence = False, None


def _same(known: Evidence) -> Evidence:
    return known


def _counted(gather: Callable[[], Evidence], settings: GroupingSettings, made: HandMade) -> tuple[Evidence, int]:
    known = gather()
    return known, len(Computed(regroup(known, settings), known.rank).by_hand(made))
