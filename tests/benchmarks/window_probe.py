"""Opens a folder in a real window and reports how long a person waits and how long the window stands still.

Run as a program of its own, so that start-up counts: `python -m tests.benchmarks.window_probe FOLDER HOME STARTED`,
where STARTED is the moment the process was asked for, in seconds since 1970. Prints one line of JSON.
"""

import json
import sys
import time
from pathlib import Path

import psutil

_BEAT_MS = 2
_GIVE_UP_SECONDS = 180.0


class Probe:
    """Watches one opening until everything is read, then leaves."""

    def __init__(self, folder: Path, home: Path, started: float) -> None:
        from PySide6.QtCore import QTimer

        from app.paths import Places
        from app.ui.application import Desk

        self._started = started
        self._figures: dict[str, float] = {}
        self._last_beat = time.perf_counter()
        self._longest = 0.0
        self.desk = Desk(Places(home / "data", home / "cache", home / "logs"))
        self.desk.window.show()
        self._beat = QTimer(interval=_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start()
        pipeline, session = self.desk.pipeline, self.desk.session
        pipeline.series_changed.connect(self._on_series)
        pipeline.read.connect(self._on_read)
        pipeline.finished.connect(self._on_finished)
        QTimer.singleShot(0, self._on_shown)
        self._folder = folder
        self._open = lambda: session.open_folder(folder)

    def _now(self) -> float:
        return time.time() - self._started

    def _on_shown(self) -> None:
        self._figures["window"] = self._now()
        self._last_beat = time.perf_counter()
        self._longest = 0.0
        self._open()

    def _on_series(self) -> None:
        if len(self.desk.session.shoot.series) > 10:
            self._figures.setdefault("series", self._now())

    def _on_read(self) -> None:
        self._figures["read"] = self._now()
        self._figures["megabytes"] = psutil.Process().memory_info().rss / 1e6

    def _on_finished(self) -> None:
        self._leave()

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last_beat)
        self._last_beat = now
        if "thumbnails" not in self._figures and self._screen_is_full():
            self._figures["thumbnails"] = self._now()
        done = {"read", "thumbnails"} <= self._figures.keys() and now - self._read_for(now) > 0
        if done or self._now() > _GIVE_UP_SECONDS:
            self._leave()

    def _read_for(self, now: float) -> float:
        """The moment until which to go on watching: a while after everything has been read."""
        return now if self._now() < self._figures["read"] + 3.0 else 0.0

    def _screen_is_full(self) -> bool:
        window = self.desk.window
        return bool(self.desk.session.shown) and window.stage.grid_is_painted()

    def _leave(self) -> None:
        from PySide6.QtCore import QCoreApplication

        if not self._beat.isActive():
            return
        self._beat.stop()
        self._figures["longest"] = self._longest
        print(json.dumps(self._figures), flush=True)
        self.desk.window.close()
        QCoreApplication.exit(0)


def main() -> int:
    """Watch one opening."""
    from PySide6.QtWidgets import QApplication

    from app.ui.application import favour_the_window

    favour_the_window()

    application = QApplication(sys.argv[:1])
    probe = Probe(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
    code = application.exec()
    del probe
    return code


if __name__ == "__main__":
    sys.exit(main())
