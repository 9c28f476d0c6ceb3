"""Sidecars as other programs write them."""

import os
import time
from pathlib import Path

from app.library.photo import Marks
from app.library.xmp.edit import new_packet, with_marks
from app.library.xmp.wishes import Profile, Wish


def write_sidecar(path: Path, marks: Marks, *, age: float = 0.0, profile: Profile = Profile.LIGHTROOM) -> Path:
    """A sidecar as another program writes it, that many seconds ago."""
    when, wish = time.time() - age, Wish(marks, profile)
    made = with_marks(path.read_bytes(), wish, when) if path.exists() else new_packet(wish, when)
    assert made is not None
    path.write_bytes(made)
    os.utime(path, (when, when))
    return path
