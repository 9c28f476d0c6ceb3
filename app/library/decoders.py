"""Decoder processes: what LibRaw, libheif, libtiff and their like do to a hostile file happens where it can be killed.

A few processes are started when the first such file is met, kept, and given one file at a time. One that hangs, dies
or talks nonsense is killed and replaced; the file that did it is refused with a reason, and the rest goes on.
"""

import atexit
import io
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PIL import Image

import app
from app.library.source import UnreadableError
from app.library.wire import (
    MOST_SECONDS,
    BrokenWireError,
    Facts,
    Pixels,
    Refusal,
    Reply,
    Request,
    Task,
    Words,
    receive_reply,
    send_request,
)

_MOST_PROCESSES = min(10, (os.cpu_count() or 1) + 2)
_COMMAND = (sys.executable, "-P", "-m", "app.library.decoder_process")
_LARGE_PIPE = 1 << 20
_CRASHED = "its decoder broke down over it; the file is damaged"
_NOT_STARTED = "the program that decodes such files could not be started"
_log = logging.getLogger(__name__)


class _HungError(Exception):
    """A decoder was killed because it took too long."""


class _Decoder:
    """One decoder process; its methods are called by one thread at a time."""

    def __init__(self, command: Sequence[str], most_seconds: float) -> None:
        self._most_seconds = most_seconds
        self._hung = False
        self.abandoned = False
        self.answered = 0
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # C libraries print what they think of a file; people read our reason instead.
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        # Without a buffer both are raw streams.
        self._asking = cast("io.FileIO", self._process.stdin)
        self._answering = cast("io.FileIO", self._process.stdout)
        _widen(self._answering.fileno())

    def ask(self, request: Request) -> Reply:
        """Wait for the answer; raises _HungError, BrokenWireError."""
        watch = threading.Timer(self._most_seconds, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            send_request(self._asking, request)
            reply = receive_reply(self._answering)
        except BrokenWireError as error:
            if self._hung:
                raise _HungError from error
            raise
        finally:
            watch.cancel()
        self.answered += 1
        return reply

    def _give_up(self) -> None:
        self._hung = True
        self._process.kill()

    def abandon(self) -> None:
        """End the process while another thread waits for its answer."""
        self.abandoned = True
        self._process.kill()

    def stop(self) -> str:
        """End the process at once; returns how it ended, for the log."""
        self._process.kill()
        for stream in (self._asking, self._answering):
            stream.close()
        try:
            # One that waits for a dead network drive does not even die; it is left behind.
            return f"exit code {self._process.wait(5)}"
        except subprocess.TimeoutExpired:
            return "it cannot be ended"


class Decoders:
    """Some decoder processes for all threads; those that are idle are used again, the latest first."""

    def __init__(self, command: Sequence[str] = _COMMAND, most_seconds: float = MOST_SECONDS) -> None:
        self._command = command
        self._most_seconds = most_seconds
        self._idle: list[_Decoder] = []
        self._busy: set[_Decoder] = set()
        self._lock = threading.Lock()
        self._places = threading.Semaphore(_MOST_PROCESSES)

    def picture(self, path: Path, long_side: int | None) -> Image.Image:
        """Decode a file upright as 8-bit RGB in sRGB, as `open_picture` describes it; raises UnreadableError."""
        reply = self._answer(Request(Task.PICTURE, os.fsencode(path), long_side))
        if not isinstance(reply, Pixels):
            raise UnreadableError(_CRASHED)
        return Image.frombytes("RGB", (reply.width, reply.height), reply.rows)

    def facts(self, path: Path) -> Facts:
        """What a file's header says; raises UnreadableError."""
        reply = self._answer(Request(Task.FACTS, os.fsencode(path)))
        if not isinstance(reply, Facts):
            raise UnreadableError(_CRASHED)
        return reply

    def tags(self, path: Path) -> tuple[tuple[str, ...], ...]:
        """Group, name and value of every tag; raises UnreadableError."""
        reply = self._answer(Request(Task.TAGS, os.fsencode(path)))
        if not isinstance(reply, Words):
            raise UnreadableError(_CRASHED)
        return reply.rows

    def close(self) -> None:
        """End the processes that are idle; the next file starts new ones."""
        with self._lock:
            idle, self._idle = self._idle, []
        for decoder in idle:
            decoder.stop()

    def abandon(self) -> None:
        """End all processes, those at work too: what they are asked for is refused at once. For leaving the program."""
        with self._lock:
            for decoder in self._busy:
                decoder.abandon()
        self.close()

    def _answer(self, request: Request) -> Reply:
        with self._places:
            reply = self._try(request, self._idle_one() or self._new())
        if isinstance(reply, Refusal):
            raise UnreadableError(reply.reason)
        return reply

    def _try(self, request: Request, decoder: _Decoder) -> Reply:
        """Ask; where a process dies that an earlier file may have harmed, a new one has the last word."""
        with self._lock:
            self._busy.add(decoder)
        try:
            reply = decoder.ask(request)
        except _HungError:
            self._note(request, f"took more than {self._most_seconds:g} s; {decoder.stop()}")
            return Refusal(f"decoding it takes longer than {self._most_seconds:g} seconds; the file is damaged")
        except BrokenWireError:
            self._note(request, decoder.stop())
            again = decoder.answered and not decoder.abandoned
            return self._try(request, self._new()) if again else Refusal(_CRASHED)
        except BaseException:
            decoder.stop()
            raise
        finally:
            with self._lock:
                self._busy.discard(decoder)
        with self._lock:
            self._idle.append(decoder)
        return reply

    def _idle_one(self) -> _Decoder | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _new(self) -> _Decoder:
        try:
            return _Decoder(self._command, self._most_seconds)
        except OSError as error:
            raise UnreadableError(_NOT_STARTED) from error

    def _note(self, request: Request, how: str) -> None:
        _log.warning("the decoder of %s: %s", os.fsdecode(request.path).encode(errors="backslashreplace").decode(), how)


def _environment() -> dict[str, str]:
    """What a decoder process is told: where this program lies, and to take one thread and few memory pools.

    The C library of Linux is to hand out empty memory: what a damaged file leaves unset is black then each time, and
    not what was there of the file before.
    """
    places = os.pathsep.join(filter(None, (str(Path(app.__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    few = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
    return {**os.environ, **few, "MALLOC_PERTURB_": "255", "PYTHONPATH": places}


def _widen(handle: int) -> None:
    """Let a megabyte pass at once where the system can; it halves the time that pixels take."""
    try:
        import fcntl
    except ImportError:
        return
    change = getattr(fcntl, "F_SETPIPE_SZ", None)
    if change is not None:
        try:
            fcntl.fcntl(handle, change, _LARGE_PIPE)
        except OSError:
            return


DECODERS = Decoders()
atexit.register(DECODERS.close)
