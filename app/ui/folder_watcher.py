"""Notices what other programs change in the open folder, and tells it once they pause."""

import threading
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.library.folder_watch import Change, FolderWatch
from app.library.own_writings import OwnWritings

# After the last change: a program that writes many files is let finish, one that never pauses is not waited for.
_QUIET_MS = 500
_AT_MOST_SECONDS = 3.0


class FolderWatcher(QObject):
    """Watches one folder at a time; however many changes there are, `changed` comes once for all of them.

    `sidecars_changed` is told instead where only files beside photos were written, and nothing where only what is
    among the `own` writings was.
    """

    changed = Signal()
    sidecars_changed = Signal()
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None, look_again: float = 5.0, own: OwnWritings | None = None) -> None:
        super().__init__(parent)
        self._look_again, self._own = look_again, own
        self._watch: FolderWatch | None = None
        self._lock = threading.Lock()
        self._news: set[Change] = set()
        self._told: set[Change] = set()
        self._since = 0.0
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._tell)
        self._arrived.connect(self._on_arrived)

    def watch(self, folder: Path | None, *, recursive: bool = False) -> None:
        """Watch this folder from now on, or none; what was noticed in another is forgotten."""
        # A drive that does not answer must not hold up the window.
        self.close(0.0)
        if folder is not None:
            self._watch = FolderWatch(
                folder, self._notice, recursive=recursive, look_again=self._look_again, own=self._own
            )

    def close(self, patience: float = 2.0) -> None:
        """Watch no longer; waits at most so many seconds for a drive that does not answer."""
        if self._watch is not None:
            self._watch.close(patience)
            self._watch = None
        self._quiet.stop()
        self._told.clear()
        with self._lock:
            self._news.clear()

    def _notice(self, change: Change) -> None:
        """Called on the threads that watch: a burst of thousands is one call to the window."""
        with self._lock:
            is_news = not self._news
            self._news.add(change)
        if is_news:
            try:
                self._arrived.emit()
            except RuntimeError:
                # The window went away meanwhile.
                return

    @Slot()
    def _on_arrived(self) -> None:
        with self._lock:
            news, self._news = self._news, set()
        if self._watch is None or not news:
            return
        if not self._told:
            self._since = time.monotonic()
        self._told |= news
        if not self._quiet.isActive() or time.monotonic() - self._since < _AT_MOST_SECONDS:
            self._quiet.start()

    def _tell(self) -> None:
        told, self._told = self._told, set()
        if Change.PHOTOS in told:
            self.changed.emit()
        elif told:
            self.sidecars_changed.emit()
