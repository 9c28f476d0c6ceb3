"""Stopping work that runs elsewhere."""

import threading


class Cancelled(Exception):  # noqa: N818 - a request obeyed, not an error
    """The work was told to stop; never shown to a person."""


class CancelToken:
    """Shared by the one who may stop a piece of work and the thread that does it."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if the work was asked to stop."""
        if self._event.is_set():
            raise Cancelled
