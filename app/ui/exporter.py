"""Works out and carries out exports away from the window; one runs at a time, and goes on when its page is closed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.analysis.exporting.lists import ListKind
from app.analysis.exporting.plan import Plan, Request, plan
from app.analysis.exporting.run import run
from app.analysis.exporting.tally import Tally
from app.analysis.exporting.thumbnails import thumbnails_from
from app.analysis.models import Scorer
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.transfer.parcel import Mode
from app.ui.jobs import Jobs, Lane

# Often enough for the eye; an event for each would keep the window busy.
_SECONDS_BETWEEN = 0.05


class Phase(Enum):
    """Where an export stands."""

    ASKING = "asking"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ExportState:
    """What there is to show; `plan` is None while it is being worked out or cannot be, `sentence` then says why."""

    phase: Phase = Phase.ASKING
    plan: Plan | None = None
    tally: Tally = field(default_factory=Tally)
    sentence: str = ""


class Exporter(QObject):
    """Plans and runs; `taken_away` is emitted when files have left the folder they were in."""

    changed = Signal()
    taken_away = Signal()

    def __init__(
        self, jobs: Jobs, thumbnails: Path, loader: Callable[[], Callable[[], Scorer]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._thumbnails, self._loader = jobs, thumbnails, loader
        self.state = ExportState()
        self._planning, self._stop = CancelToken(), CancelToken()

    @property
    def running(self) -> bool:
        """Whether photos are being brought."""
        return self.state.phase is Phase.RUNNING

    # -- what people ask for

    def plan(self, request: Request | None) -> None:
        """Work out a request, in place of any before; none clears what was worked out."""
        if self.running:
            return
        self._planning.cancel()
        self._show(ExportState())
        if request is not None:
            work = partial(_planned, request=request)
            self._planning = self._jobs.start(Lane.EXPORT, work, self._on_planned, failed=self._on_not_planned)

    def start(self, lists: frozenset[ListKind]) -> None:
        """Carry out what was worked out."""
        planned = self.state.plan
        if self.running or planned is None:
            return
        self._stop = CancelToken()
        self._show(ExportState(Phase.RUNNING, planned))
        work = partial(
            _exported, planned=planned, lists=lists, thumbnails=self._thumbnails, load=self._loader(), stop=self._stop
        )
        self._jobs.start(Lane.EXPORT, work, self._on_tally, self._on_done, self._on_failed)

    def cancel(self) -> None:
        """Stop; what has arrived stays, and nothing half."""
        self._stop.cancel()

    # -- how it goes

    def _on_planned(self, planned: Plan) -> None:
        self._show(ExportState(plan=planned))

    def _on_not_planned(self, error: AppError) -> None:
        self._show(ExportState(sentence=error.sentence))

    def _on_tally(self, tally: Tally) -> None:
        self._show(replace(self.state, tally=tally))

    def _on_done(self, _: object) -> None:
        self._end(Phase.STOPPED if self._stop.cancelled else Phase.DONE)

    def _on_failed(self, error: AppError) -> None:
        self._end(Phase.FAILED, error.sentence)

    def _end(self, phase: Phase, sentence: str = "") -> None:
        self._show(replace(self.state, phase=phase, sentence=sentence))
        planned = self.state.plan
        if planned is not None and planned.request.mode is Mode.MOVE and self.state.tally.arrived:
            self.taken_away.emit()

    def _show(self, state: ExportState) -> None:
        self.state = state
        self.changed.emit()


def _planned(token: CancelToken, *, request: Request) -> Iterator[Plan]:
    token.check()
    yield plan(request)


def _exported(
    token: CancelToken,
    *,
    planned: Plan,
    lists: frozenset[ListKind],
    thumbnails: Path,
    load: Callable[[], Scorer],
    stop: CancelToken,
) -> Iterator[Tally]:
    tally, told = Tally(), 0.0
    try:
        for event in run(_named(planned, load), lists, thumbnails_from(thumbnails), stop):
            if token.cancelled:
                stop.cancel()
            tally = tally.after(event)
            if (now := time.monotonic()) - told > _SECONDS_BETWEEN:
                told = now
                yield tally
    except Cancelled:
        pass
    except AppError:
        # What has arrived before is told all the same.
        yield tally
        raise
    yield tally


def _named(planned: Plan, load: Callable[[], Scorer]) -> Plan:
    """The plan with the id of the model, which only its file tells."""
    selection = replace(planned.request.selection, model_id=load().id)
    return replace(planned, request=replace(planned.request, selection=selection))
