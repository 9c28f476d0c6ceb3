"""Tells when something in a folder changes, as far as the system tells it: one watch per folder, none per file."""

import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from app.library.listing import is_companion, is_litter
from app.library.own_writings import OwnWritings

# What is only read or half written is nobody's news; but elsewhere than on Linux no system tells of the end of writing.
_NEWS: list[type[FileSystemEvent]] = [
    *(DirCreatedEvent, DirDeletedEvent, DirMovedEvent),
    *(FileCreatedEvent, FileDeletedEvent, FileMovedEvent, FileAttribEvent),
    FileClosedEvent if sys.platform.startswith("linux") else FileModifiedEvent,
]


class Change(Enum):
    """What somebody changed: photos or folders of them, or files that programs keep beside photos."""

    PHOTOS = "photos"
    SIDECARS = "sidecars"


class FolderWatch:
    """Watches one folder until closed; `changed` is called on other threads, for every single event.

    Nothing waits for the folder, which may lie on a drive that does not answer. Every `look_again` seconds the folder
    itself is looked at as well: systems tell nothing of what another computer does on a drive of the network, nor of a
    folder that comes back after it was unplugged. What is among the `own` writings is nobody's news.
    """

    def __init__(
        self,
        folder: Path,
        changed: Callable[[Change], None],
        *,
        recursive: bool,
        look_again: float = 5.0,
        own: OwnWritings | None = None,
    ) -> None:
        self._own = own or OwnWritings()
        self._folder, self._changed, self._recursive, self._pause = folder, changed, recursive, look_again
        self._closed = threading.Event()
        self._observer: BaseObserver | None = None
        self._thread = threading.Thread(target=self._watch, name="folder watch", daemon=True)
        self._thread.start()

    def close(self, patience: float = 2.0) -> None:
        """Watch no longer; returns when all threads have ended, or after so many seconds where a drive hangs."""
        self._closed.set()
        self._thread.join(patience)

    def _watch(self) -> None:
        seen = _look(self._folder)
        self._begin()
        while not self._closed.wait(self._pause):
            now = _look(self._folder, seen)
            if now != seen:
                if now is None or seen is None or now.place != seen.place:
                    self._end()
                    self._begin()
                    self._changed(Change.PHOTOS)
                elif now.photos != seen.photos or not self._own.explains(self._folder, seen.mtime_ns, now.mtime_ns):
                    self._changed(Change.PHOTOS)
                seen = now
        self._end()

    def _begin(self) -> None:
        observer = Observer()
        observer.daemon = True
        try:
            observer.schedule(
                _Handler(self._told, self._own), os.fspath(self._folder), recursive=self._recursive, event_filter=_NEWS
            )
            observer.start()
        except OSError as error:
            # The folder is gone, or the system watches no more folders; it is looked at all the same.
            logging.getLogger(__name__).warning("%s is not watched: %s", self._folder, error)
            return
        self._observer = observer

    def _end(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _told(self, change: Change) -> None:
        if not self._closed.is_set():
            self._changed(change)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Which folder it is, when something was last put into it or taken out, and a number for the names of photos."""

    place: tuple[int, int]
    mtime_ns: int
    photos: int


def _look(folder: Path, before: _Seen | None = None) -> _Seen | None:
    try:
        status = os.stat(folder)
        place = status.st_dev, status.st_ino
        if before is not None and (before.place, before.mtime_ns) == (place, status.st_mtime_ns):
            return before
        names = (name for name in os.listdir(folder) if not (is_litter(name) or is_companion(name)))
        return _Seen(place, status.st_mtime_ns, hash(frozenset(names)))
    except OSError:
        return None


class _Handler(FileSystemEventHandler):
    def __init__(self, changed: Callable[[Change], None], own: OwnWritings) -> None:
        self._changed, self._own = changed, own

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in {Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path}:
            if not (is_litter(path.name) or self._own.wrote(path)):
                self._changed(Change.SIDECARS if is_companion(path.name) else Change.PHOTOS)
