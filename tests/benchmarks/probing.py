"""Running a probe of the window in a process of its own, which prints what it measured."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QApplication

from app.ui.application import Desk, favour_the_window


class Probe(Protocol):
    """A window at which somebody works."""

    desk: Desk

    def figures(self) -> dict[str, float]:
        """What was measured."""


def measure(make: Callable[[Path, Path], Probe]) -> int:
    """Measure on the folder and in the home that the command line names."""
    favour_the_window()
    application = QApplication(sys.argv[:1])
    probe = make(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps(probe.figures()), flush=True)
    probe.desk.window.close()
    del application
    return 0
