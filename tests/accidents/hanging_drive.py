"""A drive that stops answering in the middle: a folder mounted by FUSE, whose server can be put to sleep.

What asks the sleeping drive blocks in the system call itself, as with a network drive that died or a cable that broke.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_SERVER = Path(__file__).with_name("drive_server.py")


class HangingDrive:
    """The mounted folder `at`, with what lies in `behind`."""

    def __init__(self, at: Path, behind: Path, seconds: float = 0.0) -> None:
        self.at, self.behind, self._is_asleep = at, behind, False
        at.mkdir(parents=True, exist_ok=True)
        behind.mkdir(parents=True, exist_ok=True)
        self._libc = ctypes.CDLL(None, use_errno=True)
        handle = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={handle},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()}".encode()
        if self._libc.mount(b"burstpick-test", os.fsencode(at), b"fuse", 0, options):
            os.close(handle)
            raise OSError(ctypes.get_errno(), "cannot be mounted")
        command = [sys.executable, "-S", _SERVER, str(handle), str(behind), str(seconds)]
        self._server = subprocess.Popen(
            command, pass_fds=[handle], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        os.close(handle)

    def hang(self) -> None:
        """Answer nothing any more."""
        assert self._server.stdout is not None
        self._say("sleep")
        assert self._server.stdout.readline() == "sleep\n"
        self._is_asleep = True

    def answer(self) -> None:
        """Answer again, also what was asked meanwhile."""
        if self._is_asleep:
            self._is_asleep = False
            self._say("wake up")

    def _say(self, what: str) -> None:
        assert self._server.stdin is not None
        print(what, file=self._server.stdin, flush=True)

    def break_down(self) -> None:
        """Be gone; whoever still waits is told so."""
        self._server.kill()

    def remove(self) -> None:
        """Unmount; whoever still waits is told that the drive is gone."""
        self._libc.umount2(os.fsencode(self.at), 2)
        self._server.kill()
        self._server.communicate()


@contextmanager
def hanging_drive(at: Path, behind: Path, seconds: float = 0.0) -> Iterator[HangingDrive]:
    """Such a drive as long as the block lasts, each answer of which takes some seconds; skips the test without FUSE."""
    if not sys.platform.startswith("linux"):
        pytest.skip("mounts a drive as Linux does")
    try:
        drive = HangingDrive(at, behind, seconds)
    except OSError:
        pytest.skip("needs the right to mount a drive by FUSE, which this user has not")
    try:
        yield drive
    finally:
        drive.remove()
