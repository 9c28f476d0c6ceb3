"""The keys that a person chose, taken over again whenever their file changes."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.errors import AppError
from app.library.shortcuts import read_shortcuts, write_template
from app.ui.commands import Command
from app.ui.language import translate
from app.ui.shortcuts import bound, described

# Editors write a file in several steps, some under another name first.
_SETTLED_MS = 200
Stamp = tuple[int, int] | None


class OwnKeys(QObject):
    """Gives a table of commands the keys of a file; `changed` carries the table after they changed.

    `said` carries a sentence that must be read, `noted` one for the moment; `problems` has one for each wish that is
    not met.
    """

    changed = Signal(object)
    said = Signal(str)
    noted = Signal(str)

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._usual: tuple[Command, ...] = ()
        self._stamp: Stamp = None
        self.table: tuple[Command, ...] = ()
        self.problems: tuple[str, ...] = ()
        self._watcher = QFileSystemWatcher(self)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._look)
        self._watcher.fileChanged.connect(self._settled.start)
        self._watcher.directoryChanged.connect(self._settled.start)

    def bind(self, table: Sequence[Command]) -> tuple[Command, ...]:
        """The table with the keys that the person chose."""
        self._usual = tuple(table)
        self._read()
        # Where the folder cannot be made there is nothing to watch; whoever writes there first tells of it.
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
        self._watch()
        return self.table

    def open(self) -> None:
        """Write the file where there is none, and open it in the person's editor."""
        try:
            write_template(self._file, described(self._usual))
        except AppError as error:
            self.said.emit(error.sentence)
            return
        self._watch()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file))):
            told = translate("OwnKeys", "Write your keys into {path}; they hold as soon as you save it.")
            self.said.emit(told.format(path=self._file))

    def reload(self) -> None:
        """Take over the keys as the file has them now, and say what came of it."""
        before = self.table
        self._read()
        if self.table != before:
            self.changed.emit(self.table)
        if self.problems:
            self.said.emit(" ".join(self.problems))
        else:
            told = translate("OwnKeys", "The keys of {file} hold from now on.")
            self.noted.emit(told.format(file=self._file.name))

    def _read(self) -> None:
        self._stamp = self._stamp_now()
        read = read_shortcuts(self._file)
        made = bound(self._usual, read.bindings)
        self.table, self.problems = made.table, (*read.problems, *made.problems)

    def _look(self) -> None:
        self._watch()
        if self._stamp_now() != self._stamp:
            self.reload()

    def _watch(self) -> None:
        """Watch the file, which may have been replaced by another of its name, and its folder, for one to come."""
        for path in (self._file, self._file.parent):
            if path.exists() and str(path) not in (*self._watcher.files(), *self._watcher.directories()):
                self._watcher.addPath(str(path))

    def _stamp_now(self) -> Stamp:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size
