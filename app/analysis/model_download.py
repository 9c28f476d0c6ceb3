"""Brings a known model from the hub to the disk: asks, fetches, checks, converts."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.analysis.model_import import import_weights
from app.cancel import CancelToken
from app.errors import AppError
from app.library.model_folder import ModelFolder, Origin
from app.library.model_registry import KnownModel
from app.library.remote import DownloadError, Patience, RemoteFile

_SHOWN = 12


def download_model(
    model: KnownModel,
    folder: ModelFolder,
    report: Callable[[int, int | None], None],
    token: CancelToken,
    patience: Patience,
) -> str:
    """Fetch the weights of a model and keep them; returns a sentence if they are not those of the first download.

    While they are converted the published file and the kept one are both on the disk; only the latter stays. Raises
    AppError, Cancelled; what has arrived is kept for the next time unless it proved useless.
    """
    with folder.claim(model.name) as staged:
        if folder.has(model.name):
            raise AppError(f"The model “{model.name}” is here already; remove it to download it again.")
        try:
            origin = _fetch_and_convert(model, folder, staged, report, token, patience)
        except DownloadError as error:
            by_hand = f"You can also get the file by hand from {model.page} and add it."
            raise AppError(f"{error.sentence} {by_hand}", error.detail) from error
        # Before the model is there, so that no killed program leaves both.
        shutil.rmtree(folder.partial(model.name))
        folder.keep(model.name, staged, origin)
        return _compare(folder.first(model.name, origin), origin)


def _fetch_and_convert(
    model: KnownModel,
    folder: ModelFolder,
    staged: Path,
    report: Callable[[int, int | None], None],
    token: CancelToken,
    patience: Patience,
) -> Origin:
    # These bring an HTTP library with them, which nothing else needs.
    from app.library.downloads import fetch
    from app.library.hub import checkpoint

    file = checkpoint(model.repository, token, patience)
    partial = folder.partial(model.name)
    _check_space(file, model, folder, staged)
    path, sha256 = fetch(file, partial, report, token, patience)
    try:
        if model.sha256 and sha256 != model.sha256:
            raise AppError(f"“{file.name}” is not the file this Burstpick knows as {model.name}; look for a newer one.")
        import_weights(path, sha256, staged, model.name, token)
    except AppError:
        shutil.rmtree(partial)
        raise
    return Origin(file.name, sha256, file.address, date.today().isoformat())


def _check_space(file: RemoteFile, model: KnownModel, folder: ModelFolder, place: Path) -> None:
    needed = (file.size or 0) + model.size - folder.size(model.name)
    free = shutil.disk_usage(place).free
    if needed > free:
        raise AppError(
            f"The download and its conversion need {needed / 1e9:.1f} GB on the disk of {place.parent}, and "
            f"{free / 1e9:.1f} GB are free; make room and try again."
        )


def _compare(first: Origin, now: Origin) -> str:
    if first.sha256 == now.sha256:
        return ""
    return (
        f"The published file has changed since {first.day}, when it was first downloaded here: its SHA-256 began with "
        f"{first.sha256[:_SHOWN]} then and begins with {now.sha256[:_SHOWN]} now, so its scores may differ."
    )
