"""Turns a file of weights, as published or as this program keeps it, into a model that can be loaded."""

import hashlib
from pathlib import Path

from app.cancel import CancelToken
from app.errors import AppError
from app.library.model_folder import weights_in
from fgaesq_core import CoreError

_PIECE = 1 << 22


def import_weights(source: Path, staged: Path, name: str, token: CancelToken) -> str:
    """Check a file and write its weights into the folder `staged`; returns the file's SHA-256.

    Takes the published checkpoint or a safetensors file of this program. Raises AppError for any other file and for
    one that cannot be read, OSError if nothing can be written, Cancelled.
    """
    target = weights_in(staged, name)
    try:
        if _is_safetensors(source):
            return _copy(source, target, token)
        sha256 = sha256_of(source, token)
        from fgaesq_core.checkpoint import convert

        convert(source, target)
    except CoreError as error:
        raise AppError(str(error)) from error
    token.check()
    return sha256


def sha256_of(path: Path, token: CancelToken) -> str:
    """The SHA-256 of a file in hexadecimal; raises AppError if it cannot be read, Cancelled."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                token.check()
                digest.update(piece)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


def _is_safetensors(path: Path) -> bool:
    """By content: the length of a JSON table in eight bytes, then the table; no archive or pickle begins so."""
    try:
        with path.open("rb") as file:
            return file.read(9)[8:] == b"{"
    except OSError as error:
        raise _unreadable(path, error) from error


def _copy(source: Path, target: Path, token: CancelToken) -> str:
    from fgaesq_core.weights import load

    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        while piece := read.read(_PIECE):
            token.check()
            digest.update(piece)
            write.write(piece)
    sha256 = digest.hexdigest()
    noted = source.with_name(f"{source.name}.sha256")
    if noted.is_file() and sha256 not in noted.read_text(encoding="ascii", errors="replace"):
        raise AppError(f"“{source.name}” does not have the SHA-256 noted beside it; get the file again.")
    target.with_name(f"{target.name}.sha256").write_text(f"{sha256}  {target.name}\n", encoding="ascii")
    load(target)
    return sha256


def _unreadable(path: Path, error: OSError) -> AppError:
    return AppError(f"The file {path} cannot be read: {error.strerror or error}.", str(error))
