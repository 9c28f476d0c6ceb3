"""Adding a model from a file somebody fetched by hand."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.analysis.model_shelf import ModelEntry
from app.cancel import CancelToken
from app.errors import AppError
from app.ui.jobs import Jobs, Lane
from app.ui.model_states import Shelf


class ModelAdding(QObject):
    """Has one file at a time checked and converted; `trouble` says what was wrong with the last one."""

    changed = Signal()
    added = Signal(object)

    def __init__(self, shelf: Shelf, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._jobs = shelf, jobs
        self._token = CancelToken()
        self.file: Path | None = None
        self.trouble = ""

    def start(self, file: Path) -> None:
        """Put a model from a file on the shelf, unless another file is being looked at."""
        if self.file is None:
            self.file, self.trouble = file, ""
            work = partial(_add, shelf=self._shelf, file=file)
            self._token = self._jobs.start(Lane.SHELF, work, self._on_added, failed=self._on_failed)
            self.changed.emit()

    def cancel(self) -> None:
        """Leave the file where it is, and nothing of it on the shelf."""
        self._token.cancel()
        self.file = None
        self.changed.emit()

    def forgive(self) -> None:
        """What was wrong with the last file has been read."""
        self.trouble = ""
        self.changed.emit()

    def _on_added(self, entry: ModelEntry) -> None:
        self.file = None
        self.added.emit(entry)
        self.changed.emit()

    def _on_failed(self, error: AppError) -> None:
        self.file, self.trouble = None, error.sentence
        self.changed.emit()


def _add(token: CancelToken, *, shelf: Shelf, file: Path) -> Iterator[ModelEntry]:
    yield shelf.add(file, None, token)
