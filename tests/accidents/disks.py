"""Small disks of their own: mounted, filled, made read-only, moved to another mount point and taken away."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Disk:
    """A mounted file system in memory."""

    def __init__(self, at: Path, size: str) -> None:
        self.at = at
        at.mkdir(parents=True, exist_ok=True)
        _run("mount", "-t", "tmpfs", "-o", f"size={size}", "burstpick-test", str(at))

    def fill(self) -> None:
        """Write a file until there is no room left."""
        with (self.at / "filler").open("ab", buffering=0) as file:
            for block in (65_536, 4096, 512, 1):
                try:
                    while True:
                        file.write(bytes(block))
                except OSError:
                    continue

    def clear_up(self) -> None:
        """Make room again."""
        (self.at / "filler").unlink()

    def set_read_only(self, on: bool) -> None:
        _run("mount", "-o", f"remount,{'ro' if on else 'rw'}", str(self.at))

    def move_to(self, at: Path) -> None:
        """Appear at another mount point, with all that is on it."""
        at.mkdir(parents=True, exist_ok=True)
        _run("mount", "--move", str(self.at), str(at))
        self.at = at

    def remove(self) -> None:
        _run("umount", "-l", str(self.at))


@contextmanager
def mounted(at: Path, size: str = "64m") -> Iterator[Disk]:
    """A disk as long as the block lasts; skips the test where none may be mounted."""
    if not sys.platform.startswith("linux"):
        pytest.skip("mounts a disk as Linux does")
    try:
        disk = Disk(at, size)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the right to mount a disk, which this user has not")
    try:
        yield disk
    finally:
        disk.remove()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
