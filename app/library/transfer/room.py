"""What can be known of a destination before anything is brought there."""

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from app.errors import AppError
from app.library.shown_path import shown_path
from app.library.transfer.delivery import size_of
from app.library.transfer.parcel import Mode, Parcel
from app.library.transfer.part import Part

# Directories, and what else writes to the disk meanwhile.
_SPARE = 64 << 20


def free_space(folder: Path) -> int | None:
    """How many octets fit below a folder, which need not be there yet; None if that cannot be told."""
    try:
        return shutil.disk_usage(_nearest(folder)).free
    except OSError:
        return None


def needed_space(parcels: Iterable[Parcel], folder: Path, mode: Mode) -> int:
    """How many octets parcels take at most, as what stays on its disk takes none."""
    if mode is Mode.LINK:
        return 0
    device = _device(_nearest(folder))
    return sum(size_of(one) for one in parcels if mode is Mode.COPY or _device(one.files[0]) != device)


def check_destination(parcels: Iterable[Parcel], folder: Path, mode: Mode) -> None:
    """Raise AppError if photos cannot be brought to a folder at all; makes the folder if there is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        Part(folder).discard()
    except OSError as error:
        raise AppError(_sentence(folder, error), str(error)) from error
    if mode is Mode.LINK and any(_device(one.files[0]) != _device(folder) for one in parcels):
        raise AppError("Hard links can only be made on the disk of the photos; copy them, or choose another folder.")


def check_room(needed: int, folder: Path) -> None:
    """Raise AppError if so many octets do not fit below a folder."""
    free = free_space(folder)
    if free is not None and needed and needed + _SPARE > free:
        raise AppError(
            f"There is not enough room in {shown_path(folder)}: {needed / 1e9:.2f} GB are needed, "
            f"{free / 1e9:.2f} GB are free. Free some space or choose another disk."
        )


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next((one for one in (folder, *folder.parents) if os.path.isdir(one)), folder)


def _device(path: Path) -> int | None:
    try:
        return os.stat(path).st_dev
    except OSError:
        return None


def _sentence(folder: Path, error: OSError) -> str:
    name = shown_path(folder)
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"{name} is not a folder but a file; choose a folder."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"Nothing may be written to {name}; choose another folder or change its permissions."
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk of {name} is full; free some space or choose another."
    return f"The folder {name} cannot be used: {error.strerror or error}."
