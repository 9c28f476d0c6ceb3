"""What lies in a folder, by names and sizes alone; no file is opened."""

import itertools
import os
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from app.cancel import CancelToken
from app.errors import AppError
from app.library.natural_order import natural_key
from app.library.photo import Skipped
from app.library.shown_path import shown_path
from app.library.source import reason_of

# Written beside photos by cameras, editors and systems; passed over in silence.
_EDITORS = (".xmp", ".pp3", ".arp", ".dop", ".on1", ".cos", ".cot", ".cop", ".cof", ".spd")
_CAMERAS = (".vrd", ".dr4", ".nksc", ".aae", ".thm", ".lrv")
_COMPANIONS = frozenset((*_EDITORS, *_CAMERAS))
_LITTER = frozenset(
    ("thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "picasa.ini", "zbthumbnail.info", "icon\r")
)
_LITTER_FOLDERS = frozenset(("@eadir", "__macosx", "$recycle.bin", "system volume information", "lost+found"))
_IS_HIDDEN_ON_WINDOWS = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be a photo or part of one."""

    path: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Shot:
    """The files of one folder that share a name but for the extension, in natural order."""

    files: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds; `skipped` names what is no file or cannot be looked into."""

    folder: Path
    shots: tuple[Shot, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Content:
    """What one folder holds, while it is gathered."""

    files: list[Candidate] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def list_shots(folder: Path, *, recursive: bool, token: CancelToken) -> Listing:
    """List the candidate files of a folder, in natural order of names, a folder's own files before its subfolders.

    Raises AppError when the folder is not there or not readable, and Cancelled.
    """
    folder = Path(os.path.abspath(folder))
    shots: list[Shot] = []
    skipped: list[Skipped] = []
    waiting = [folder]
    seen: set[tuple[int, int]] = set()
    while waiting:
        current = waiting.pop()
        try:
            content = _look_into(current, seen, token)
        except OSError as error:
            if current == folder:
                raise AppError(_sentence(folder, error), str(error)) from error
            skipped.append(Skipped(current, f"the folder cannot be opened ({error.strerror or error})"))
            continue
        shots += _grouped(content.files)
        skipped += content.skipped
        if recursive:
            reason = "a link to another folder, which is not followed"
            skipped += [Skipped(current / name, reason) for name in sorted(content.links, key=natural_key)]
            waiting += [current / name for name in sorted(content.folders, key=natural_key, reverse=True)]
    return Listing(folder, tuple(shots), tuple(skipped))


def is_litter(name: str) -> bool:
    """Whether a file or folder of that name is hidden or a system's own."""
    return name.startswith(".") or name.casefold() in _LITTER


def is_companion(name: str) -> bool:
    """Whether a file of that name is one that programs keep beside photos."""
    return os.path.splitext(name.casefold())[1] in _COMPANIONS


def _look_into(folder: Path, seen: set[tuple[int, int]], token: CancelToken) -> _Content:
    """Sort one folder's entries; a folder met before, by a junction or a second mount, counts as empty."""
    content = _Content()
    status = os.stat(folder)
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return content
    if status.st_ino:
        seen.add(identity)
    with os.scandir(folder) as entries:
        for entry in entries:
            token.check()
            _sort_in(entry, folder, content)
    return content


def _sort_in(entry: os.DirEntry[str], folder: Path, content: _Content) -> None:
    name = entry.name
    low = name.casefold()
    if is_litter(name):
        return
    try:
        if entry.is_dir():
            if low not in _LITTER_FOLDERS:
                (content.links if entry.is_symlink() else content.folders).append(name)
            return
        if is_companion(name):
            return
        status = entry.stat()
    except OSError as error:
        reason = "a link to a file that is not there" if entry.is_symlink() else reason_of(error)
        content.skipped.append(Skipped(folder / name, reason))
        return
    if not stat.S_ISREG(status.st_mode):
        content.skipped.append(Skipped(folder / name, "not a file but a pipe or a device"))
    elif not getattr(status, "st_file_attributes", 0) & _IS_HIDDEN_ON_WINDOWS:
        content.files.append(Candidate(folder / name, status.st_size, status.st_mtime_ns))


def _grouped(files: list[Candidate]) -> list[Shot]:
    """Files of one stem together; stems differ neither by case nor by how accents are composed.

    A motion photo, PXL_1.MP.jpg, goes with its movie, PXL_1.MP.
    """
    rows = []
    for file in files:
        name = file.path.name
        stem = os.path.splitext(name)[0]
        folded = (stem if stem.isascii() else unicodedata.normalize("NFC", stem)).casefold().removesuffix(".mp")
        rows.append((natural_key(folded), name, file))
    rows.sort(key=lambda row: row[:2])
    return [Shot(tuple(file for _, _, file in group)) for _, group in itertools.groupby(rows, key=lambda row: row[0])]


def _sentence(folder: Path, error: OSError) -> str:
    name = shown_path(folder)
    if isinstance(error, FileNotFoundError):
        return f"The folder {name} is not there; choose another."
    if isinstance(error, NotADirectoryError):
        return f"{name} is not a folder; choose a folder."
    if isinstance(error, PermissionError):
        return f"The folder {name} may not be opened; change its permissions or choose another."
    return f"The folder {name} cannot be read: {error.strerror or error}."
