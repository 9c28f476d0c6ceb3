"""Puts photos into the system's bin and takes them out again, away from the window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.analysis.exporting.discard import DiscardPlan, Side, carry_out, plan_discard, take_back
from app.cancel import CancelToken
from app.errors import AppError
from app.library.photo import Photo
from app.library.transfer.parcel import Undelivered
from app.library.transfer.system_bin import CAN_RESTORE, Binned
from app.ui.jobs import Jobs, Lane

# Signals for many files at once leave the window fluid.
_AT_ONCE = 20


class BinPhase(Enum):
    """Where it stands with the bin."""

    ASKING = "asking"
    BINNING = "binning"
    BINNED = "binned"
    RESTORING = "restoring"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class BinState:
    """What there is to show; `plan` is None while it is being worked out.

    `binned` are the files that went last, as long as they may be asked back; `restored` counts those that came back.
    """

    phase: BinPhase = BinPhase.ASKING
    plan: DiscardPlan | None = None
    binned: tuple[Binned, ...] = ()
    restored: int = 0
    failed: tuple[Undelivered, ...] = field(default=())
    sentence: str = ""


class BinKeeper(QObject):
    """`taken_away` is emitted when files have left their folder or come back to it."""

    changed = Signal()
    taken_away = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.state = BinState()
        self._planning = CancelToken()

    @property
    def busy(self) -> bool:
        """Whether files are on their way."""
        return self.state.phase in {BinPhase.BINNING, BinPhase.RESTORING}

    @property
    def can_undo(self) -> bool:
        """Whether what went last can be taken back from here; elsewhere the bin itself must be opened."""
        return CAN_RESTORE and bool(self.state.binned) and not self.busy

    def plan(self, photos: Sequence[Photo], side: Side, others: Sequence[Photo]) -> None:
        """Work out what would go."""
        if self.busy:
            return
        self._planning.cancel()
        self._show(BinState())
        work = partial(_planned, photos=photos, side=side, others=others)
        self._planning = self._jobs.start(Lane.EXPORT, work, self._on_planned, failed=self._on_failed)

    def start(self) -> None:
        """Put all that was worked out into the bin."""
        planned = self.state.plan
        if not self.busy and planned is not None:
            self._show(BinState(BinPhase.BINNING, planned))
            work = partial(_binned, planned=planned)
            self._jobs.start(Lane.EXPORT, work, self._on_results, self._on_binned, self._on_failed)

    def undo(self) -> None:
        """Take back what went last."""
        if self.can_undo:
            wanted = self.state.binned
            self._show(BinState(BinPhase.RESTORING, binned=wanted))
            work = partial(_restored, binned=wanted)
            self._jobs.start(Lane.EXPORT, work, self._on_results, self._on_restored, self._on_failed)

    # -- how it goes

    def _on_planned(self, planned: DiscardPlan) -> None:
        self._show(BinState(plan=planned))

    def _on_results(self, results: Sequence[object]) -> None:
        binned = [one for one in results if isinstance(one, Binned)]
        failed = [one for one in results if isinstance(one, Undelivered)]
        back = len(results) - len(binned) - len(failed)
        state = self.state
        self._show(
            replace(
                state,
                binned=(*state.binned, *binned),
                failed=(*state.failed, *failed),
                restored=state.restored + back,
            )
        )

    def _on_binned(self, _: object) -> None:
        self._show(replace(self.state, phase=BinPhase.BINNED))
        self.taken_away.emit()

    def _on_restored(self, _: object) -> None:
        gone = {one.path for one in self.state.failed}
        left = tuple(one for one in self.state.binned if one.path in gone)
        self._show(replace(self.state, phase=BinPhase.RESTORED, binned=left))
        self.taken_away.emit()

    def _on_failed(self, error: AppError) -> None:
        phase = BinPhase.RESTORED if self.state.phase is BinPhase.RESTORING else BinPhase.BINNED
        self._show(replace(self.state, phase=phase, sentence=error.sentence))
        self.taken_away.emit()

    def _show(self, state: BinState) -> None:
        self.state = state
        self.changed.emit()


def _planned(
    token: CancelToken, *, photos: Sequence[Photo], side: Side, others: Sequence[Photo]
) -> Iterator[DiscardPlan]:
    token.check()
    yield plan_discard(photos, side, others)


def _binned(token: CancelToken, *, planned: DiscardPlan) -> Iterator[list[object]]:
    yield from _some_at_once(carry_out(planned, token))


def _restored(token: CancelToken, *, binned: Sequence[Binned]) -> Iterator[list[object]]:
    yield from _some_at_once(take_back(binned, token))


def _some_at_once(results: Iterator[object]) -> Iterator[list[object]]:
    some: list[object] = []
    for result in results:
        some.append(result)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    yield some
