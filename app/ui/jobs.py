"""Runs work away from the window and brings its results back to it.

A lane is one thread that does its jobs in order. Work is a generator: every `yield` is a result, a sign of progress
and a point where it can be cancelled. All callbacks run in the thread that owns the `Jobs` object.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.ui.language import translate

# How long results may occupy the window at a stretch; half a frame at 60 Hz leaves it fluid.
_SLICE_SECONDS = 0.008

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
    SHELF = "shelf"
    DOWNLOAD = "download"
    LEARNING = "learning"
    EXPORT = "export"
    SIDECARS = "sidecars"
    STORE = "store"


def _ignore(_: object) -> None:
    pass


class Jobs(QObject):
    """Starts generators on lanes and delivers what they yield."""

    crashed = Signal(object)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inbox: deque[tuple[CancelToken | None, Callback, Any]] = deque()
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=lane.value) for lane in Lane}
        self._tokens: set[CancelToken] = set()
        self._closed = False
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
        self._lanes[lane].submit(self._run, token, work, each, done, failed)
        return token

    def post(self, callback: Callback, value: object) -> None:
        """Call `callback(value)` in the owner's thread; may be called from any thread."""
        self._post(None, callback, value)

    def close(self) -> None:
        """Cancel what runs, finish every write to the database, and end the threads."""
        self._closed = True
        for token in self._tokens:
            token.cancel()
        for lane, thread in self._lanes.items():
            if lane is not Lane.STORE:
                thread.shutdown(wait=True, cancel_futures=True)
        self._lanes[Lane.STORE].shutdown(wait=True)

    def _run(self, token: CancelToken, work: Work, each: Callback, done: Callback, failed: Callback) -> None:
        try:
            for result in work(token):
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
        if len(self._inbox) == 1:
            self._arrived.emit()

    @Slot()
    def _drain(self) -> None:
        end = time.perf_counter() + _SLICE_SECONDS
        try:
            while self._inbox and time.perf_counter() < end:
                token, callback, value = self._inbox.popleft()
                if token is None or not token.cancelled:
                    callback(value)
        finally:
            if self._inbox:
                self._again.start()


def once(function: Callable[[], Any]) -> Work:
    """Work that yields the one result of `function`."""

    def work(_: CancelToken) -> Iterator[Any]:
        yield function()

    return work
