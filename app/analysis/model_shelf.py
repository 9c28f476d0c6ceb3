"""The models at hand: which there are, which one is in use, and how others come and go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.analysis.embedder import APPEARANCE, Embedder
from app.analysis.model_download import download_model
from app.analysis.model_import import import_weights, read_digest
from app.analysis.model_likeness import measured_scale
from app.analysis.models import Scorer, load_model
from app.cancel import CancelToken
from app.errors import AppError
from app.library.model_folder import ModelFolder, Origin
from app.library.model_names import ModelNameError, safe_name
from app.library.model_registry import KnownModel, known_models
from app.library.remote import Patience
from app.library.settings import SettingsFile
from fgaesq_core.appearance import LikenessScale

__all__ = ["Download", "ModelEntry", "ModelNameError", "ModelShelf", "Scorer"]


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model, as people are told of it.

    `about` is a sentence, `note` a few words beside scores, `size` the bytes on the disk, `licence` what people must
    know before a download, `page` where they get it. `embedder` tells how alike photos look while it is in use.
    """

    name: str
    about: str
    note: str
    size: int | None
    licence: str
    page: str
    installed: bool
    in_use: bool
    downloadable: bool
    removable: bool
    embedder: Embedder = APPEARANCE


@dataclass(frozen=True, slots=True)
class Download:
    """A model that was downloaded, and a sentence if something about it deserves attention."""

    entry: ModelEntry
    warning: str = ""


class ModelShelf:
    """The models of one user; keeps nothing in memory, so any number of programs and threads may use it at once."""

    def __init__(self, models: Path, settings: Path, patience: Patience | None = None) -> None:
        self._folder = ModelFolder(models)
        self._settings = SettingsFile(settings)
        self._patience = patience or Patience()
        self._known = {model.name: model for model in known_models()}
        self._usual = next(iter(self._known))

    @property
    def warning(self) -> str:
        """A sentence if the settings cannot be used, else empty."""
        return self._settings.read().warning

    def entries(self) -> tuple[ModelEntry, ...]:
        """All models: those built in, other known ones, then added files in the order of their names."""
        in_use = self._name_in_use()
        known = [self._known_entry(model, in_use) for model in self._known.values()]
        added = [self._added_entry(name, in_use) for name in self._folder.names() if name not in self._known]
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
        chosen = self._free_name(safe_name(file.stem) if name is None else _plain(name))
        stop = token or CancelToken()
        sha256 = read_digest(file, stop)
        with self._folder.claim(chosen) as staged:
            self._free_name(chosen)
            import_weights(file, sha256, staged, chosen, stop)
            self._folder.keep(chosen, staged, Origin(file.name, sha256, "", date.today().isoformat()))
        return self.entry(chosen)

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

    def load(self, name: str | Path | None = None, device: str = "auto") -> Scorer:
        """The model of that name, else in that file, or the one in use; raises AppError if it cannot be used."""
        chosen = self._name_in_use() if name is None else str(name)
        known = self._known.get(chosen)
        if known is not None and known.built_in:
            return load_model(chosen, device)
        if self._is_ready(chosen):
            return load_model(self._folder.weights(chosen), device)
        if known is not None:
            raise _not_ready(self.entry(chosen))
        if Path(chosen).exists():
            return load_model(Path(chosen), device)
        raise AppError(f"There is no model and no file called “{chosen}”.")

    def embedder(self, name: str | Path | None, scorer: Scorer, token: CancelToken) -> Embedder:
        """How alike photos look to the model that `load` answered for a name, a file or None; raises Cancelled.

        For a file it is measured anew, and it is `APPEARANCE` where the model cannot tell.
        """
        chosen = self._name_in_use() if name is None else str(name)
        if self._is_ready(chosen):
            return self._embedder(chosen)
        scale = measured_scale(scorer, token)
        return APPEARANCE if scale is None else Embedder(scorer.id, scale)

    def _name_in_use(self) -> str:
        chosen = self._settings.read().model
        return chosen if self._is_ready(chosen) else self._usual

    def _is_ready(self, name: str) -> bool:
        known = self._known.get(name)
        is_built_in = known is not None and known.built_in
        return is_built_in or (safe_name(name) == name and self._folder.has(name))

    def _free_name(self, name: str) -> str:
        known = self._known.get(name)
        if self._folder.has(name) or (known is not None and known.built_in):
            raise ModelNameError(f"There is a model called “{name}” already; give this one another name.")
        return name

    def _embedder(self, name: str) -> Embedder:
        found = self._folder.likeness(name)
        return APPEARANCE if found is None else Embedder(found.embedder, LikenessScale(found.low, found.high))

    def _known_entry(self, model: KnownModel, in_use: str) -> ModelEntry:
        installed = self._is_ready(model.name)
        size = self._folder.size(model.name)
        return ModelEntry(
            name=model.name,
            about=f"{model.about}{self._provenance(model.name)}",
            note=model.note,
            size=size if installed and not model.built_in else None,
            licence=model.licence,
            page=model.page,
            installed=installed,
            in_use=model.name == in_use,
            downloadable=not installed,
            removable=size > 0,
            embedder=self._embedder(model.name),
        )

    def _provenance(self, name: str) -> str:
        origin = self._folder.origin(name)
        if origin is None:
            return ""
        if origin.address:
            return f" From the file “{origin.file}”, downloaded on {origin.day}."
        return f" Added from the file “{origin.file}”; that it is the authors' own nothing here can prove."

    def _added_entry(self, name: str, in_use: str) -> ModelEntry:
        origin = self._folder.origin(name)
        return ModelEntry(
            name=name,
            about=f"Added from the file “{origin.file}”." if origin else "Added from a file.",
            note="weights from a file of your own",
            size=self._folder.size(name),
            licence="",
            page="",
            installed=True,
            in_use=name == in_use,
            downloadable=False,
            removable=True,
            embedder=self._embedder(name),
        )


def _plain(name: str) -> str:
    if name != safe_name(name):
        raise ModelNameError(f"“{name}” cannot be the name of a model; call it “{safe_name(name)}”, for instance.")
    return name


def _not_ready(entry: ModelEntry) -> AppError:
    return AppError(f"The model “{entry.name}” is not downloaded; burstpick model download {entry.name} gets it.")
