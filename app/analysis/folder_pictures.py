"""The pictures of a folder that is taken as one series."""

import os
from dataclasses import dataclass
from pathlib import Path

from app.cancel import CancelToken
from app.errors import AppError
from app.library.formats import sniff
from app.library.photo import Skipped, picture_files
from app.library.scan import list_shots, read_shots
from app.library.source import FileSource, UnreadableError

# What people call pictures: one of these that cannot be read is told of, whatever is in it.
_COMMON = "jpg jpeg jpe jfif png tif tiff webp gif bmp jp2 j2k heic heif hif avif jxl psd"
_RAW = "3fr arw cr2 cr3 crw dcr dng erf fff iiq kdc mef mos mrw nef nrw orf pef raf raw rw2 rwl sr2 srf srw x3f"
_ENDINGS = frozenset(f".{ending}" for ending in f"{_COMMON} {_RAW}".split())


@dataclass(frozen=True, slots=True)
class FolderPictures:
    """The pictures of a folder in order of file names, and what cannot be read as one.

    Each picture is a tuple of the file that shows it and those that may stand in for it, as the RAW file of a pair may.
    """

    folder: Path
    pictures: tuple[tuple[Path, ...], ...]
    skipped: tuple[Skipped, ...]


def pictures_of(folder: Path, token: CancelToken) -> FolderPictures:
    """Look through a folder, not through those in it; what is no picture by name and content is passed over.

    A folder without any is among its own `skipped`. Raises Cancelled.
    """
    try:
        listing = list_shots(folder, recursive=False, token=token)
    except AppError as error:
        return FolderPictures(folder, (), (Skipped(folder, error.sentence),))
    found = list(read_shots(listing, {}, token))
    files = (picture_files(one.files) for one in found if not isinstance(one, Skipped))
    pictures = sorted(files, key=lambda files: files[0].name)
    failed = [*listing.skipped, *(one for one in found if isinstance(one, Skipped))]
    skipped = [one for one in failed if _is_called_picture(one.path) or _looks_like_picture(one.path)]
    if not pictures and not skipped:
        skipped = [Skipped(folder, "there is no picture in this folder")]
    return FolderPictures(folder, tuple(pictures), tuple(skipped))


def _is_called_picture(path: Path) -> bool:
    return os.path.splitext(path.name)[1].lower() in _ENDINGS


def _looks_like_picture(path: Path) -> bool:
    try:
        with FileSource(path) as source:
            return sniff(source.head) is not None
    except UnreadableError:
        return False
