"""The folder of models: each in a folder of its own that is there as a whole or not at all."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from app.errors import AppError
from app.library.model_likeness import MeasuredLikeness, read_likeness
from app.library.model_names import safe_name

_ORIGIN = "origin.json"
_STAGED = ".new"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model came from: name and SHA-256 of the file, its address ("" for a file of the user's own), the day.

    `learnt` is a sentence on what the model learnt from, "" for one that was not made here.
    """

    file: str
    sha256: str
    address: str
    day: str
    learnt: str = ""


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
        return bool(noted_sha256(self.weights(name)))

    def weights(self, name: str) -> Path:
        """Where the weights of a model are, or would be."""
        return weights_in(self._root / name, name)

    def partial(self, name: str) -> Path:
        """The folder of a download that is not finished, which may not be there."""
        return self._root / f".{name}.download"

    def size(self, name: str) -> int:
        """The bytes a model takes on the disk, what has arrived of a download included."""
        folders = (self._root / name, self.partial(name))
        return sum(path.stat().st_size for folder in folders if folder.is_dir() for path in folder.iterdir())

    def origin(self, name: str) -> Origin | None:
        """Where a model came from, or None if nobody wrote it down."""
        return _read(self._root / name / _ORIGIN)

    def likeness(self, name: str) -> MeasuredLikeness | None:
        """What likeness means to a model's embedding, or None if it tells nothing about likeness."""
        return read_likeness(self._root / name)

    def first(self, name: str, now: Origin) -> Origin:
        """The first download of a claimed model, `now` if there was none; outlives the model. Raises OSError."""
        place = self._root / f".{name}.first.json"
        first = _read(place)
        if first is not None:
            return first
        fresh = place.with_suffix(".new.json")
        _write(fresh, now)
        os.replace(fresh, place)
        return now

    @contextmanager
    def claim(self, name: str) -> Iterator[Path]:
        """Work on one model alone; yields an empty folder to prepare it in, which is gone afterwards.

        Raises AppError if another program works on that model, or if nothing can be written there.
        """
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            self._clean()
            with self._lock(name) as is_ours:
                if not is_ours:
                    raise AppError(f"Another Burstpick is busy with the model “{name}”; wait until it is done.")
                with _fresh(self._root / f".{name}{_STAGED}") as staged:
                    yield staged
        except OSError as error:
            sentence = f"Nothing could be written to {self._root}: {error.strerror or error}."
            raise AppError(sentence, str(error)) from error

    def keep(self, name: str, staged: Path, origin: Origin) -> None:
        """Make a prepared folder the model of that name, in one step; raises OSError."""
        _write(staged / _ORIGIN, origin)
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

    def _clean(self) -> None:
        """Remove what killed programs were preparing."""
        for staged in self._root.glob(f".*{_STAGED}"):
            with self._lock(staged.name.removeprefix(".").removesuffix(_STAGED)) as is_ours:
                if is_ours:
                    shutil.rmtree(staged, ignore_errors=True)

    @contextmanager
    def _lock(self, name: str) -> Iterator[bool]:
        """Whether the model of that name is nobody else's for the while; a killed program's claim ends with it."""
        from filelock import FileLock, Timeout

        lock = FileLock(self._root / f".{name}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()


def weights_in(folder: Path, name: str) -> Path:
    """Where a model's weights are inside its folder; the file bears the name, as messages speak of files."""
    return folder / f"{name}.safetensors"


def noted_sha256(weights: Path) -> str:
    """The SHA-256 noted beside weights that are whole; "" for those that are not, or not there."""
    try:
        noted = weights.with_name(f"{weights.name}.sha256").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return noted.partition(" ")[0].strip() if weights.is_file() else ""


@contextmanager
def _fresh(folder: Path) -> Iterator[Path]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(path: Path) -> Origin | None:
    try:
        origin = Origin(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return origin if all(isinstance(text, str) for text in asdict(origin).values()) else None


def _write(path: Path, origin: Origin) -> None:
    path.write_text(json.dumps(asdict(origin)), encoding="utf-8")
