"""Other people's programs, run where they can do no harm: a home and a screen of their own, and nothing left behind."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.library.photo import Marks

_PATIENCE = 30.0
_POLL = 0.1
# Ends a program when the test that started it is killed.
_WITH_US = ("setpriv", "--pdeathsig", "KILL")
_MARKER = "BURSTPICK_PROGRAM_HOME"


@dataclass(frozen=True, slots=True)
class Shown:
    """One photo as another program has it in its library."""

    marks: Marks
    keywords: tuple[str, ...] = ()


@contextmanager
def screen() -> Iterator[str]:
    """A screen nobody sees, by its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        [*_WITH_US, *command], pass_fds=[writing], stderr=subprocess.DEVNULL, process_group=0
    ) as server:
        os.close(writing)
        try:
            with open(reading, encoding="ascii") as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


@contextmanager
def running(command: Sequence[str], home: Path, display: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program that believes `home` to be the user's; it and all that it started is killed at the end."""
    (home / "run").mkdir(parents=True, exist_ok=True)
    (home / "run").chmod(0o700)
    with (
        (home / "log").open("ab") as log,
        subprocess.Popen(
            [*_WITH_US, *command], env=surroundings(home, display), stdout=log, stderr=log, cwd=home, process_group=0
        ) as program,
    ):
        try:
            yield program
        finally:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            _end_strays(home)


def surroundings(home: Path, display: str) -> Mapping[str, str]:
    """The environment of a program, without a message bus: nobody else's program may answer it."""
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "DISPLAY": display,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "NO_AT_BRIDGE": "1",
        "OMP_NUM_THREADS": "1",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        _MARKER: str(home),
    }


def is_soon(ready: Callable[[], bool], patience: float = _PATIENCE) -> bool:
    """Ask again and again, and tell whether it came true."""
    end = time.monotonic() + patience
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(_POLL)
    return True


def wait_for(ready: Callable[[], bool], what: str) -> None:
    """Ask again and again; fails with `what` was waited for."""
    assert is_soon(ready), f"waited in vain for {what}"


def wait_for_quiet(state: Callable[[], object], what: str, seconds: float = 1.5) -> None:
    """Wait until something has stayed as it is for a while; fails with `what` was waited for."""
    last, since = state(), time.monotonic()

    def is_quiet() -> bool:
        nonlocal last, since
        now = state()
        if now != last:
            last, since = now, time.monotonic()
        return time.monotonic() - since > seconds

    wait_for(is_quiet, what)


def _end_strays(home: Path) -> None:
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(_MARKER) == str(home):
                process.kill()
