"""Lists, downloads, switches and removes models away from the window. Knows no widget."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.analysis.late_scorer import UnusableModelError
from app.analysis.model_shelf import Download, ModelEntry
from app.analysis.models import Scorer
from app.errors import AppError
from app.ui.jobs import Jobs, Lane, once
from app.ui.model_adding import ModelAdding
from app.ui.model_downloads import ModelDownloads
from app.ui.model_states import Doing, ModelState, Shelf

Loader = Callable[[], Scorer]


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What went wrong with a model, and what to do once more."""

    sentence: str
    again: Callable[[str], None]


class ModelKeeper(QObject):
    """Knows the state of every model; another takes the place of the one in use only once it has been loaded.

    `warning` is a sentence while the settings that name the model in use cannot be read.
    """

    changed = Signal()
    switched = Signal(object)
    failed = Signal(object)
    downloaded = Signal(object)

    def __init__(self, shelf: Shelf, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._jobs = shelf, jobs
        self.in_use, self.warning = shelf.in_use, shelf.warning
        self.adding = ModelAdding(shelf, jobs, self)
        self._downloads = ModelDownloads(shelf, jobs, self)
        self._entries: tuple[ModelEntry, ...] = (self.in_use,)
        self._doing: dict[str, Doing] = {}
        self._troubles: dict[str, _Trouble] = {}
        self._warnings: dict[str, str] = {}
        self.adding.added.connect(self.refresh)
        self._downloads.changed.connect(self.changed)
        self._downloads.settled.connect(self.refresh)
        self._downloads.ended.connect(self._on_downloaded)
        self._downloads.failed.connect(self._on_not_downloaded)

    def states(self) -> list[ModelState]:
        """Every model, in the order of the shelf."""
        return [self._state(entry) for entry in self._entries]

    def loader(self) -> Loader:
        """What gives the model in use, loaded no sooner than needed; it and the model raise UnusableModelError."""
        return cache(partial(_load, self._shelf, self.in_use.name))

    def troubled(self, sentence: str) -> bool:
        """Whether this is still what is wrong with some model."""
        return any(trouble.sentence == sentence for trouble in self._troubles.values())

    def refresh(self) -> None:
        """Look again at what is on the shelf; another program may have changed it."""
        self._jobs.start(Lane.SHELF, once(partial(_look, self._shelf)), self._on_looked, failed=self.failed.emit)

    # -- what people ask for

    def use(self, name: str) -> None:
        """Load a model and, if that works, let it score from now on; one at a time."""
        if Doing.LOADING not in self._doing.values():
            self._start(name, Doing.LOADING, partial(_load_and_use, self._shelf, name), self._on_used, self.use)

    def remove(self, name: str) -> None:
        """Take a model's files away; if it was in use, the default takes its place."""
        done = partial(self._on_removed, name)
        self._start(name, Doing.REMOVING, partial(_remove, self._shelf, name), done, self.remove)

    def download(self, name: str) -> None:
        """Download a model whose licence the photographer has been shown and agreed to."""
        self._troubles.pop(name, None)
        self._downloads.start(name)

    def cancel_download(self, name: str) -> None:
        """Stop a download; it can go on later from where it was."""
        self._downloads.cancel(name)

    def try_again(self, name: str) -> None:
        """Do once more what failed with a model."""
        if (trouble := self._troubles.get(name)) is not None:
            trouble.again(name)

    def dismiss(self, name: str) -> None:
        """The warning about a model has been read."""
        self._warnings.pop(name, None)
        self.changed.emit()

    def tell_unusable(self, error: UnusableModelError) -> None:
        """Note that the model in use could not be loaded when it was first needed."""
        self._fail(self.in_use.name, self.use, error)

    # -- how it goes

    def _state(self, entry: ModelEntry) -> ModelState:
        name = entry.name
        downloading, trouble = name in self._downloads, self._troubles.get(name)
        return ModelState(
            entry,
            name == self.in_use.name,
            Doing.DOWNLOADING if downloading else self._doing.get(name),
            self._downloads.progress(name) if downloading else None,
            "" if trouble is None else trouble.sentence,
            self._warnings.get(name, ""),
        )

    def _start(
        self,
        name: str,
        doing: Doing,
        work: Callable[[], object],
        done: Callable[[Any], None],
        again: Callable[[str], None],
    ) -> None:
        if name not in self._doing:
            self._doing[name] = doing
            self._troubles.pop(name, None)
            self._jobs.start(Lane.SHELF, once(work), done, failed=partial(self._fail, name, again))
            self.changed.emit()

    def _fail(self, name: str, again: Callable[[str], None], error: AppError) -> None:
        self._doing.pop(name, None)
        self._troubles[name] = _Trouble(error.sentence, again)
        self.changed.emit()
        self.failed.emit(error)

    def _on_not_downloaded(self, name: str, error: AppError) -> None:
        self._fail(name, self.download, error)

    def _on_looked(self, seen: tuple[tuple[ModelEntry, ...], str]) -> None:
        self._entries, self.warning = seen
        self.changed.emit()

    def _on_used(self, used: tuple[ModelEntry, Scorer]) -> None:
        entry, scorer = used
        self._doing.pop(entry.name, None)
        self._switch(entry, lambda: scorer)

    def _on_removed(self, name: str, left: ModelEntry) -> None:
        self._doing.pop(name, None)
        self._warnings.pop(name, None)
        if name == self.in_use.name:
            self._switch(left, None)
        self.refresh()

    def _switch(self, entry: ModelEntry, load: Loader | None) -> None:
        self.in_use = entry
        self._replace(entry)
        self.switched.emit(load or self.loader())
        self.changed.emit()

    def _on_downloaded(self, download: Download) -> None:
        self._replace(download.entry)
        if download.warning:
            self._warnings[download.entry.name] = download.warning
        self.changed.emit()
        self.downloaded.emit(download)

    def _replace(self, entry: ModelEntry) -> None:
        """Show what is known already; without it the row would show its old state for a moment."""
        self._entries = tuple(entry if one.name == entry.name else one for one in self._entries)


def _look(shelf: Shelf) -> tuple[tuple[ModelEntry, ...], str]:
    return shelf.entries(), shelf.warning


def _load(shelf: Shelf, name: str) -> Scorer:
    try:
        return shelf.load_late(name)
    except AppError as error:
        raise UnusableModelError(error.sentence, error.detail) from error


def _load_and_use(shelf: Shelf, name: str) -> tuple[ModelEntry, Scorer]:
    scorer = shelf.load_noted(name)
    return shelf.use(name), scorer


def _remove(shelf: Shelf, name: str) -> ModelEntry:
    shelf.remove(name)
    return shelf.in_use
