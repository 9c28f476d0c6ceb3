"""What is to be fetched from elsewhere, and how long to wait for it."""

from dataclasses import dataclass

from app.errors import AppError


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to fetch; `size` in bytes and `sha256` in hexadecimal are what the hub says, None and "" if nothing."""

    address: str
    name: str
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of silence after which a connection counts as lost, and the pauses between tries that bring nothing."""

    silence: float = 30.0
    pauses: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)


class DownloadError(AppError):
    """A file could not be fetched; another time or another way may help."""
