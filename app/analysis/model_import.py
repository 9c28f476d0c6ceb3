"""Turns a file of weights, as published or as this program keeps it, into a model that can be loaded."""

import shutil
from pathlib import Path

from app.analysis.model_likeness import measured_scale
from app.analysis.models import load_model
from app.cancel import CancelToken
from app.errors import AppError
from app.library.digests import sha256_of
from app.library.model_folder import weights_in
from app.library.model_likeness import MeasuredLikeness, write_likeness
from fgaesq_core import CoreError

_TABLE = b"{"
# Not the model's own id, which names the precision of a device too: vectors must be found before anything is loaded.
_EMBEDDER = "clip-1"
_NAMED = 24


def read_digest(source: Path, token: CancelToken) -> str:
    """The SHA-256 of a file somebody wants to add; raises AppError if it cannot be read, Cancelled."""
    try:
        return sha256_of(source, token)
    except OSError as error:
        raise AppError(f"The file {source} cannot be read: {error.strerror or error}.", str(error)) from error


def import_weights(
    source: Path, sha256: str, staged: Path, name: str, token: CancelToken, *, likeness: bool = True
) -> None:
    """Check a file of that SHA-256; write its weights, and what its likeness means, into the folder `staged`.

    Without `likeness` that is left to pixels, and the model is only tried. Takes the published checkpoint or a
    safetensors file of this program. Raises AppError with what is wrong with any other file, OSError if nothing can be
    written, Cancelled.
    """
    token.check()
    try:
        if _is_safetensors(source):
            _copy(source, sha256, weights_in(staged, name))
        else:
            from fgaesq_core.checkpoint import convert

            convert(source, weights_in(staged, name))
    except CoreError as error:
        raise AppError(str(error)) from error
    token.check()
    # On the processor, which is there on any day with the same answer.
    scorer = load_model(weights_in(staged, name), "cpu")
    scale = measured_scale(scorer, token) if likeness else None
    if scale is not None:
        write_likeness(staged, MeasuredLikeness(f"{_EMBEDDER}-{sha256[:_NAMED]}", scale.low, scale.high))


def _is_safetensors(path: Path) -> bool:
    """By content: the length of a JSON table in eight bytes, then the table; no archive or pickle begins so."""
    with path.open("rb") as file:
        return file.read(9)[8:] == _TABLE


def _copy(source: Path, sha256: str, target: Path) -> None:
    noted = source.with_name(f"{source.name}.sha256")
    if noted.is_file() and sha256 not in noted.read_text(encoding="ascii", errors="replace"):
        raise AppError(f"“{source.name}” does not have the SHA-256 noted beside it; get the file again.")
    shutil.copyfile(source, target)
    target.with_name(f"{target.name}.sha256").write_text(f"{sha256}  {target.name}\n", encoding="ascii")
