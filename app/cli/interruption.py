"""Ctrl+C for commands whose work runs in several threads."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.cancel import CancelToken


@contextmanager
def cancelled_by_ctrl_c(token: CancelToken) -> Iterator[None]:
    """Let Ctrl+C cancel the token before it raises KeyboardInterrupt, only in the main thread.

    What raises has to wait for the threads that work for it, and these stop by the token alone.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        # Started in the background, where the key is not meant for this program.
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        token.cancel()
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
