"""The two models that look at faces: which they are, and the folder they are kept in."""

import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.cancel import CancelToken
from app.errors import AppError
from app.library.digests import sha256_of


@dataclass(frozen=True, slots=True)
class FaceModel:
    """A published model; `size` in bytes, `about` and `licence` for people, `address` "" where nobody gave one."""

    name: str
    about: str
    licence: str
    size: int
    sha256: str
    address: str = ""

    @property
    def file(self) -> str:
        """The name of its file, as published and as kept."""
        return f"{self.name}.onnx"


DETECTOR = FaceModel(
    "face_detection_yunet_2023mar",
    "YuNet finds faces and where the eyes are in them",
    "MIT",
    232_589,
    "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
)
EYES = FaceModel(
    "ocec_s",
    "OCEC tells open eyes from closed ones",
    "MIT",
    494_914,
    "9a346a08b256ad70725044cd2aa582858e108c6f45d42a9c3415afc604ba9b64",
)
_TABLE = "face-models"


def known_face_models(settings: Path) -> tuple[FaceModel, ...]:
    """The models that are needed, with the addresses that the table `face-models` of the settings gives them.

    A file of settings that cannot be read gives none; whoever keeps the settings tells of it.
    """
    try:
        table = tomllib.loads(settings.read_bytes().decode("utf-8-sig")).get(_TABLE)
    except (OSError, ValueError, RecursionError):
        table = None
    addresses = table if isinstance(table, dict) else {}
    return tuple(_at(model, addresses.get(model.name)) for model in (DETECTOR, EYES))


def _at(model: FaceModel, address: object) -> FaceModel:
    return replace(model, address=address) if isinstance(address, str) and address else model


class FaceModelFolder:
    """The models on the disk; several programs may use it at once. What is there is whole, or it is not there."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def has(self, model: FaceModel) -> bool:
        """Whether a file of the model's size is there; `read` tells whether it is the model."""
        try:
            return self._place(model).stat().st_size == model.size
        except OSError:
            return False

    def read(self, model: FaceModel) -> bytes:
        """The file of a model; raises AppError if it is missing or damaged."""
        try:
            content = self._place(model).read_bytes()
            wrong = sha256_of(self._place(model), CancelToken()) != model.sha256
        except OSError as error:
            sentence = f"The file of {model.name} cannot be read: {error.strerror or error}; get it again."
            raise AppError(sentence, str(error)) from error
        if wrong:
            raise AppError(f"The file of {model.name} is damaged; remove the models for faces and get them again.")
        return content

    def partial(self, model: FaceModel) -> Path:
        """The folder of a download that is not finished, which may not be there."""
        return self._root / f".{model.name}.download"

    def keep(self, model: FaceModel, file: Path) -> None:
        """Take a copy of a file as the model; raises AppError if it is another file, OSError."""
        if sha256_of(file, CancelToken()) != model.sha256:
            raise AppError(f"“{file.name}” is not the file this Burstpick knows as {model.name}; look for a newer one.")
        handle, fresh = tempfile.mkstemp(dir=self._root, suffix=".part")
        os.close(handle)
        try:
            shutil.copyfile(file, fresh)
            os.replace(fresh, self._place(model))
        except BaseException:
            Path(fresh).unlink(missing_ok=True)
            raise

    def remove(self, model: FaceModel) -> None:
        """Delete a model and what has arrived of it; raises OSError."""
        self._place(model).unlink(missing_ok=True)
        shutil.rmtree(self.partial(model), ignore_errors=True)

    @contextmanager
    def claim(self) -> Iterator[None]:
        """Change the folder alone; raises AppError if another program does, or if nothing can be written there."""
        from filelock import FileLock, Timeout

        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with FileLock(self._root / ".lock", timeout=0):
                yield
        except Timeout as error:
            raise AppError("Another Burstpick is busy with the models for faces; wait until it is done.") from error
        except OSError as error:
            sentence = f"Nothing could be written to {self._root}: {error.strerror or error}."
            raise AppError(sentence, str(error)) from error

    def _place(self, model: FaceModel) -> Path:
        return self._root / model.file
