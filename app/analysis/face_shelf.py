"""The models that look at faces: whether they are here, how they come here, and a reader made of them."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.analysis import onnx
from app.analysis.faces import FaceReader
from app.analysis.onnx import Network
from app.cancel import CancelToken
from app.errors import AppError
from app.library.digests import sha256_of
from app.library.face_models import FaceModel, FaceModelFolder, known_face_models
from app.library.remote import DownloadError, Patience, RemoteFile

Report = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class FaceState:
    """Whether faces can be looked at; if not, `missing` are those of the `count` models that are not here."""

    installed: bool
    missing: tuple[FaceModel, ...]
    count: int

    @property
    def ready(self) -> bool:
        """Whether nothing is wanting."""
        return self.installed and not self.missing

    @property
    def downloadable(self) -> bool:
        """Whether all that is missing has an address to fetch it from."""
        return bool(self.missing) and all(model.address for model in self.missing)

    @property
    def sentence(self) -> str:
        """What is and what can be done, for the settings."""
        if not self.installed:
            return "Faces and eyes: not installed; pip install 'burstpick[faces]' brings what looks at faces."
        if not self.missing:
            return "Faces and eyes: ready; pictures are looked at on this computer only."
        names = " and ".join(model.file for model in self.missing)
        size = sum(model.size for model in self.missing) / 1e6
        how = f"{size:.1f} MB can be downloaded" if self.downloadable else f"choose the files {names} if you have them"
        about = "; ".join(f"{model.about} ({model.licence})" for model in self.missing)
        return f"Faces and eyes: {how}. {about}."


class FaceShelf:
    """The models for faces of one user; any number of programs and threads may use it at once."""

    def __init__(self, folder: Path, settings: Path, patience: Patience | None = None) -> None:
        self._folder = FaceModelFolder(folder)
        self._settings = settings
        self._patience = patience or Patience()

    def state(self) -> FaceState:
        """What is here now."""
        known = self._known()
        missing = tuple(model for model in known if not self._folder.has(model))
        return FaceState(onnx.is_installed(), missing, len(known))

    def load(self) -> FaceReader:
        """A reader of faces; raises AppError if a model is missing or damaged, or the runtime is not installed."""
        detector, eyes = (Network(self._folder.read(model), model.name) for model in self._known())
        return FaceReader(detector, eyes)

    def download(self, report: Report, token: CancelToken) -> None:
        """Fetch what is missing; asks nothing. `report` gets the bytes so far and in all.

        What has arrived when it fails is kept for the next time. Raises AppError, Cancelled.
        """
        with self._folder.claim():
            missing = self.state().missing
            total, done = sum(model.size for model in missing), 0
            for model in missing:
                self._fetch(model, partial(_forward, report, done, total), token)
                done += model.size

    def add(self, files: Sequence[Path]) -> None:
        """Take files a person has as the models they are, by content, under whatever names; a folder for those in it.

        Raises AppError naming the first file that is none of them; those before it are kept.
        """
        with self._folder.claim():
            by_sha256 = {model.sha256: model for model in self._known()}
            for file in _files(files, set(by_sha256)):
                model = None if file.is_dir() else by_sha256.get(_digest(file))
                if model is None:
                    names = " and ".join(one.file for one in by_sha256.values())
                    raise AppError(
                        f"“{file.name}” is and holds no model for faces that Burstpick knows; it needs {names}."
                    )
                self._folder.keep(model, file)

    def remove(self) -> None:
        """Delete the models and what has arrived of them; raises AppError."""
        with self._folder.claim():
            for model in self._known():
                self._folder.remove(model)

    def _known(self) -> tuple[FaceModel, ...]:
        return known_face_models(self._settings)

    def _fetch(self, model: FaceModel, report: Report, token: CancelToken) -> None:
        # It brings an HTTP library with it, which nothing else needs.
        from app.library.downloads import fetch

        if not model.address:
            raise AppError(f"Nobody said where to get {model.file} from; choose the file by hand if you have it.")
        remote = RemoteFile(model.address, model.file, model.size, model.sha256)
        folder = self._folder.partial(model)
        try:
            path, _ = fetch(remote, folder, report, token, self._patience)
        except DownloadError as error:
            sentence = f"{error.sentence} You can also get {model.file} by hand and choose it."
            raise AppError(sentence, error.detail) from error
        self._folder.keep(model, path)
        shutil.rmtree(folder, ignore_errors=True)


def _forward(report: Report, before: int, total: int, done: int, _: int | None) -> None:
    report(before + done, total)


def _files(chosen: Sequence[Path], wanted: set[str]) -> Iterator[Path]:
    """The chosen files, and of chosen folders those that are wanted; the folder itself where it holds none."""
    for path in chosen:
        if path.is_dir():
            inside = [file for file in sorted(path.iterdir()) if file.is_file() and _digest(file) in wanted]
            yield from inside or [path]
        else:
            yield path


def _digest(file: Path) -> str:
    try:
        return sha256_of(file, CancelToken())
    except OSError as error:
        raise AppError(f"The file {file} cannot be read: {error.strerror or error}.", str(error)) from error
