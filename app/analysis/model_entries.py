"""What people are told of each model."""

from dataclasses import dataclass

from app.analysis.embedder import APPEARANCE, Embedder
from app.library.model_folder import ModelFolder, Origin
from app.library.model_registry import KnownModel
from fgaesq_core.appearance import LikenessScale


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


def built_in_entry(model: KnownModel, size: int | None, *, in_use: bool) -> ModelEntry:
    """The entry of a model that came with the program; `size` is that of its weights, None where it needs none.

    Likeness stays with pixels.
    """
    return ModelEntry(
        name=model.name,
        about=model.about,
        note=model.note,
        size=size,
        licence=model.licence,
        page=model.page,
        installed=True,
        in_use=in_use,
        downloadable=False,
        removable=False,
    )


def downloadable_entry(model: KnownModel, folder: ModelFolder, *, in_use: bool) -> ModelEntry:
    """The entry of a model that can be fetched or has been."""
    installed, size = folder.has(model.name), folder.size(model.name)
    return ModelEntry(
        name=model.name,
        about=f"{model.about}{_provenance(folder.origin(model.name))}",
        note=model.note,
        size=size if installed else None,
        licence=model.licence,
        page=model.page,
        installed=installed,
        in_use=in_use,
        downloadable=not installed,
        removable=size > 0,
        embedder=embedder_of(folder, model.name),
    )


def added_entry(name: str, folder: ModelFolder, *, in_use: bool) -> ModelEntry:
    """The entry of a model from a file, or one that was learnt here."""
    origin = folder.origin(name)
    learnt = origin.learnt if origin else ""
    about = f"Added from the file “{origin.file}”." if origin else "Added from a file."
    return ModelEntry(
        name=name,
        about=learnt or about,
        note="your own eye, learnt from your marks" if learnt else "weights from a file of your own",
        size=folder.size(name),
        licence="",
        page="",
        installed=True,
        in_use=in_use,
        downloadable=False,
        removable=True,
        embedder=embedder_of(folder, name),
    )


def embedder_of(folder: ModelFolder, name: str) -> Embedder:
    """How alike photos look to a model of the folder; `APPEARANCE` where it cannot tell."""
    found = folder.likeness(name)
    return APPEARANCE if found is None else Embedder(found.embedder, LikenessScale(found.low, found.high))


def _provenance(origin: Origin | None) -> str:
    if origin is None:
        return ""
    if origin.address:
        return f" From the file “{origin.file}”, downloaded on {origin.day}."
    return f" Added from the file “{origin.file}”; that it is the authors' own nothing here can prove."
