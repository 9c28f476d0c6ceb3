"""A decoder process: `python -m app.library.decoder_process` answers what its parent asks on standard input.

It gives itself bounds of memory and time that the operating system keeps, so that it cannot outlive its parent in an
endless loop, and may neither write files nor leave a core dump.
"""

import contextlib
import io
import os
import signal
import sys
from pathlib import Path

from app.library.source import UnreadableError
from app.library.wire import (
    MOST_SECONDS,
    BrokenWireError,
    Pixels,
    Refusal,
    Reply,
    Request,
    Task,
    receive_request,
    send_reply,
)

# Decoding keeps to a gigabyte by its own rules, a RAW of 200 megapixels takes 1.3; the rest is for what lies between.
MOST_MEMORY = 5 << 29


def main(most_seconds: float = MOST_SECONDS + 5) -> None:
    """Answer until the parent is gone; a file that takes longer than this ends the process, where the system can."""
    confine()
    requests, replies = _own_channels()
    with contextlib.suppress(BrokenWireError):
        while True:
            request = receive_request(requests)
            _end_after(most_seconds)
            reply = answer(request)
            _end_after(0)
            send_reply(replies, reply)


def answer(request: Request) -> Reply:
    """Look at one file."""
    from app.library import decoding
    from app.library.pixels import named_failures

    path = Path(os.fsdecode(request.path))
    try:
        with named_failures():
            if request.task is Task.FACTS:
                return decoding.decoder_facts(path)
            if request.task is Task.TAGS:
                return decoding.tag_rows(path)
            picture = decoding.decode(path, request.long_side)
            return Pixels(*picture.size, picture.tobytes())
    except UnreadableError as error:
        return Refusal(error.reason)


def confine() -> None:
    """Bound what this process may take, as far as the system knows how; Ctrl+C is for the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource
    except ImportError:
        return
    for kind, most in (("RLIMIT_AS", MOST_MEMORY), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)):
        # macOS refuses a bound on the address space.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, kind), (most, most))


def _end_after(seconds: float) -> None:
    """Have the system end this process then, whatever it is doing; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _own_channels() -> tuple[io.FileIO, io.FileIO]:
    """Standard input and output for the parent alone; who prints in this process prints into nothing."""
    requests, replies = os.dup(sys.stdin.fileno()), os.dup(sys.stdout.fileno())
    nothing = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1):
        os.dup2(nothing, handle)
    os.close(nothing)
    return io.FileIO(requests, "rb"), io.FileIO(replies, "wb")


if __name__ == "__main__":
    main()
