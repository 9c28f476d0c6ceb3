"""Runs work away from the window and brings its results back to it.

A lane is one thread that does its jobs in order. Work is a generator: every `yield` is a result, a sign of progress
and a point where it can be cancelled. All callbacks run in the thread that owns the `Jobs` object. Where a drive does
not answer, a lane goes on without the job that waits for it.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.ui.lane_threads import LaneThreads, Task
from app.ui.language import translate

# How long results may occupy the window at a stretch; half a frame at 60 Hz leaves it fluid.
_SLICE_SECONDS = 0.008

# How often it is looked whether what waits still waits for something that goes on.
_LOOK_MS = 250
# Each costs a thread and an open database; more than a few means that nothing of a drive will come back.
MOST_LEFT_BEHIND = 5
# How long threads may take to end when the window closes.
_PATIENCE = 2.0

Work = Callable[[CancelToken], Iterator[Any]]
Callback = Callable[[Any], None]


class Lane(Enum):
    """The threads of the application, apart from the pool that prepares photos."""

    FILES = "files"
    GROUP = "group"
    MODEL = "model"
    EXPLAIN = "explain"
    FACES = "faces"
    TONES = "tones"
    TAGS = "tags"
    SHELF = "shelf"
    DOWNLOAD = "download"
    LEARNING = "learning"
    EXPORT = "export"
    SIDECARS = "sidecars"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class _Patience:
    """Seconds without a sign of life after which those behind wait no longer; `cancelled` if only for such a job."""

    seconds: float
    cancelled: bool = True


# Those that read photos. A model may compute for long without a sign. The lane that writes marks is never left.
_PATIENCE_OF = {
    Lane.FILES: _Patience(2.0),
    Lane.SIDECARS: _Patience(8.0, cancelled=False),
    Lane.TAGS: _Patience(2.0, cancelled=False),
    Lane.TONES: _Patience(2.0),
    Lane.EXPLAIN: _Patience(4.0),
    Lane.FACES: _Patience(6.0),
    Lane.MODEL: _Patience(6.0),
    Lane.EXPORT: _Patience(10.0, cancelled=False),
}


def _ignore(_: object) -> None:
    pass


class Jobs(QObject):
    """Starts generators on lanes and delivers what they yield.

    `crowded` is emitted when too many jobs wait for drives that do not answer for a lane to go on without them.
    """

    crashed = Signal(object)
    crowded = Signal()
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inbox: deque[tuple[CancelToken | None, Callback, Any]] = deque()
        self._has_rung = False
        self._lanes = {lane: LaneThreads(lane.value) for lane in Lane}
        self._tokens: set[CancelToken] = set()
        self._closed = self._is_crowded = False
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._go_on)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._drain)
        self._arrived.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        lane: Lane,
        work: Work,
        each: Callback = _ignore,
        done: Callback = _ignore,
        failed: Callback = _ignore,
    ) -> CancelToken:
        """Run `work` on a lane; `failed` gets the AppError, of a bug too. After a cancel nothing more is delivered.

        Once closed, nothing starts any more: a timer may still fire while the window goes away.
        """
        token = CancelToken()
        if self._closed:
            token.cancel()
            return token
        self._tokens.add(token)
        self._lanes[lane].submit(Task(token, partial(self._run, lane, token, work, each, done, failed)))
        if lane in _PATIENCE_OF and not self._look.isActive():
            self._look.start()
        return token

    def post(self, callback: Callback, value: object) -> None:
        """Call `callback(value)` in the owner's thread; may be called from any thread."""
        self._post(None, callback, value)

    def silent_for(self, lane: Lane) -> float:
        """For how many seconds what goes on there has given no sign of life; 0 while nothing does."""
        current = self._lanes[lane].current
        return 0.0 if current is None else current.silent_for

    def finish_writing(self) -> None:
        """Take no more jobs, cancel what runs, and finish every write to the database."""
        self._closed = True
        self._look.stop()
        for token in self._tokens:
            token.cancel()
        for lane, threads in self._lanes.items():
            threads.close(drop=lane is not Lane.STORE)
        self._lanes[Lane.STORE].join()

    def end(self, seconds: float = _PATIENCE) -> bool:
        """Wait so long for the threads to end; whether all have, as one that a drive does not answer never will."""
        until = time.monotonic() + seconds
        return all(threads.join(max(0.0, until - time.monotonic())) for threads in self._lanes.values())

    def close(self) -> None:
        """Cancel what runs, finish every write to the database, and end the threads."""
        self.finish_writing()
        self.end()

    def _go_on(self) -> None:
        """Leave what does not answer behind where something else waits for it."""
        waiting = [lane for lane in _PATIENCE_OF if self._lanes[lane].waiting]
        if not waiting:
            self._look.stop()
        full = [lane for lane in waiting if self._is_stuck(lane) and not self._leave_behind(lane)]
        if full and not self._is_crowded:
            self.crowded.emit()
        self._is_crowded = bool(full)

    def _is_stuck(self, lane: Lane) -> bool:
        token, patience = self._lanes[lane].current, _PATIENCE_OF[lane]
        if token is None or (patience.cancelled and not token.cancelled):
            return False
        return token.silent_for > patience.seconds

    def _leave_behind(self, lane: Lane) -> bool:
        threads = self._lanes[lane]
        token = threads.current
        if threads.left_behind >= MOST_LEFT_BEHIND:
            return False
        if token is not None:
            logging.getLogger(__name__).warning("The lane %s goes on without what it is at", lane.value)
            threads.go_on_without(token)
        return True

    def _run(
        self, lane: Lane, token: CancelToken, work: Work, each: Callback, done: Callback, failed: Callback
    ) -> None:
        try:
            if lane is not Lane.STORE:
                token.check()
            for result in work(token):
                token.live()
                if token.cancelled:
                    break
                self._post(token, each, result)
            self._post(token, done, None)
        except Cancelled:
            pass
        except AppError as error:
            logging.getLogger(__name__).warning("%s (%s)", error.sentence, error.detail)
            self._post(token, failed, error)
        except Exception as error:  # noqa: BLE001 - the boundary of a thread: a bug must be seen, not lost
            self._post(None, self.crashed.emit, error)
            self._post(
                token, failed, AppError(translate("jobs", "Burstpick failed at this; its log tells why."), str(error))
            )
        finally:
            self._post(None, self._tokens.discard, token)

    def _post(self, token: CancelToken | None, callback: Callback, value: object) -> None:
        self._inbox.append((token, callback, value))
        # Asked after the append and reset before the inbox is looked at: of two that arrive at once one rings, or both.
        if not self._has_rung:
            self._has_rung = True
            # What was left behind may come back when the window is gone.
            with suppress(RuntimeError):
                self._arrived.emit()

    @Slot()
    def _drain(self) -> None:
        end = time.perf_counter() + _SLICE_SECONDS
        self._has_rung = False
        try:
            while self._inbox and time.perf_counter() < end:
                token, callback, value = self._inbox.popleft()
                if token is None or not token.cancelled:
                    callback(value)
        finally:
            if self._inbox:
                # What comes meanwhile need not ring: an own event would be served before the window is painted.
                self._has_rung = True
                self._again.start()


def once(function: Callable[[], Any]) -> Work:
    """Work that yields the one result of `function`."""

    def work(_: CancelToken) -> Iterator[Any]:
        yield function()

    return work
