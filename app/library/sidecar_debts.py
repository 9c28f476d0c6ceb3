"""Which marks are still to be written to sidecars, kept in files so that the next start knows of them."""

import json
import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from app.library.durable import replace_text
from app.library.photo import PhotoId

_ENDING = ".json"


@dataclass(frozen=True, slots=True)
class Debt:
    """Marks of a folder's photos given at `since` (seconds since 1970) or later, of all its photos or of some.

    `library` is the number of the database that knows the photos, and `name` tells equal debts apart.
    """

    folder: Path
    recursive: bool
    since: float = 0.0
    photos: frozenset[PhotoId] | None = None
    library: int | None = None
    name: str = field(default_factory=lambda: uuid.uuid4().hex)


class SidecarDebts:
    """One small file for each debt in a folder of its own; several programs may keep theirs there.

    May be used from any thread. All but `all` raise OSError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, debt: Debt) -> None:
        """Keep a debt; it is on the disk when this returns."""
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_text(self._file(debt), _text(debt))

    def remove(self, debt: Debt) -> None:
        """Forget a debt that was paid."""
        self._file(debt).unlink(missing_ok=True)

    def all(self) -> list[Debt]:
        """Every debt that can be read; a file that holds none is passed over."""
        try:
            files = sorted(self._folder.glob(f"*{_ENDING}"))
        except OSError:
            return []
        return [debt for file in files if (debt := _debt(file)) is not None]

    def _file(self, debt: Debt) -> Path:
        return self._folder / f"{debt.name}{_ENDING}"


def _text(debt: Debt) -> str:
    # Names that are no valid Unicode survive, as JSON escapes what stands for their bytes.
    return json.dumps(
        {
            "folder": os.fspath(debt.folder),
            "recursive": debt.recursive,
            "since": debt.since,
            "photos": None if debt.photos is None else sorted(debt.photos),
            "library": debt.library,
        }
    )


def _debt(file: Path) -> Debt | None:
    try:
        told = json.loads(file.read_bytes())
        photos = told["photos"]
        return Debt(
            Path(told["folder"]),
            bool(told["recursive"]),
            float(told["since"]),
            None if photos is None else frozenset(PhotoId(int(photo)) for photo in photos),
            None if told["library"] is None else int(told["library"]),
            file.stem,
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
