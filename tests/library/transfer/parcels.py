"""Files that stand for photos, and what is known of a folder."""

import os
from pathlib import Path, PurePosixPath

from app.library.transfer.parcel import Parcel

DAY = 1_700_000_000_123_000_000


def write(path: Path, content: bytes, mode: int = 0o644) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
    os.utime(path, ns=(DAY, DAY))
    return path


def photo(folder: Path, name: str, content: bytes = b"photo") -> Parcel:
    return parcel(write(folder / name, content))


def parcel(*files: Path, companions: tuple[Path, ...] = (), name: str = "", shared: tuple[Path, ...] = ()) -> Parcel:
    return Parcel(files, companions, PurePosixPath(name or files[0].stem), frozenset(shared))


def state(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
