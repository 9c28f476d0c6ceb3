"""A drive that stops answering in the middle: a folder mounted by FUSE, whose server can be put to sleep.

What asks the sleeping drive blocks in the system call itself, as with a network drive that died or a cable that broke.
"""

import ctypes
import os
import signal
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
        self.at, self.behind = at, behind
        at.mkdir(parents=True, exist_ok=True)
        behind.mkdir(parents=True, exist_ok=True)
        self._libc = ctypes.CDLL(None, use_errno=True)
        handle = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={handle},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()}".encode()
        if self._libc.mount(b"burstpick-test", os.fsencode(at), b"fuse", 0, options):
            os.close(handle)
            raise OSError(ctypes.get_errno(), "cannot be mounted")
        command = [sys.executable, "-S", _SERVER, str(handle), str(behind), str(seconds)]
        self._server = subprocess.Popen(command, pass_fds=[handle])
        os.close(handle)

    def hang(self) -> None:
        """Answer nothing any more."""
        self._server.send_signal(signal.SIGSTOP)

    def answer(self) -> None:
        """Answer again, also what was asked meanwhile."""
        self._server.send_signal(signal.SIGCONT)

    def remove(self) -> None:
        """Unmount; whoever still waits is told that the drive is gone."""
        self._libc.umount2(os.fsencode(self.at), 2)
        self._server.kill()
        self._server.wait()


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
