"""The folders opened last, with what was in them when they were left."""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal, Slot

_KEPT = "recent_folders"
_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class RecentFolder:
    """A folder as it was left; the numbers are 0 where nobody has counted."""

    path: Path
    recursive: bool = False
    photos: int = 0
    series: int = 0
    decided: int = 0
    picks: int = 0


class RecentFolders(QObject):
    """The last ten folders, the latest first, kept from one day to the next."""

    changed = Signal()
    _looked = Signal(object)

    def __init__(self, kept: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = kept
        self._folders = _read(str(kept.value(_KEPT, "")))
        self._missing: frozenset[Path] = frozenset()
        self._looked.connect(self._on_looked)

    @property
    def folders(self) -> tuple[RecentFolder, ...]:
        """The folders, the latest first."""
        return self._folders

    @property
    def missing(self) -> frozenset[Path]:
        """Those that were not there when somebody last looked."""
        return self._missing

    def opened(self, path: Path, *, recursive: bool) -> None:
        """Put a folder first; what was counted in it is still known."""
        known = next((one for one in self._folders if one.path == path), RecentFolder(path))
        rest = [one for one in self._folders if one.path != path]
        self._missing -= {path}
        self._keep((replace(known, recursive=recursive), *rest))

    def counted(self, left: RecentFolder) -> None:
        """Keep what is in a folder that was opened."""
        self._keep(left if one.path == left.path else one for one in self._folders)

    def forget(self, path: Path) -> None:
        """Leave a folder out of the list."""
        self._keep(one for one in self._folders if one.path != path)

    def look(self) -> None:
        """Find out which folders are there, away from the window: a disk on the network may not answer for minutes.

        Nobody waits for the answer, when the program ends neither.
        """
        paths = [one.path for one in self._folders]
        threading.Thread(target=_look, args=(paths, self._tell), name="recent folders", daemon=True).start()

    def _tell(self, missing: frozenset[Path]) -> None:
        self._looked.emit(missing)

    @Slot(object)
    def _on_looked(self, missing: frozenset[Path]) -> None:
        if missing != self._missing:
            self._missing = missing
            self.changed.emit()

    def _keep(self, folders: Iterable[RecentFolder]) -> None:
        self._folders = tuple(folders)[:_AT_MOST]
        self._kept.setValue(_KEPT, json.dumps([{**asdict(one), "path": str(one.path)} for one in self._folders]))
        self.changed.emit()


def _look(paths: Iterable[Path], tell: Callable[[frozenset[Path]], None]) -> None:
    missing = frozenset(path for path in paths if not _is_there(path))
    try:
        tell(missing)
    except RuntimeError:
        # The window went away meanwhile, and with it whoever asked.
        return


def _is_there(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _read(text: str) -> tuple[RecentFolder, ...]:
    """The folders that were kept; what is damaged is left out."""
    try:
        rows = json.loads(text)
    except ValueError:
        return ()
    found = [one for row in (rows if isinstance(rows, list) else []) if (one := _folder(row)) is not None]
    return tuple({one.path: one for one in reversed(found)}.values())[::-1][:_AT_MOST]


def _folder(row: object) -> RecentFolder | None:
    if not isinstance(row, dict) or not isinstance(path := row.get("path"), str) or not Path(path).is_absolute():
        return None
    numbers = {
        field.name: row[field.name]
        for field in fields(RecentFolder)
        if field.type in {"int", int} and type(row.get(field.name)) is int and row[field.name] >= 0
    }
    return RecentFolder(Path(path), recursive=row.get("recursive") is True, **numbers)
