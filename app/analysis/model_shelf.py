"""The models at hand: which there are, which one is in use, and how others come and go."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

from app.analysis.embedder import APPEARANCE, Embedder
from app.analysis.late_scorer import LateScorer
from app.analysis.model_download import download_model
from app.analysis.model_entries import ModelEntry, added_entry, built_in_entry, downloadable_entry
from app.analysis.model_import import import_weights, read_digest
from app.analysis.model_likeness import measured_scale
from app.analysis.models import Scorer, load_model, versions
from app.cancel import CancelToken
from app.errors import AppError
from app.library.model_folder import ModelFolder, Origin, noted_sha256
from app.library.model_ids import ModelIds
from app.library.model_names import ModelNameError, safe_name
from app.library.model_registry import KnownModel, known_models, shipped_models
from app.library.remote import Patience
from app.library.settings import SettingsFile

__all__ = ["Download", "ModelEntry", "ModelNameError", "ModelShelf", "Scorer"]

_LEARNT = "my-eye"


@dataclass(frozen=True, slots=True)
class Download:
    """A model that was downloaded, and a sentence if something about it deserves attention."""

    entry: ModelEntry
    warning: str = ""


class ModelShelf:
    """The models of one user; keeps nothing in memory, so any number of programs and threads may use it at once.

    `shipped` is the folder of the weights that came with the program, its own unless another is given.
    """

    def __init__(
        self, models: Path, settings: Path, patience: Patience | None = None, shipped: Path | None = None
    ) -> None:
        self._folder = ModelFolder(models)
        self._settings = SettingsFile(settings)
        self._patience = patience or Patience()
        self._shipped = shipped or shipped_models()
        self._id_file = models / ".ids.json"
        known = (model for model in known_models() if not model.file or noted_sha256(self._shipped / model.file))
        self._known = {model.name: model for model in known}
        self._usual = next(iter(self._known))

    @property
    def warning(self) -> str:
        """A sentence if the settings cannot be used, else empty."""
        return self._settings.read().warning

    def entries(self) -> tuple[ModelEntry, ...]:
        """All models: those built in, other known ones, then added files in the order of their names."""
        in_use = self._name_in_use()
        known = [self._known_entry(model, in_use) for model in self._known.values()]
        names = [name for name in self._folder.names() if name not in self._known]
        added = [added_entry(name, self._folder, in_use=name == in_use) for name in names]
        return (*known, *added)

    def entry(self, name: str) -> ModelEntry:
        """The model of that name; raises AppError if there is none."""
        for entry in self.entries():
            if entry.name == name:
                return entry
        names = ", ".join(entry.name for entry in self.entries())
        raise ModelNameError(f"There is no model called “{name}”; there are {names}.")

    @property
    def in_use(self) -> ModelEntry:
        """The model in use: the chosen one, or the usual one where that is gone."""
        return self.entry(self._name_in_use())

    def use(self, name: str) -> ModelEntry:
        """Choose the model that scores from now on; raises AppError if it is not ready or cannot be kept in mind."""
        entry = self.entry(name)
        if not entry.installed:
            raise _not_ready(entry)
        self._settings.choose_model(name)
        return self.entry(name)

    def add(self, file: Path, name: str | None = None, token: CancelToken | None = None) -> ModelEntry:
        """Check a file of weights and keep them under a name, which is made from the file's own unless given.

        Never replaces a model. Raises AppError with what is wrong, Cancelled; then nothing is left behind.
        """
        chosen = safe_name(file.stem) if name is None else _plain(name)
        return self._keep(file, chosen, token or CancelToken())

    def learner(self) -> ModelEntry | None:
        """The model that can learn from marks: the one in use if it has weights, else one that came with the program.

        None where there is no network at all.
        """
        entries = sorted(self.entries(), key=lambda entry: not entry.in_use)
        able = (entry for entry in entries if entry.in_use or not (entry.downloadable or entry.removable))
        return next((entry for entry in able if self.weights(entry.name) is not None), None)

    def add_learnt(self, file: Path, learner: str, learnt: str, token: CancelToken | None = None) -> ModelEntry:
        """Keep what a model made of marks under a name of its own; `learnt` is a sentence on what it learnt from.

        Photos look as alike to it as to the learner where that goes by pixels, so that its series stay as they were.
        Raises AppError, Cancelled; then nothing is left behind.
        """
        likeness = any(entry.name == learner and entry.embedder != APPEARANCE for entry in self.entries())
        taken = {entry.name for entry in self.entries()}
        names = (_LEARNT if number == 1 else f"{_LEARNT}-{number}" for number in count(1))
        name = next(name for name in names if name not in taken)
        return self._keep(file, name, token or CancelToken(), learnt, likeness=likeness)

    def _keep(
        self, file: Path, name: str, token: CancelToken, learnt: str = "", *, likeness: bool = True
    ) -> ModelEntry:
        self._free_name(name)
        sha256 = read_digest(file, token)
        with self._folder.claim(name) as staged:
            self._free_name(name)
            import_weights(file, sha256, staged, name, token, likeness=likeness)
            self._folder.keep(name, staged, Origin(file.name, sha256, "", date.today().isoformat(), learnt))
        return self.entry(name)

    def download(self, name: str, report: Callable[[int, int | None], None], token: CancelToken) -> Download:
        """Fetch a known model and keep it; asks nothing. `report` gets the bytes so far and in all, if known.

        What has arrived when it fails is kept for the next time. Raises AppError, Cancelled.
        """
        model = self._known.get(self.entry(name).name)
        if model is None or model.built_in:
            raise AppError(f"The model “{name}” is here already; there is nothing to download.")
        warning = download_model(model, self._folder, report, token, self._patience)
        return Download(self.entry(name), warning)

    def remove(self, name: str) -> None:
        """Delete a model's files; the usual model is in use where this one was. Raises AppError."""
        entry = self.entry(name)
        if not entry.removable:
            why = "is built in" if entry.installed else "has no files here"
            raise AppError(f"The model “{name}” {why}, so there is nothing to remove.")
        with self._folder.claim(name) as staged:
            self._folder.remove(name, staged)
        if self._settings.read().model == name:
            self._settings.choose_model("")

    def weights(self, name: str | None = None) -> Path | None:
        """The weights of a model, of the one in use unless another is named; None if it has none or is not here."""
        chosen = self._name_in_use() if name is None else name
        known = self._known.get(chosen)
        if known is not None and known.built_in:
            return self._shipped / known.file if known.file else None
        return self._folder.weights(chosen) if self._is_ready(chosen) else None

    def load(self, name: str | Path | None = None, device: str = "auto") -> Scorer:
        """The model of that name, else in that file, or the one in use; raises AppError if it cannot be used."""
        chosen = self._name_in_use() if name is None else str(name)
        if (weights := self.weights(chosen)) is not None:
            return load_model(weights, device)
        known = self._known.get(chosen)
        if known is not None and known.built_in:
            return load_model(chosen, device)
        if known is not None:
            raise _not_ready(self.entry(chosen))
        if Path(chosen).exists():
            return load_model(Path(chosen), device)
        raise AppError(f"There is no model and no file called “{chosen}”.")

    def load_late(self, name: str) -> Scorer:
        """The model of that name, loaded only when it is asked about a picture if its id is known from before.

        Raises AppError if it cannot be used, later too.
        """
        weights = self.weights(name)
        known_id = "" if weights is None else self._ids().of(noted_sha256(weights))
        return LateScorer(name, known_id, partial(self.load_noted, name)) if known_id else self.load_noted(name)

    def load_noted(self, name: str) -> Scorer:
        """The model of that name, loaded now, its id being noted for `load_late`; raises AppError."""
        scorer = self.load(name)
        self._note_id(self.weights(name), scorer)
        return scorer

    def embedder(self, name: str | Path | None, scorer: Scorer, token: CancelToken) -> Embedder:
        """How alike photos look to the model that `load` answered for a name, a file or None; raises Cancelled.

        For a file it is measured anew, and it is `APPEARANCE` where the model cannot tell.
        """
        chosen = self._name_in_use() if name is None else str(name)
        if self._is_ready(chosen):
            return self.entry(chosen).embedder
        scale = measured_scale(scorer, token)
        return APPEARANCE if scale is None else Embedder(scorer.id, scale)

    def _name_in_use(self) -> str:
        chosen = self._settings.read().model
        return chosen if self._is_ready(chosen) else self._usual

    def _is_ready(self, name: str) -> bool:
        known = self._known.get(name)
        is_built_in = known is not None and known.built_in
        return is_built_in or (safe_name(name) == name and self._folder.has(name))

    def _free_name(self, name: str) -> None:
        known = self._known.get(name)
        if self._folder.has(name) or (known is not None and known.built_in):
            raise ModelNameError(f"There is a model called “{name}” already; give this one another name.")

    def _known_entry(self, model: KnownModel, in_use: str) -> ModelEntry:
        if not model.built_in:
            return downloadable_entry(model, self._folder, in_use=model.name == in_use)
        weights = self.weights(model.name)
        size = None if weights is None else weights.stat().st_size
        return built_in_entry(model, size, in_use=model.name == in_use)

    def _ids(self) -> ModelIds:
        return ModelIds(self._id_file, versions())

    def _note_id(self, weights: Path | None, scorer: Scorer) -> None:
        """Note the id of a loaded model; that it cannot be noted costs nothing but time."""
        if weights is not None:
            try:
                self._ids().keep(noted_sha256(weights), scorer.id)
            except OSError as error:
                logging.getLogger(__name__).warning("The id of %s could not be noted: %s", scorer.name, error)


def _plain(name: str) -> str:
    if name != safe_name(name):
        raise ModelNameError(f"“{name}” cannot be the name of a model; call it “{safe_name(name)}”, for instance.")
    return name


def _not_ready(entry: ModelEntry) -> AppError:
    return AppError(f"The model “{entry.name}” is not downloaded; burstpick model download {entry.name} gets it.")
