"""The folder of models: each in a folder of its own that is there as a whole or not at all."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from app.errors import AppError
from app.library.model_names import safe_name

_ORIGIN = "origin.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model came from: the name and SHA-256 of the file, and its address, "" for a file of the user's own."""

    file: str
    sha256: str
    address: str = ""


class ModelFolder:
    """Models on the disk, by name; several programs may use it at once."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> tuple[str, ...]:
        """The models that are whole, in the order of their names; a folder that is not there holds none."""
        try:
            found = sorted(path.name for path in self._root.iterdir())
        except OSError:
            return ()
        return tuple(name for name in found if safe_name(name) == name and self.has(name))

    def has(self, name: str) -> bool:
        """Whether the model is there as a whole."""
        weights = self.weights(name)
        return weights.is_file() and weights.with_name(f"{weights.name}.sha256").is_file()

    def weights(self, name: str) -> Path:
        """Where the weights of a model are, or would be."""
        return weights_in(self._root / name, name)

    def partial(self, name: str) -> Path:
        """The folder of a download that is not finished, which may not be there."""
        return self._root / f".{name}.download"

    def notes(self, name: str) -> Path:
        """The file that remembers a model's first download; it outlives the model."""
        return self._root / f".{name}.first.json"

    def size(self, name: str) -> int:
        """The bytes a model takes on the disk, what has arrived of a download included."""
        folders = (self._root / name, self.partial(name))
        return sum(path.stat().st_size for folder in folders if folder.is_dir() for path in folder.iterdir())

    def origin(self, name: str) -> Origin | None:
        """Where a model came from, or None if nobody wrote it down."""
        try:
            return Origin(**json.loads((self._root / name / _ORIGIN).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    @contextmanager
    def claim(self, name: str) -> Iterator[Path]:
        """Work on one model alone; yields an empty folder to prepare it in, which is gone afterwards.

        Raises AppError if another program works on that model, or if nothing can be written there.
        """
        from filelock import FileLock, Timeout

        staged = self._root / f".{name}.new"
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._root / f".{name}.lock", timeout=0)
            lock.acquire()
        except Timeout as error:
            raise AppError(f"Another Burstpick is busy with the model “{name}”; wait until it is done.") from error
        except OSError as error:
            raise unwritable(self._root, error) from error
        try:
            # What a killed program left behind.
            shutil.rmtree(staged, ignore_errors=True)
            staged.mkdir()
            yield staged
        except OSError as error:
            raise unwritable(self._root, error) from error
        finally:
            shutil.rmtree(staged, ignore_errors=True)
            lock.release()

    def keep(self, name: str, staged: Path, origin: Origin) -> None:
        """Make a prepared folder the model of that name, in one step; raises OSError."""
        (staged / _ORIGIN).write_text(json.dumps(asdict(origin)), encoding="utf-8")
        place = self._root / name
        if place.exists() and not self.has(name):
            shutil.rmtree(place)
        os.replace(staged, place)

    def remove(self, name: str, staged: Path) -> None:
        """Remove a claimed model and what has arrived of a download; raises OSError."""
        place = self._root / name
        if place.exists():
            # In one step, so that a model is never there by half.
            os.replace(place, staged / name)
        shutil.rmtree(self.partial(name), ignore_errors=True)


def weights_in(folder: Path, name: str) -> Path:
    """Where a model's weights are inside its folder; the file bears the name, as messages speak of files."""
    return folder / f"{name}.safetensors"


def unwritable(place: Path, error: OSError) -> AppError:
    """What to say when models cannot be kept."""
    return AppError(f"Nothing could be written to {place}: {error.strerror or error}.", str(error))
