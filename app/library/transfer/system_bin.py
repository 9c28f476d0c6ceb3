"""Files to the system's bin and, where the system keeps to the Trash specification, out of it again.

Source: freedesktop.org, "The FreeDesktop.org Trash specification", version 1.0.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes

from app.library.transfer.parcel import Undelivered
from app.library.transfer.part import rename_to_free

CAN_RESTORE = sys.platform not in {"win32", "darwin"}
"""Whether a bin can be asked for what was put into it; elsewhere the bin itself must be opened."""


@dataclass(frozen=True, slots=True)
class Binned:
    """A file that was put into the bin, by what it was."""

    path: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class _InBin:
    file: Path
    info: Path
    deleted: datetime


def to_bin(files: Iterable[Path]) -> Iterator[Binned | Undelivered]:
    """Put files into the bin one by one; one that the bin does not take stays where it is."""
    for path in files:
        try:
            status = os.lstat(path)
            _send(path)
        except OSError as error:
            yield Undelivered(path, _reason(path, error))
        else:
            yield Binned(path, status.st_size, status.st_mtime_ns)


def restore(binned: Iterable[Binned]) -> Iterator[Path | Undelivered]:
    """Take files out of the bin again, each to where it was; nothing there is replaced."""
    binned = list(binned)
    known = _contents({_own(one.path) for one in binned}) if CAN_RESTORE else {}
    for one in binned:
        try:
            yield _put_back(one, known.get(_own(one.path), []))
        except OSError as error:
            yield Undelivered(one.path, f"it could not be taken out of the bin ({error.strerror or error})")
        except LookupError:
            yield Undelivered(one.path, "it is not in the bin any more")


def _send(path: Path) -> None:
    from send2trash import send2trash

    send2trash(os.fspath(path))


def _reason(path: Path, error: OSError) -> str:
    if not os.path.lexists(path):
        return "the file is gone"
    return f"the bin did not take it, so it stays ({error.strerror or error})"


def _put_back(one: Binned, candidates: list[_InBin]) -> Path:
    """Raises LookupError if no candidate is that file."""
    for found in sorted(candidates, key=lambda candidate: candidate.deleted, reverse=True):
        try:
            status = os.lstat(found.file)
        except FileNotFoundError:
            continue
        if (status.st_size, status.st_mtime_ns) == (one.size, one.mtime_ns):
            one.path.parent.mkdir(parents=True, exist_ok=True)
            rename_to_free(found.file, one.path)
            found.info.unlink(missing_ok=True)
            candidates.remove(found)
            return one.path
    raise LookupError(one.path)


def _own(path: Path) -> Path:
    """The one path of a file, by whatever links to folders it is reached; the bins of other disks tell another."""
    return Path(os.path.realpath(path.parent), path.name)


def _contents(wanted: set[Path]) -> dict[Path, list[_InBin]]:
    """What the bins hold of files that were at some paths, none of which leads through a link."""
    found: dict[Path, list[_InBin]] = {}
    for bin_folder, top in _bins({path.parent for path in wanted}).items():
        try:
            infos = [entry for entry in os.scandir(bin_folder / "info") if entry.name.endswith(".trashinfo")]
        except OSError:
            continue
        for entry in infos:
            read = _read_info(Path(entry.path), bin_folder, top)
            if read is not None and read[0] in wanted:
                found.setdefault(read[0], []).append(read[1])
    return found


def _bins(folders: Iterable[Path]) -> dict[Path, Path]:
    """The bins that files of some folders may be in, each with the folder its relative paths begin at."""
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    bins = {home / "Trash": home}
    for folder in folders:
        top = next((one for one in (folder, *folder.parents) if os.path.ismount(one)), Path(folder.anchor))
        for name in (f".Trash/{os.getuid()}", f".Trash-{os.getuid()}"):
            bins[top / name] = top
    return bins


def _read_info(info: Path, bin_folder: Path, top: Path) -> tuple[Path, _InBin] | None:
    try:
        lines = dict(line.split(b"=", 1) for line in info.read_bytes().splitlines() if b"=" in line)
        path = Path(os.fsdecode(unquote_to_bytes(lines[b"Path"])))
        deleted = datetime.fromisoformat(lines.get(b"DeletionDate", b"").decode("ascii"))
    except (OSError, KeyError, ValueError):
        return None
    return _own(top / path), _InBin(bin_folder / "files" / info.stem, info, deleted.replace(tzinfo=None))
