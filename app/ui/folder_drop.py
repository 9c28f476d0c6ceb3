"""What somebody means who drops something onto the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_folder(data: QMimeData) -> Path | None:
    """The folder that was dropped, or that of the first file; None for anything not on this machine's disks."""
    for url in data.urls():
        path = Path(url.toLocalFile()) if url.isLocalFile() else None
        if path is not None and path.exists():
            return path if path.is_dir() else path.parent
    return None
