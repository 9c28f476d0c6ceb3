"""Asking for a file that may lie on a drive which does not answer, without waiting for that."""

import os
import threading
import time
from pathlib import Path

_PATIENCE, _LESS_PATIENCE = 2.0, 0.2
# So long a folder that has answered is taken to answer on: a thread for each of thousands of files would cost too much.
_TRUST_SECONDS = 1.0


class PatientStat:
    """As `os.stat`, but raises TimeoutError for a file whose drive does not answer, and then for all beside it."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._answered: dict[Path, float] = {}
        self._silent: set[Path] = set()

    def __call__(self, path: Path) -> os.stat_result:
        """What the system knows of a file; raises OSError."""
        folder = path.parent
        if folder in self._silent:
            raise TimeoutError(path)
        if time.monotonic() - self._answered.get(folder, float("-inf")) < _TRUST_SECONDS:
            return os.stat(path)
        answers: list[os.stat_result | OSError] = []
        # Nobody can end it where the drive hangs; Python waits for no daemon.
        asking = threading.Thread(target=_ask, args=(path, answers), name="stat", daemon=True)
        asking.start()
        asking.join(self._patience)
        if not answers:
            self._silent.add(folder)
            self._patience = min(self._patience, _LESS_PATIENCE)
            raise TimeoutError(path)
        self._answered[folder] = time.monotonic()
        if isinstance(answers[0], OSError):
            raise answers[0]
        return answers[0]


def _ask(path: Path, answers: list[os.stat_result | OSError]) -> None:
    try:
        answers.append(os.stat(path))
    except OSError as error:
        answers.append(error)
