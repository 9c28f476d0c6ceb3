"""Whether two names lead to one file, and how a file gets from one folder to another without being copied."""

import errno
import os
from enum import Enum
from functools import lru_cache
from pathlib import Path

from app.library.same_name import folded
from app.library.transfer.part import NO_LINKS, Part, clear_leftovers


class Way(Enum):
    """How a file gets to another folder."""

    LINK = "link"
    RENAME = "rename"
    COPY = "copy"


class Places:
    """What is known of pairs of folders; each pair is tried once. Every method raises OSError."""

    def __init__(self) -> None:
        self.way = lru_cache(None)(_way)
        self._are_one = lru_cache(None)(_are_one)

    def is_same_entry(self, one: Path, other: Path) -> bool:
        """Whether taking away the one would take away the other, by whatever mounts and links they are reached."""
        if folded(one.name) == folded(other.name) and self._are_one(one.parent, other.parent):
            return True
        if os.path.islink(one) or not os.path.samefile(one, other):
            return False
        return os.lstat(one).st_nlink == 1 or os.path.realpath(one) == os.path.realpath(other)


def _are_one(one: Path, other: Path) -> bool:
    """Whether two folders are one; a network drive that is mounted twice tells it only by what is put there."""
    if os.path.samefile(one, other):
        return True
    part = Part(other)
    try:
        return os.path.lexists(one / part.path.name)
    finally:
        part.discard()


def _way(source: Path, target: Path) -> Way:
    """How files get from the folder `source` to the folder `target`, tried with an empty file."""
    if os.stat(source).st_dev != os.stat(target).st_dev:
        return Way.COPY
    clear_leftovers(source)
    try:
        part = Part(source)
    except OSError:
        # What may not be written may not be moved away either; the copy stays then.
        return Way.COPY
    probe = target / f"{part.path.name}.probe.part"
    try:
        os.link(part.path, probe)
        os.unlink(probe)
    except OSError as error:
        if error.errno == errno.EXDEV:
            return Way.COPY
        if error.errno in NO_LINKS:
            return Way.RENAME
        raise
    finally:
        part.discard()
    return Way.LINK
