"""What the window knows of models, and what it asks of the shelf they stand on."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from app.analysis.model_shelf import Download, ModelEntry
from app.analysis.models import Scorer
from app.cancel import CancelToken
from app.ui.progress import Progress


class Shelf(Protocol):
    """What the window uses of `ModelShelf`."""

    @property
    def in_use(self) -> ModelEntry: ...
    @property
    def warning(self) -> str: ...
    def entries(self) -> tuple[ModelEntry, ...]: ...
    def use(self, name: str) -> ModelEntry: ...
    def add(self, file: Path, name: str | None = None, token: CancelToken | None = None) -> ModelEntry: ...
    def learner(self) -> ModelEntry | None: ...
    def weights(self, name: str | None = None) -> Path | None: ...
    def add_learnt(self, file: Path, learner: str, learnt: str, token: CancelToken | None = None) -> ModelEntry: ...
    def download(self, name: str, report: Callable[[int, int | None], None], token: CancelToken) -> Download: ...
    def remove(self, name: str) -> None: ...
    def load_late(self, name: str) -> Scorer: ...
    def load_noted(self, name: str) -> Scorer: ...


class Doing(Enum):
    """What is being done with a model."""

    LOADING = "loading"
    DOWNLOADING = "downloading"
    REMOVING = "removing"


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model as its row shows it; `in_use` says whether the scores in this window are its own.

    `progress` is in bytes, None before the first one; `trouble` and `warning` are sentences, empty if all is well.
    """

    entry: ModelEntry
    in_use: bool
    doing: Doing | None = None
    progress: Progress | None = None
    trouble: str = ""
    warning: str = ""
