"""Letting a window live until something is so, and noting for how long it stood still meanwhile."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer


def wait_until(condition: Callable[[], bool], patience: float = 120.0, turn_ms: int = 1) -> None:
    """Let the window live until a condition holds; raises TimeoutError after so many seconds."""
    end = time.perf_counter() + patience
    while not condition():
        if time.perf_counter() > end:
            raise TimeoutError("the window did not get there")
        live_for(turn_ms / 1000)


def live_for(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


class Beat:
    """Beats in the window's thread; `longest` is the longest time between two beats, in seconds."""

    def __init__(self, interval_ms: int) -> None:
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(interval=interval_ms)
        self._timer.timeout.connect(self._on_beat)

    def start(self) -> None:
        """Begin to note, from now on."""
        self._last = time.perf_counter()
        self._timer.start()

    def forget(self) -> None:
        """Let nothing count that was before."""
        self.longest = 0.0

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now
