"""Stopping work that runs elsewhere."""

import threading
import time


class Cancelled(Exception):  # noqa: N818 - a request obeyed, not an error
    """The work was told to stop; never shown to a person."""


class CancelToken:
    """Shared by the one who may stop a piece of work and the thread that does it, each check a sign that it lives."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._checked_at = time.monotonic()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._event.is_set()

    @property
    def silent_for(self) -> float:
        """Seconds since the work last checked, or since it was asked for."""
        return time.monotonic() - self._checked_at

    def live(self) -> None:
        """Give a sign that the work goes on."""
        self._checked_at = time.monotonic()

    def check(self) -> None:
        """Raise `Cancelled` if the work was asked to stop."""
        self._checked_at = time.monotonic()
        if self._event.is_set():
            raise Cancelled
