"""Downloads of models: one after another, on a lane of their own, until they end or are cancelled."""

import time
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.analysis.model_shelf import Download
from app.cancel import CancelToken
from app.errors import AppError
from app.ui.jobs import Jobs, Lane, once
from app.ui.model_states import Shelf
from app.ui.progress import Progress, Stage, Stopwatch

# The eye follows no faster; a fast line reports thousands of times a second.
_REPORT_SECONDS = 0.1


class ModelDownloads(QObject):
    """Knows which downloads run or wait, and how far each has come."""

    changed = Signal()
    ended = Signal(object)
    failed = Signal(str, object)
    settled = Signal()

    def __init__(self, shelf: Shelf, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._jobs = shelf, jobs
        self._runs: dict[str, _Run] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._runs

    def progress(self, name: str) -> Progress | None:
        """How far a download has come, in bytes; None before its first byte. A total of 0 is not known yet."""
        return self._runs[name].progress

    def start(self, name: str) -> None:
        """Download a model; the photographer has agreed to its licence."""
        if name in self._runs:
            return
        run = self._runs[name] = _Run()
        report = _Report(partial(self._jobs.post, partial(self._on_report, name, run)))
        run.token = self._jobs.start(
            Lane.DOWNLOAD,
            partial(_fetch, shelf=self._shelf, name=name, report=report),
            partial(self._on_ended, name),
            failed=partial(self._on_failed, name),
        )
        self.changed.emit()

    def cancel(self, name: str) -> None:
        """Stop a download; what has come is kept by the shelf, and the next start goes on from there."""
        run = self._runs.pop(name, None)
        if run is not None:
            run.token.cancel()
            # The last byte may have been there already: what came of it is known when its lane is free again.
            self._jobs.start(Lane.DOWNLOAD, once(lambda: None), self._on_settled)
            self.changed.emit()

    def _on_report(self, name: str, run: "_Run", figures: tuple[int, int | None]) -> None:
        if self._runs.get(name) is run:
            done, total = figures
            run.progress = run.watch.progress(Stage.DOWNLOADING, done, total or 0)
            self.changed.emit()

    def _on_ended(self, name: str, download: Download) -> None:
        del self._runs[name]
        self.ended.emit(download)

    def _on_failed(self, name: str, error: AppError) -> None:
        del self._runs[name]
        self.failed.emit(name, error)

    def _on_settled(self, _: object) -> None:
        self.settled.emit()


class _Run:
    """One download; a later one of the same name is another."""

    def __init__(self) -> None:
        self.token = CancelToken()
        self.watch = Stopwatch()
        self.progress: Progress | None = None


class _Report:
    """Passes on figures, but not more often than can be seen; called on the lane."""

    def __init__(self, pass_on: Callable[[tuple[int, int | None]], None]) -> None:
        self._pass_on = pass_on
        self._last = 0.0

    def __call__(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._last >= _REPORT_SECONDS or done == total:
            self._last = now
            self._pass_on((done, total))


def _fetch(token: CancelToken, *, shelf: Shelf, name: str, report: _Report) -> Iterator[Download]:
    yield shelf.download(name, report, token)
