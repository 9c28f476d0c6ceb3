"""Where Burstpick keeps its own files; never beside the photos."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one user: durable data, disposable cache, logs."""

    data: Path
    cache: Path
    logs: Path

    @property
    def library(self) -> Path:
        """The database of photos and marks."""
        return self.data / "library.db"

    @property
    def thumbnails(self) -> Path:
        """The folder of small pictures; may be deleted at any time."""
        return self.cache / "thumbnails"

    @property
    def faces(self) -> Path:
        """The folder of close-ups of faces; may be deleted at any time."""
        return self.cache / "faces"

    @property
    def face_models(self) -> Path:
        """The folder of the models that look at faces."""
        return self.data / "face-models"

    @property
    def models(self) -> Path:
        """The folder of models that were downloaded or added."""
        return self.data / "models"

    @property
    def settings(self) -> Path:
        """The file of settings, which may also be written by hand."""
        return self.data / "settings.toml"

    @property
    def shortcuts(self) -> Path:
        """The file of keys that a person chose, written by hand."""
        return self.data / "shortcuts.toml"

    @property
    def sidecar_debts(self) -> Path:
        """The folder of notes on what is still to be written to sidecars."""
        return self.data / "sidecars"

    @property
    def monitor_profile(self) -> Path:
        """The ICC profile of the monitor, for colours as they are; put there by its owner, or missing."""
        return self.data / "monitor.icc"


def user_places() -> Places:
    """The folders this user's system intends, or those under `BURSTPICK_HOME` when that is set."""
    home = os.environ.get("BURSTPICK_HOME")
    if home:
        root = Path(home).absolute()
        return Places(root / "data", root / "cache", root / "logs")
    dirs = platformdirs.PlatformDirs("burstpick", appauthor=False)
    return Places(dirs.user_data_path, dirs.user_cache_path, dirs.user_log_path)
