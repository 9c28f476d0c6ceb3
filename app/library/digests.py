"""SHA-256 of files, in a way that can be stopped."""

import hashlib
from pathlib import Path

from app.cancel import CancelToken

_PIECE = 1 << 22


def sha256_of(path: Path, token: CancelToken) -> str:
    """The SHA-256 of a file in hexadecimal; raises OSError, Cancelled."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            token.check()
            digest.update(piece)
    return digest.hexdigest()
