"""Remembers for each folder which of its series were folded, from one day to the next."""

from hashlib import blake2b
from pathlib import Path

from PySide6.QtCore import QObject, QSettings

from app.ui.folding import Folding, FoldState
from app.ui.session import Session

_GROUP = "folding"
_ORDER, _USUAL = f"{_GROUP}/order", f"{_GROUP}/usual"
_FOLDERS = 50
# Whoever turned more frames one by one than this would have folded all of them at a stroke.
_FRAMES = 20_000


class FoldKeeper(QObject):
    """Folds the series of a folder as they were left there; in a folder never seen, all or none as in the last one."""

    def __init__(self, session: Session, folding: Folding, kept: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._folding, self._kept = session, folding, kept
        self._folder: Path | None = None
        session.folder_changed.connect(self._on_folder_changed)

    def leave(self) -> None:
        """Keep how the series of the open folder are folded."""
        if self._folder is None:
            return
        state, name = self._folding.state, _name(self._folder)
        self._kept.setValue(_USUAL, "all" if state.all_folded else "none")
        if len(state.turned) > _FRAMES:
            state = FoldState(state.all_folded)
        order = [name, *(one for one in str(self._kept.value(_ORDER, "")).split() if one != name)]
        for forgotten in order[_FOLDERS:]:
            self._kept.remove(f"{_GROUP}/{forgotten}")
        self._kept.setValue(_ORDER, " ".join(order[:_FOLDERS]))
        self._kept.setValue(f"{_GROUP}/{name}", state.written())

    def _on_folder_changed(self) -> None:
        if self._session.folder == self._folder:
            return
        self.leave()
        self._folder = self._session.folder
        if self._folder is not None:
            written = str(self._kept.value(f"{_GROUP}/{_name(self._folder)}", ""))
            self._folding.state = FoldState.read(written or str(self._kept.value(_USUAL, "none")))


def _name(folder: Path) -> str:
    """A folder as a key of the settings, in which a path cannot be written as it is."""
    return blake2b(str(folder).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
