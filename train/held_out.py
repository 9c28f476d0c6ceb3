"""Which photos are kept for the examination."""

from hashlib import md5
from pathlib import Path

_OF = 10
_KEPT = 2


def is_held_out(path: Path) -> bool:
    """Whether this photo is never trained on, so that no run trains on photos of the examination.

    The file name alone decides, so that every machine, folder and seed agree on about a fifth of
    all photos, and a photo added later moves none of the others.
    """
    digest = md5(path.name.encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % _OF < _KEPT
