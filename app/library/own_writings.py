"""What this program writes beside photos itself, so that who watches their folder does not take it for news."""

import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Systems tell of a change within moments; who looks by himself does so every few seconds.
_REMEMBERED = 60.0
# A drive that hangs while a file is written to it must not hold up who watches it.
_PATIENCE = 2.0
_MOST_STRETCHES = 100

# Size and time of change of a file.
Left = tuple[int, int]


class OwnWritings:
    """Remembers for a minute how files were left, and over which times nobody else changed their folder.

    May be used from any thread.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._now: set[str] = set()
        self._left: dict[str, tuple[float, Left]] = {}
        # Times of change of each folder between which all changes were ours; the last may go on.
        self._stretches: dict[str, list[tuple[float, float]]] = {}

    @contextmanager
    def writing(self, path: Path) -> Iterator[Callable[[int, int], None]]:
        """While a file is being written; who has done so tells its size and time of change, in nanoseconds."""
        name, folder = os.fspath(path), os.fspath(path.parent)
        before = _changed_at(folder)
        left: list[Left] = []
        with self._changed:
            self._now.add(name)
            self._begin(folder, before)
        try:
            yield lambda size, mtime_ns: left.append((size, mtime_ns))
        finally:
            after = _changed_at(folder)
            with self._changed:
                self._end(folder, after)
                self._forget()
                for one in left:
                    # The newest last, as they are forgotten in their order.
                    self._left.pop(name, None)
                    self._left[name] = time.monotonic(), one
                self._now.discard(name)
                self._changed.notify_all()

    def wrote(self, path: Path) -> bool:
        """Whether a file is as it was left here a moment ago; if it is being written, that is waited for."""
        name = os.fspath(path)
        with self._changed:
            self._changed.wait_for(lambda: name not in self._now, _PATIENCE)
            left = self._left.get(name)
        if left is None:
            return False
        try:
            found = os.stat(name)
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == left[1]

    def explains(self, folder: Path, before: int, after: int) -> bool:
        """Whether a folder that was changed at `before` and then at `after`, in ns, was only changed from here."""
        with self._changed:
            return any(begin <= before and after <= end for begin, end in self._stretches.get(os.fspath(folder), ()))

    def _begin(self, folder: str, at: int) -> None:
        stretches = self._stretches.setdefault(folder, [])
        begin = stretches.pop()[0] if stretches and stretches[-1][1] == at else at
        stretches.append((begin, math.inf))
        del stretches[:-_MOST_STRETCHES]

    def _end(self, folder: str, at: int) -> None:
        stretches = self._stretches[folder]
        stretches.append((stretches.pop()[0], at))

    def _forget(self) -> None:
        long_ago = time.monotonic() - _REMEMBERED
        while self._left and next(iter(self._left.values()))[0] < long_ago:
            del self._left[next(iter(self._left))]


def _changed_at(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return -1
