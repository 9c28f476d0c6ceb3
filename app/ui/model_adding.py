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
    """Has one file at a time checked and converted; `failed` tells in a sentence what was wrong with it."""

    started = Signal(object)
    added = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, shelf: Shelf, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._jobs = shelf, jobs
        self._token: CancelToken | None = None

    def start(self, file: Path, name: str) -> None:
        """Put a model from a file on the shelf under a name, unless another file is being looked at."""
        if self._token is None:
            work = partial(_add, shelf=self._shelf, file=file, name=name)
            self._token = self._jobs.start(Lane.SHELF, work, self._on_added, failed=self._on_failed)
            self.started.emit(file)

    def cancel(self) -> None:
        """Leave the file where it is, and nothing of it on the shelf."""
        if self._token is not None:
            self._token.cancel()
            self._end()

    def _end(self) -> None:
        self._token = None
        self.ended.emit()

    def _on_added(self, entry: ModelEntry) -> None:
        self.added.emit(entry)
        self._end()

    def _on_failed(self, error: AppError) -> None:
        self._end()
        self.failed.emit(error.sentence)


def _add(token: CancelToken, *, shelf: Shelf, file: Path, name: str) -> Iterator[ModelEntry]:
    yield shelf.add(file, name, token)
