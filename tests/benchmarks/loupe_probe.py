"""Steps and zooms through a folder in a real window by key events and reports how long each took to be seen.

Run as a program of its own: `python -m tests.benchmarks.loupe_probe FOLDER HOME`. Prints one line of JSON; times are
medians in milliseconds.
"""

import statistics
import sys
import time
from pathlib import Path

import psutil
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.library.thumbnails import THUMBNAIL_SIDE
from app.paths import Places
from app.ui.application import Desk
from app.ui.loupe import Loupe
from tests.benchmarks.probing import measure
from tests.benchmarks.waiting import Beat, live_for, wait_until

_BEAT_MS = 2
_SIZE = (1600, 1000)
RIGHT, LEFT = Qt.Key.Key_Right, Qt.Key.Key_Left


class Probe:
    """Somebody with a stop watch at a window."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.desk = Desk(Places(home / "data", home / "cache", home / "logs"))
        window = self.desk.window
        window.resize(*_SIZE)
        window.show()
        found = window.findChild(Loupe)
        assert isinstance(found, Loupe)
        self.loupe, self.pane = found, found.pane
        finished: list[bool] = []
        self.desk.pipeline.finished.connect(lambda: finished.append(True))
        self.desk.session.open_folder(folder)
        wait_until(lambda: bool(finished))
        self._beat = Beat(_BEAT_MS)

    def figures(self) -> dict[str, float]:
        """Everything that is measured."""
        self.key(Qt.Key.Key_Home)
        self.key(Qt.Key.Key_E)
        self.rest()
        self._beat.start()
        found = self._cold() | self._warm() | self._close() | self._run()
        found["longest"] = 1000 * self._beat.longest
        found["held"] = self.desk._loader.held_bytes / 1e6
        found["resident"] = psutil.Process().memory_info().rss / 1e6
        return found

    def _cold(self) -> dict[str, float]:
        """Far from anything that was looked at: the fifth frames of all series, and the eighth."""
        first, sharp = [], []
        shoot = self.desk.session.shoot
        for place in (4, 7):
            for series in shoot.series:
                photo = series.frames[place]
                self.pane.painted_side = 0
                start = time.perf_counter()
                self.desk.session.set_current(photo)
                wait_until(lambda: self.pane.painted_side > THUMBNAIL_SIDE)
                first.append(1000 * (time.perf_counter() - start))
                wait_until(self.is_seen_sharp)
                sharp.append(1000 * (time.perf_counter() - start))
                self.rest()
        return {"cold_first": statistics.median(first), "cold_sharp": statistics.median(sharp)}

    def _warm(self) -> dict[str, float]:
        """From frame to frame at a pace at which the next one has been decoded."""
        self.key(Qt.Key.Key_Home)
        self.rest()
        return {"warm": statistics.median(self.step(RIGHT) for _ in range(12))}

    def _close(self) -> dict[str, float]:
        """1:1: of a photo of which only the whole was decoded, then from frame to frame."""
        self.key(Qt.Key.Key_Home)
        self.rest()
        opened = self.step(Qt.Key.Key_Z)
        self.rest()
        stepped = statistics.median(self.step(RIGHT) for _ in range(6))
        self.key(Qt.Key.Key_Z)
        self.rest()
        return {"full": opened, "full_warm": stepped}

    def _run(self) -> dict[str, float]:
        """The arrow held down, as fast as the window follows, back and forth through everything."""
        self.key(Qt.Key.Key_Home)
        self.rest()
        decoded, steps = 0, len(self.desk.session.shoot) - 1
        start = time.perf_counter()
        for key in (RIGHT, LEFT):
            for _ in range(steps):
                self.pane.painted_side = 0
                self.key(key)
                wait_until(lambda: self.pane.painted_side > 0)
                decoded += self.pane.painted_side > THUMBNAIL_SIDE
        taken = time.perf_counter() - start
        return {"run_rate": 2 * steps / taken, "run_decoded": decoded / (2 * steps)}

    def step(self, key: Qt.Key) -> float:
        """Milliseconds from a key to a sharp picture on the screen; then all that is decoded ahead is waited for."""
        self.pane.painted_side = 0
        start = time.perf_counter()
        self.key(key)
        wait_until(self.is_seen_sharp)
        taken = 1000 * (time.perf_counter() - start)
        self.rest()
        return taken

    def is_seen_sharp(self) -> bool:
        """Whether what was painted last has all the pixels that can be seen."""
        photo = self.pane.photo()
        if photo is None:
            return False
        wish = self.pane.sharp_wish(self.desk.session.shoot.photo(photo))
        return self.pane.painted_side >= 0.98 * wish.side

    def rest(self) -> None:
        """Let a moment pass and everything be decoded that was asked for."""
        live_for(0.25)
        wait_until(lambda: not self.desk._loader.busy)

    def key(self, key: Qt.Key) -> None:
        """Press a key."""
        QTest.keyClick(self.desk.window.focusWidget() or self.desk.window, key)


if __name__ == "__main__":
    sys.exit(measure(Probe))
