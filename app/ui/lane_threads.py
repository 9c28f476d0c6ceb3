"""The thread of a lane, and those that were left behind because a drive does not answer them.

A read of a dead network drive or a broken cable may never return, and no thread can be ended from outside. So the lane
goes on with another thread; the old one ends with what it is at, should that ever come back. All are daemons: Python
waits for no such thread when it ends.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.cancel import CancelToken


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Something to do, and the token by which it may be stopped."""

    token: CancelToken
    run: Callable[[], None]


class _Shift:
    """One thread, and what it is at."""

    def __init__(self) -> None:
        self.task: Task | None = None
        self.thread: threading.Thread | None = None


class LaneThreads:
    """Does tasks one after the other, in the order in which they come."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._changed = threading.Condition()
        self._waiting: deque[Task] = deque()
        self._closed = False
        self._shift: _Shift | None = None
        self._left: list[_Shift] = []

    def submit(self, task: Task) -> None:
        """Do this after all that was asked for before."""
        with self._changed:
            self._waiting.append(task)
            if self._shift is None:
                self._begin()
            self._changed.notify_all()

    @property
    def waiting(self) -> bool:
        """Whether something waits for what goes on."""
        with self._changed:
            return bool(self._waiting)

    @property
    def current(self) -> CancelToken | None:
        """The token of what goes on, None while nothing does."""
        shift = self._shift
        task = None if shift is None else shift.task
        return None if task is None else task.token

    @property
    def left_behind(self) -> int:
        """How many threads wait for an answer that nobody waits for any more."""
        with self._changed:
            self._left = [shift for shift in self._left if shift.thread is not None and shift.thread.is_alive()]
            return len(self._left)

    def go_on_without(self, token: CancelToken) -> None:
        """Leave what goes on under this token to its thread, and do the rest on another; nothing if it is over."""
        with self._changed:
            shift = self._shift
            if shift is not None and shift.task is not None and shift.task.token is token:
                self._left.append(shift)
                self._begin()
                self._changed.notify_all()

    def close(self, *, drop: bool) -> None:
        """Take no more; what waits is done before the thread ends, unless it is to be dropped."""
        with self._changed:
            self._closed = True
            if drop:
                self._waiting.clear()
            self._changed.notify_all()

    def join(self, seconds: float | None = None) -> bool:
        """Wait until all threads have ended, for ever or so long; whether they have."""
        with self._changed:
            shifts = [*self._left, *([] if self._shift is None else [self._shift])]
        until = None if seconds is None else time.monotonic() + seconds
        threads = [shift.thread for shift in shifts if shift.thread is not None]
        for thread in threads:
            thread.join(None if until is None else max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _begin(self) -> None:
        shift = self._shift = _Shift()
        shift.thread = threading.Thread(target=self._work, args=(shift,), name=self._name, daemon=True)
        shift.thread.start()

    def _work(self, shift: _Shift) -> None:
        while (task := self._next(shift)) is not None:
            task.run()

    def _next(self, shift: _Shift) -> Task | None:
        with self._changed:
            shift.task = None
            while shift is self._shift:
                if self._waiting:
                    shift.task = self._waiting.popleft()
                    shift.task.token.live()
                    return shift.task
                if self._closed:
                    break
                self._changed.wait()
        return None
