"""Culls a folder in a real window by key events alone and reports what the person had to wait for.

Run as a program of its own: `python -m tests.benchmarks.culling_probe FOLDER HOME`. Prints one line of JSON.
"""

import statistics
import sys
import time
from pathlib import Path

import psutil
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.paths import Places
from app.ui.application import Desk
from app.ui.loupe import Loupe
from tests.benchmarks.probing import measure
from tests.benchmarks.waiting import Beat, live_for, wait_until

_PATIENCE = 300.0
_BEAT_MS = 2
_SIZE = (1600, 1000)
# A person looks this long at each frame before the next key; most of a pass is looking.
_LOOK_SECONDS = 0.12
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_RIGHT, _ENTER = Qt.Key.Key_Right, Qt.Key.Key_Return
Press = tuple[Qt.Key, Qt.KeyboardModifier]
_ACCEPT: tuple[Press, ...] = ((_ENTER, _NONE),)
_LOOK_CLOSE: tuple[Press, ...] = (
    (Qt.Key.Key_Z, _NONE),
    (_RIGHT, _NONE),
    (Qt.Key.Key_Z, _NONE),
    (Qt.Key.Key_P, _SHIFT),
)
_STEP_AND_STAR: tuple[Press, ...] = ((_RIGHT, _NONE), (_RIGHT, _NONE), (Qt.Key.Key_4, _NONE), (Qt.Key.Key_Tab, _NONE))
_REJECT: tuple[Press, ...] = ((Qt.Key.Key_X, _SHIFT),)
# Of ten series most are accepted, in some two frames are looked at closely, some are nothing.
_HABITS = (_ACCEPT, _ACCEPT, _LOOK_CLOSE, _ACCEPT, _REJECT, _ACCEPT, _STEP_AND_STAR, _ACCEPT, _ACCEPT, _LOOK_CLOSE)


class Pass:
    """Somebody who culls."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.desk = Desk(Places(home / "data", home / "cache", home / "logs"))
        self.desk.window.resize(*_SIZE)
        self.desk.window.show()
        found = self.desk.window.findChild(Loupe)
        assert isinstance(found, Loupe)
        self._pane = found.pane
        self._resident = 0.0
        finished: list[bool] = []
        self.desk.pipeline.finished.connect(lambda: finished.append(True))
        self.desk.session.open_folder(folder)
        wait_until(lambda: bool(finished), _PATIENCE)
        self._beat = Beat(_BEAT_MS)

    def figures(self) -> dict[str, float]:
        """Everything that is measured."""
        self._press((Qt.Key.Key_Home, _NONE))
        self._press((Qt.Key.Key_E, _NONE))
        self._beat.start()
        shoot, keys, waits = self.desk.session.shoot, 0, []
        for series in range(len(shoot.series)):
            waited = 0.0
            for press in _HABITS[series % len(_HABITS)]:
                waited += self._press(press)
                keys += 1
                live_for(_LOOK_SECONDS)
            waits.append(1000 * waited)
            self._resident = max(self._resident, psutil.Process().memory_info().rss / 1e6)
        decided = sum(shoot.decided(series) for series in shoot.series)
        return {
            "photos": len(shoot),
            "series": len(shoot.series),
            "decided": decided,
            "keys": keys / len(shoot.series),
            "wait": statistics.median(waits),
            "worst_wait": max(waits),
            "longest": 1000 * self._beat.longest,
            "resident": self._resident,
        }

    def _press(self, press: Press) -> float:
        """Seconds from a key until the photo that is current then is painted, if only from its thumbnail."""
        self._pane.painted_side = 0
        before = self.desk.session.current
        start = time.perf_counter()
        QTest.keyClick(self.desk.window.focusWidget() or self.desk.window, press[0], press[1])
        if self.desk.session.current != before and self.desk.window.stage.in_loupe():
            wait_until(lambda: self._pane.painted_side > 0, _PATIENCE)
        return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(measure(Pass))
